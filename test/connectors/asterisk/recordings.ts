import { readFileSync } from 'node:fs';
import { createCallerMask } from '../../../server/connectors/asterisk/mask.js';
import { parseRecording, playRecording, type Recording } from '../../../server/connectors/asterisk/recording.js';
import { Translator, type TranslatorOptions } from '../../../server/connectors/asterisk/translate/translate.js';
import { absorb } from '../../../shared/domain/absorb.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import { evolve } from '../../../shared/domain/evolve.js';
import type { Fact, FactOf } from '../../../shared/domain/facts.js';
import type { SiteState, Touched } from '../../../shared/domain/site.js';
import { ORIGIN } from '../../../shared/kernel/position.js';

const folder = new URL('../../fixtures/ami/', import.meta.url);

export const SCENARIOS = [
  '01-join-answer-complete',
  '01b-no-timestamps-eventmask',
  '02-abandon-while-waiting',
  '03-ring-no-answer-next-agent',
  '04-pause-add-remove-members',
  '04b-readonly-user-permission-denied',
  '05-timeout-exitkey-exitempty-full',
  '06-redirect-waiting-caller',
  '07-reassign-mid-call',
  '07b-blindtransfer-with-local-member',
  '08-listen-whisper-barge',
  '09-priority-change-and-withdraw',
  '10-wrapup-and-device-state',
  '10b-hold-unhold',
  '11-busy-hour',
  '12-restart-and-reconnect',
  '12b-crash-kill9-and-reconnect',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export function recordingOf(name: Scenario | '06-redirect-waiting-caller.in.txt'): Recording {
  const file = name.endsWith('.in.txt') ? `${name}.gz` : `${name}.jsonl.gz`;
  const recording = parseRecording(file, readFileSync(new URL(file, folder)));
  if (!recording.ok) throw new Error(recording.error);
  return recording.value;
}

export const readFixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const key = new Uint8Array(32);

export interface Played {
  readonly facts: Fact[];
  readonly dropped: string[];
}

export function play(recording: Recording, options: Partial<TranslatorOptions> = {}): Played {
  const dropped: string[] = [];
  const onDropped = (reason: string) => void dropped.push(reason);
  const translator = new Translator({ mask: createCallerMask(key), tierVariable: 'CALLSEG', onDropped, ...options });
  const facts: Fact[] = [];
  for (const step of playRecording(recording, translator, onDropped)) facts.push(...step.facts);
  return { facts, dropped };
}

const played = new Map<Scenario, Played>();
/** Played once for all rows of a table. */
export function factsOf(name: Scenario): readonly Fact[] {
  const known = played.get(name) ?? play(recordingOf(name));
  played.set(name, known);
  return known.facts;
}

const nothing: Touched = { touch() {}, gone() {} };

/** Facts through absorb and evolve, one after the other. */
export function foldFacts(facts: readonly Fact[], site: SiteState = emptySite()): { site: SiteState; events: DomainEvent[] } {
  const events: DomainEvent[] = [];
  for (const fact of facts) {
    for (const event of absorb(site, fact, 'asterisk')) {
      evolve(site, event, { position: ORIGIN, at: event.occurredAt }, nothing);
      events.push(event);
    }
  }
  return { site, events };
}

export const isFact =
  <T extends Fact['type']>(type: T) =>
  (fact: Fact): fact is FactOf<T> =>
    fact.type === type;

/** The stay of the n-th caller of this name to join a queue, as its facts tell it. */
export function visitOf(facts: readonly Fact[], callerName: string, queue?: string): readonly Fact[] {
  const joined = facts
    .filter(isFact('visit.joined'))
    .find((fact) => fact.caller.name === callerName && (queue === undefined || fact.queueKey === queue));
  if (joined === undefined) throw new Error(`${callerName} joined no queue${queue === undefined ? '' : ` ${queue}`}`);
  return facts.filter((fact) => 'visitKey' in fact && fact.visitKey === joined.visitKey);
}

/** A visit in one line: `joined sales · offered 1001 · answered 1001 · ended 1001 caller`. Rings that were cancelled are left out. */
export function story(facts: readonly Fact[]): string {
  const short = (agentKey: string) => agentKey.replace('PJSIP/', '');
  const lines = facts.flatMap((fact): string[] => {
    switch (fact.type) {
      case 'visit.joined':
        return [`joined ${fact.queueKey}`];
      case 'visit.offer-ended':
        return fact.how === 'cancelled' ? [] : [`${fact.how} ${short(fact.agentKey)}`];
      case 'visit.answered':
        return [`answered ${short(fact.agentKey)}`];
      case 'visit.handed-over':
        return [`handed over ${short(fact.agentKey)}`];
      case 'visit.held':
        return ['held'];
      case 'visit.resumed':
        return ['resumed'];
      case 'visit.talk-ended':
        return [`ended ${short(fact.agentKey)} ${fact.by}`];
      case 'visit.abandoned':
        return ['abandoned'];
      case 'visit.left':
        return [`left ${fact.reason}`];
      case 'visit.priority-changed':
        return [`priority ${fact.priority}`];
      default:
        return [];
    }
  });
  return lines.join(' · ');
}
