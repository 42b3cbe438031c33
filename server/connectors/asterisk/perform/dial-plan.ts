import type { Failure } from '../../../../shared/domain/action/effects.js';
import { SECOND_MS } from '../../../../shared/kernel/time.js';
import type { Timers } from '../timers.js';
import { failed } from './failures.js';
import type { Line } from './line.js';

/** What is there stays there for a while; a dial plan is changed by people. What is not there is asked for each time. */
const REMEMBERED_MS = 10 * SECOND_MS;
const MAX_REMEMBERED = 1_000;

export interface Contexts {
  /** Where an agent's extension rings that agent's phone. */
  readonly agent?: string | undefined;
  /** Where a queue's name puts a caller into that queue. */
  readonly queue?: string | undefined;
}
export interface Place {
  readonly context: string;
  readonly exten: string;
}
export type Found = { readonly ok: true; readonly place: Place } | { readonly ok: false; readonly failure: Failure };

const SETTING = { agent: 'AMI_AGENT_CONTEXT', queue: 'AMI_QUEUE_CONTEXT' } as const;

/**
 * Places in the dial plan where callers may be sent. Asterisk answers "success" for a place that does not exist, and then
 * the caller is cut off: so nobody is sent anywhere that was not looked up first.
 */
export class DialPlan {
  private readonly contexts: Contexts;
  private readonly timers: Timers;
  private readonly there = new Map<string, number>();

  constructor(contexts: Contexts, timers: Timers) {
    this.contexts = contexts;
    this.timers = timers;
  }

  /** The first of these extensions that exists. */
  async find(kind: keyof Contexts, extensions: readonly string[], line: Line): Promise<Found> {
    const context = this.contexts[kind];
    if (context === undefined || context === '') return failed('not-configured', `${SETTING[kind]} is not set`);
    for (const exten of extensions) {
      const place = { context, exten };
      const found = await this.has(place, line);
      if (!found.ok) return found;
      if (found.isThere) return { ok: true, place };
    }
    const tried = extensions.length === 0 ? 'no extension is known' : `${extensions.join(', ')} not there`;
    return failed('not-configured', `${SETTING[kind]}: ${tried} in ${context}`);
  }

  private async has(place: Place, line: Line): Promise<{ ok: true; isThere: boolean } | { ok: false; failure: Failure }> {
    const name = `${place.context}|${place.exten}`;
    const seenAt = this.there.get(name);
    if (seenAt !== undefined && this.timers.now() - seenAt < REMEMBERED_MS) return { ok: true, isThere: true };
    this.there.delete(name);
    const reply = await line.ask({ action: 'ShowDialPlan', context: place.context, extension: place.exten });
    if (!reply.ok) return absent(reply.failure);
    // A hint alone has no priority 1: a caller sent there would be cut off.
    const isThere = reply.items.some((item) => item.event === 'ListDialplan' && item.get('Priority') === '1');
    if (isThere) this.remember(name);
    return { ok: true, isThere };
  }

  private remember(name: string): void {
    if (this.there.size >= MAX_REMEMBERED) this.there.clear();
    this.there.set(name, this.timers.now());
  }
}

function absent(failure: Failure): { ok: true; isThere: false } | { ok: false; failure: Failure } {
  const words = failure.detail ?? '';
  if (failure.code !== 'refused') return { ok: false, failure };
  if (/did not find/i.test(words)) return { ok: true, isThere: false };
  if (/permission denied/i.test(words)) return failed('not-configured', 'ShowDialPlan is not permitted: write = reporting');
  return { ok: false, failure };
}

/**
 * Where an interface is rung in the dial plan: `PJSIP/1001` and `Local/1001@agents/n` → `1001`. Those that name an extension
 * themselves come first.
 */
export function extensionsOf(interfaces: readonly string[]): string[] {
  const local = interfaces.flatMap((one) => /^Local\/([^@/]+)/i.exec(one)?.[1] ?? []);
  const device = interfaces.flatMap((one) => /^(?!Local\/)[A-Za-z][\w-]*\/([^@/]+)/i.exec(one)?.[1] ?? []);
  return [...new Set([...local, ...device])];
}
