import type { AmiMessage } from '../message.js';
import type { MemberReport } from './roster.js';

/** What a `QueueStatus` was asked for. A list that is not of everything says nothing about what it leaves out. */
export interface StatusScope {
  readonly queue?: string;
  readonly member?: string;
}
export interface StatusList {
  readonly scope: StatusScope | undefined;
  readonly params: readonly AmiMessage[];
  readonly members: readonly AmiMessage[];
  readonly entries: readonly AmiMessage[];
}

/** The largest list that is kept: ten times the largest floor. */
const MAX_ITEMS = 250_000;
/** Lists under way at a time: more than that many answers are never awaited. */
const MAX_OPEN = 16;

interface OpenList {
  params: AmiMessage[];
  members: AmiMessage[];
  entries: AmiMessage[];
  channels: AmiMessage[];
  items: number;
}

/** Collects the events that answer one action, by its id, until the one that closes the list. */
export class Lists {
  private readonly open = new Map<string, OpenList>();
  private readonly scopes = new Map<string, StatusScope>();

  /** A `QueueStatus` was sent. */
  requested(actionId: string, scope: StatusScope): void {
    if (this.scopes.size > 1_000) this.scopes.clear();
    this.scopes.set(actionId, scope);
  }

  reset(): void {
    this.open.clear();
    this.scopes.clear();
  }

  /** True when the message belongs to a list. */
  collect(message: AmiMessage): boolean {
    const kind = LISTED.get(message.event);
    if (kind === undefined) return false;
    const list = this.listOf(message.actionId);
    if (list.items < MAX_ITEMS) {
      list[kind].push(message);
      list.items += 1;
    }
    return true;
  }

  status(actionId: string): StatusList {
    const { params, members, entries } = this.close(actionId);
    const scope = this.scopes.get(actionId);
    this.scopes.delete(actionId);
    return { scope, params, members, entries };
  }

  channels(actionId: string): readonly AmiMessage[] {
    return this.close(actionId).channels;
  }

  private close(actionId: string): OpenList {
    const list = this.listOf(actionId);
    this.open.delete(actionId);
    return list;
  }

  private listOf(actionId: string): OpenList {
    const known = this.open.get(actionId);
    if (known) return known;
    const oldest = this.open.size >= MAX_OPEN ? this.open.keys().next() : undefined;
    if (oldest?.done === false) this.open.delete(oldest.value);
    const list = { params: [], members: [], entries: [], channels: [], items: 0 };
    this.open.set(actionId, list);
    return list;
  }
}

const LISTED: ReadonlyMap<string, 'params' | 'members' | 'entries' | 'channels'> = new Map([
  ['QueueParams', 'params'],
  ['QueueMember', 'members'],
  ['QueueEntry', 'entries'],
  ['CoreShowChannel', 'channels'],
]);

/** A membership, from a list (`Name`, `Location`) or a live event (`MemberName`, `Interface`). */
export function memberReport(message: AmiMessage): MemberReport {
  const isListed = message.event === 'QueueMember';
  return {
    queue: message.get('Queue'),
    interface: message.get(isListed ? 'Location' : 'Interface'),
    stateInterface: message.get('StateInterface'),
    name: message.get(isListed ? 'Name' : 'MemberName'),
    paused: message.get('Paused') === '1',
    reason: message.get('PausedReason'),
    penalty: message.int('Penalty'),
    status: message.int('Status'),
    wrapUp: message.int('Wrapuptime'),
    isDynamic: message.has('Membership') ? message.get('Membership') === 'dynamic' : undefined,
  };
}

/** `00:01:05` → ms. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,5}):(\d{2}):(\d{2})$/.exec(text);
  if (!match) return undefined;
  return ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3])) * 1_000;
}
