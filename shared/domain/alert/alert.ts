import type { z } from 'zod';
import type { AlertId, RuleId } from '../../kernel/ids.js';
import type { Position } from '../../kernel/position.js';
import type { EpochMs } from '../../kernel/time.js';
import type { Person } from '../person.js';
import type { AlertSubject, alertEvidenceSchema } from './events.js';
import type { AlertLevel, AlertMetric, AlertRule, Remedy } from './rule.js';

/** One rule's word on one subject, from being raised to a quarter of an hour after it was cleared. At most one open for each pair. */
export interface Alert {
  readonly id: AlertId;
  readonly ruleId: RuleId;
  readonly subject: AlertSubject;
  readonly metric: AlertMetric;
  level: AlertLevel;
  /** As last told by a change of level; screens show the live value themselves. */
  value: number;
  limit: number;
  readonly evidence: z.infer<typeof alertEvidenceSchema>;
  readonly remedy: Remedy;
  readonly raisedAt: EpochMs;
  levelSince: EpochMs;
  /** Within its limits since then, and not yet for long enough to be over. */
  easedAt?: EpochMs;
  acknowledged?: { readonly by: Person; readonly at: EpochMs };
  owner?: Person;
  /** When the owner took it. */
  takenAt?: EpochMs;
  snoozed?: { readonly by: Person; readonly until: EpochMs; readonly reason: string };
  /** Actions that named it. */
  actions: number;
  clearedAt?: EpochMs;
  rev: Position;
}

/** A rule in force, and how much it was worth. */
export interface RuleState {
  rule: AlertRule;
  /** Came with the product: switched off, never removed. */
  readonly isBuiltIn: boolean;
  /** Since the log began; an alert counts as acted on once, with its first action. */
  raised: number;
  acted: number;
  rev: Position;
}
