import type { CaseId } from '../../kernel/ids.js';
import type { Position } from '../../kernel/position.js';

/** An escalation case. */
export interface Case {
  readonly id: CaseId;
  rev: Position;
}
