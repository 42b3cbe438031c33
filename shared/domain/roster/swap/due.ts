import type { SwapId } from '../../../kernel/ids.js';
import type { EpochMs } from '../../../kernel/time.js';
import type { Due } from '../../deadlines.js';
import { SYSTEM } from '../../person.js';
import { entityKey } from '../../site.js';
import type { Swap } from '../duty.js';
import { isSwapOpen } from './open.js';

export const swapDueAt = (swap: Readonly<Swap> | undefined): EpochMs | undefined =>
  swap !== undefined && isSwapOpen(swap) ? swap.expiresAt : undefined;

/** Nobody answered in time, or the shift begins: it stays as it is. */
export const decideSwapDue = (swapId: SwapId, dueAt: EpochMs): Due => ({
  events: [{ type: 'swap.closed', occurredAt: dueAt, by: SYSTEM, swapId, how: 'expired' }],
  reads: [entityKey('swap', swapId)],
});
