import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kernel/time.js';
import type { Allowance, EscalationConfig, SlaPolicy } from './config.js';
import type { Grade } from './words.js';

type Row = Record<Grade, Allowance | null>;
const on = (clock: 'wall' | 'service' | 'department' | 'contact') => (ms: number) => ({ ms, clock });
const wall = on('wall');
const days = (workDays: number) => ({ workDays });
const row = (P1: Allowance | null, P2: Allowance | null, P3: Allowance | null, P4: Allowance | null): Row => ({ P1, P2, P3, P4 });
const M = MINUTE_MS;
const H = HOUR_MS;

/** B.3.4 as it is written: the version that a site without its own has. */
export const POLICY_1: SlaPolicy = {
  version: 1,
  timers: {
    T1: row(wall(30 * SECOND_MS), wall(30 * SECOND_MS), wall(5 * M), wall(30 * M)),
    T2: row(wall(5 * M), wall(10 * M), wall(10 * M), wall(30 * M)),
    T3: row(wall(30 * M), wall(H), on('service')(H), on('service')(4 * H)),
    T4: row(wall(15 * M), wall(30 * M), on('department')(30 * M), on('department')(2 * H)),
    T5: row(wall(2 * H), wall(8 * H), wall(24 * H), wall(24 * H)),
    T6: row(wall(24 * H), wall(24 * H), wall(24 * H), wall(24 * H)),
    T6P: row(wall(24 * H), wall(72 * H), days(5), days(10)),
    T7: row(on('contact')(24 * H), on('contact')(24 * H), on('contact')(48 * H), null),
  },
  approvalMs: { urgent: 15 * M, other: 2 * H },
  acceptMs: { urgent: 10 * M, other: H },
  arbitrationMs: 30 * M,
  attemptGapMs: 4 * H,
};

/** The version for new cases. */
export const newestPolicy = ({ policies }: EscalationConfig): SlaPolicy =>
  policies.reduce((newest, policy) => (policy.version > newest.version ? policy : newest), POLICY_1);

/** The version that a case was opened under; one that the site file has dropped is replaced by the next older. */
export const policyOf = ({ policies }: EscalationConfig, version: number): SlaPolicy =>
  policies.reduce((best, policy) => (policy.version <= version && policy.version > best.version ? policy : best), POLICY_1);

export const isUrgent = (grade: Grade): boolean => grade === 'P1' || grade === 'P2';
