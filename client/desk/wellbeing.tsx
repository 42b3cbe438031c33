import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Wellbeing } from '../../shared/protocol/buffer-http.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { type Fetched, useFetched } from '../live/use-fetched.js';
import { fetchWellbeing } from './wellbeing-api.js';

const WellbeingContext = createContext<Fetched<Wellbeing>>({ value: null, error: null, again: () => {} });

/** Posts, pauses left and numbers to call; read again when what the agent does has changed: a pause taken is one less. */
export function WellbeingProvider({ agent, bufferState, children }: { agent: AgentView; bufferState: string; children: ReactNode }) {
  const fetched = useFetched(`${agent.id}|${agent.state}|${agent.reasonCode ?? ''}|${bufferState}`, fetchWellbeing);
  const { value, error, again } = fetched;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` is another function each time and does the same
  const shared = useMemo(() => ({ value, error, again }), [value, error]);
  return <WellbeingContext.Provider value={shared}>{children}</WellbeingContext.Provider>;
}

export const useWellbeing = (): Fetched<Wellbeing> => useContext(WellbeingContext);
