import type { AgentId } from '../../../kernel/ids.js';
import type { EpochMs } from '../../../kernel/time.js';
import type { SiteState } from '../../site.js';
import type { Swap } from '../duty.js';
import { overlaps } from '../entries.js';

export const isSwapOpen = ({ state }: Pick<Swap, 'state'>): boolean => state === 'open' || state === 'offered' || state === 'checking';

interface Span {
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
}

/** The times of somebody's day that a request would change. */
export const spansOf = ({ gives, takes, span, kind }: Pick<Swap, 'gives' | 'takes' | 'span' | 'kind'>): Span[] =>
  [kind === 'vto' ? undefined : takes, span ?? gives].filter((one) => one !== undefined);

/** Nobody is in two open requests over the same time: what one of them leads to is not what the other one was checked for. */
export function otherOpenSwap(
  site: Readonly<SiteState>,
  agentIds: readonly (AgentId | undefined)[],
  spans: readonly Span[],
  except?: Swap,
): Swap | undefined {
  for (const swap of site.swaps.values()) {
    if (swap === except || !isSwapOpen(swap)) continue;
    const isSame = [swap.agentId, swap.toAgentId].some((id) => id !== undefined && agentIds.includes(id));
    if (isSame && spansOf(swap).some((own) => spans.some((span) => overlaps(own, span)))) return swap;
  }
  return undefined;
}
