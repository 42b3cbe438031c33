import { err, ok, type Result } from '../../kernel/result.js';
import type { EpochMs } from '../../kernel/time.js';
import type { CaseCommand } from '../commands.js';
import type { Ask } from '../deed.js';
import type { CaseEvent } from '../events.js';
import type { Person } from '../person.js';
import type { Rejection } from '../rejection.js';
import type { EntityKey, SiteState } from '../site.js';
import type { Case } from './case.js';

/** What a rule of B.3 is asked with: the case with all that was due by now. */
export interface Work {
  readonly site: Readonly<SiteState>;
  readonly one: Readonly<Case>;
  readonly ask: Ask;
  readonly now: EpochMs;
  readonly by: Person;
  /** The head of each event. */
  readonly on: { readonly occurredAt: EpochMs; readonly caseId: Case['id']; readonly by: Person };
}

/** A yes: what happened, and a few plain words for the audit. */
export interface Ruling {
  readonly events: readonly CaseEvent[];
  readonly what?: string;
  readonly reason?: string;
  /** Read beyond the case itself. */
  readonly reads?: readonly EntityKey[];
}
export type Ruled = Result<Ruling, Rejection>;
export type LaterCommand = Exclude<CaseCommand, { type: 'case.open' }>;
export type Rule<T extends LaterCommand['type']> = (work: Work, command: Extract<LaterCommand, { type: T }>) => Ruled;
export type Rules<T extends LaterCommand['type']> = { readonly [K in T]: Rule<K> };

export const granted = (events: readonly CaseEvent[], more: Omit<Ruling, 'events'> = {}): Ruled => ok({ events, ...more });
export const refused = (code: Rejection['code'], more: Omit<Rejection, 'code'> = {}): Ruled => err({ code, ...more });
/** The row of B.3.2 begins in another state. */
export const wrongState = ({ one }: Work): Ruled => refused('wrong-state', { detail: one.state });
export const present = <F extends string, V>(field: F, value: V | undefined): { [K in F]?: V } =>
  (value === undefined ? {} : { [field]: value }) as { [K in F]?: V };
