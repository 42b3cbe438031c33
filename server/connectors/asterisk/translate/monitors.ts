import type { MonitorMode } from '../../../../shared/domain/action/commands.js';
import type { Failure } from '../../../../shared/domain/action/effects.js';
import type { ExternalKey } from '../../../../shared/kernel/ids.js';
import type { EpochMs } from '../../../../shared/kernel/time.js';
import type { Workshop } from './stay.js';

/** Somebody's ear on a call, asked for by us. Nothing that the PBX says later tells listening from whispering. */
export interface Monitoring {
  readonly monitorKey: ExternalKey;
  readonly visitKey: ExternalKey;
  readonly agentKey: ExternalKey;
  readonly mode: MonitorMode;
}

export interface Spy extends Monitoring {
  state: 'asked' | 'begun' | 'over';
  /** It has begun, or was told to have failed. */
  hasOutcome?: true;
  /** Its channel is gone: the phone is free again. */
  isGone?: true;
  /** The connection was lost while it was asked for: it may never have been heard. */
  isDoubtful?: true;
  /** Why its phone hung up, in Asterisk's cause codes. */
  cause?: number;
  /** Called whenever something of this has changed. */
  onNews?: (() => void) | undefined;
}

/**
 * Channels that listen in for us. Each has the unique id that we gave it, made of the monitoring's own key: so it is known
 * from its first event on, is never taken for a call, and is found again by whoever holds the connection next.
 */
export class Monitors {
  private readonly byUid = new Map<string, Spy>();
  private readonly shop: Pick<Workshop, 'channels' | 'emit'>;

  constructor(shop: Monitors['shop']) {
    this.shop = shop;
  }

  /** One is about to be asked for. */
  expect(monitoring: Monitoring): Spy {
    const spy: Spy = { ...monitoring, state: 'asked' };
    this.byUid.set(spyUidOf(monitoring.monitorKey), spy);
    return spy;
  }

  /** Known to the log from an earlier run of this connector. */
  resume(monitorings: readonly Monitoring[]): void {
    for (const monitoring of monitorings)
      this.byUid.set(spyUidOf(monitoring.monitorKey), { ...monitoring, state: 'begun', hasOutcome: true });
  }

  /** It was never taken on. */
  forget(monitorKey: ExternalKey): void {
    this.byUid.delete(spyUidOf(monitorKey));
  }

  /** It was taken on, and came to nothing. */
  failed(spy: Spy, failure: Failure, at: EpochMs): void {
    if (spy.hasOutcome) return;
    spy.hasOutcome = true;
    this.shop.emit({ type: 'monitor.failed', occurredAt: at, monitorKey: spy.monitorKey, failure });
  }

  /** The PBX gave its channel another id than we asked for. */
  hasUid(spy: Spy, uid: string, at: EpochMs): void {
    if (uid === '' || this.byUid.get(uid) === spy || spy.state === 'over') return;
    this.byUid.delete(spyUidOf(spy.monitorKey));
    this.byUid.set(uid, spy);
    const channel = this.shop.channels.get(uid);
    if (channel === undefined) this.gone(uid, at);
    else channel.spy = true;
    if (channel?.spies) this.begun(uid, at);
  }

  has(uid: string): boolean {
    return this.byUid.has(uid);
  }

  get(monitorKey: ExternalKey): Spy | undefined {
    return this.entryOf(monitorKey)?.[1];
  }

  /** The channel to hang up. */
  channelOf(monitorKey: ExternalKey): string | undefined {
    return this.shop.channels.get(this.entryOf(monitorKey)?.[0] ?? '')?.name;
  }

  private entryOf(monitorKey: ExternalKey): [string, Spy] | undefined {
    return [...this.byUid].find(([, spy]) => spy.monitorKey === monitorKey);
  }

  hangupCause(uid: string, cause: number | undefined): void {
    const spy = this.byUid.get(uid);
    if (spy && cause !== undefined && cause > 0) spy.cause = cause;
  }

  begun(uid: string, at: EpochMs): void {
    const spy = this.byUid.get(uid);
    if (spy?.state !== 'asked') return;
    spy.state = 'begun';
    spy.hasOutcome = true;
    const { monitorKey, visitKey, agentKey, mode } = spy;
    this.shop.emit({ type: 'monitor.started', occurredAt: at, monitorKey, visitKey, agentKey, mode });
    spy.onNews?.();
  }

  /** It hears no more. */
  stopped(uid: string, at: EpochMs): void {
    const spy = this.byUid.get(uid);
    if (spy) this.stoppedBy(spy, at);
  }

  /** The phone that listened is hung up. */
  gone(uid: string, at: EpochMs): void {
    const spy = this.byUid.get(uid);
    if (spy === undefined) return;
    this.byUid.delete(uid);
    spy.isGone = true;
    this.stoppedBy(spy, at);
    // Whoever waited for it does so no more.
    if (spy.isDoubtful) this.failed(spy, LOST, at);
  }

  connectionLost(): void {
    for (const spy of this.byUid.values()) if (spy.state === 'asked') spy.isDoubtful = true;
  }

  /** After a list of all channels: what is not in it has ended, what is there and spies has begun. */
  reconcile(at: EpochMs): void {
    for (const [uid, spy] of [...this.byUid]) {
      const channel = this.shop.channels.get(uid);
      if (channel?.spies) this.begun(uid, at);
      // One that was asked for a moment ago has no channel yet.
      else if (channel === undefined && (spy.state !== 'asked' || spy.isDoubtful)) this.gone(uid, at);
    }
  }

  private stoppedBy(spy: Spy, at: EpochMs): void {
    if (spy.state === 'begun') this.shop.emit({ type: 'monitor.stopped', occurredAt: at, monitorKey: spy.monitorKey });
    spy.state = 'over';
    spy.onNews?.();
  }
}

const LOST: Failure = { code: 'interrupted', detail: 'the connection was lost while the phone rang' };

/** The unique id that a monitoring's channel gets. */
export const spyUidOf = (monitorKey: ExternalKey): string => `bw-spy-${monitorKey}`;
