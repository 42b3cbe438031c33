import type { SwapView } from '../../shared/protocol/views.js';
import { useCollection } from '../live/hooks.js';

const byAge = (all: ReadonlyMap<string, SwapView>) => [...all.values()].sort((a, b) => a.askedAt - b.askedAt);

/** Requests to change shifts that concern this agent: an agent's page gets no others. */
export const useSwaps = (): readonly SwapView[] => useCollection('swap', byAge);

/** I am asked, and have not answered. */
export const isForMe = (swap: SwapView, agentId: string): boolean => swap.state === 'offered' && swap.toAgentId === agentId;
export const isOpenSwap = ({ closedAt }: SwapView): boolean => closedAt == null;
