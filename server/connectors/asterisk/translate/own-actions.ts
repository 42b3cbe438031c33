/** What this connection asked for itself; Asterisk's events do not tell it from other causes. */
/** `send`: a waiting caller to an agent's phone; `redirect`: to anywhere else. */
export type OwnAction = 'send' | 'redirect' | 'withdraw' | 'hangup';

/** Longer ago than this, an action has no part in what happens now. A withdrawal takes up to about a second. */
const REMEMBERED_MS = 5_000;

/** Recent actions of ours, by the name of the caller's channel. */
export class OwnActions {
  private readonly recent = new Map<string, { readonly action: OwnAction; readonly at: number }>();

  note(action: OwnAction, channelName: string, at: number): void {
    for (const [name, entry] of this.recent) if (at - entry.at > REMEMBERED_MS) this.recent.delete(name);
    this.recent.set(channelName, { action, at });
  }

  /** The source refused it. */
  forget(channelName: string): void {
    this.recent.delete(channelName);
  }

  /** What we did to this channel just now. Told once: it explains one thing that happened. */
  take(channelName: string, at: number): OwnAction | undefined {
    const entry = this.recent.get(channelName);
    this.recent.delete(channelName);
    return entry !== undefined && at - entry.at <= REMEMBERED_MS ? entry.action : undefined;
  }
}
