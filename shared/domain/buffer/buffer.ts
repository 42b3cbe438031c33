import type { AgentId, BufferId } from '../../kernel/ids.js';
import type { Position } from '../../kernel/position.js';

/** One emotional-buffer shift of one agent (B.4). What the agent said of it is never here. */
export interface Buffer {
  readonly id: BufferId;
  readonly agentId: AgentId;
  rev: Position;
}
