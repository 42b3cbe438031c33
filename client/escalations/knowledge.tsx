import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { EscalationPolicy, People } from '../../shared/protocol/http.js';
import { fetchPeople, fetchPolicy } from './api.js';
import { useFetched } from './use-fetched.js';

/** What the forms need to know of the site: departments, what one may give, and who works here. */
export interface Knowledge {
  readonly policy: EscalationPolicy | null;
  readonly people: People['people'];
}

const KnowledgeContext = createContext<Knowledge>({ policy: null, people: [] });

/** Read once for everything inside. Without an answer the lists are empty, and the server still says what is wrong. */
export function KnowledgeProvider({ children }: { children: ReactNode }) {
  const policy = useFetched('policy', fetchPolicy).value;
  const people = useFetched('people', fetchPeople).value?.people;
  const knowledge = useMemo(() => ({ policy, people: people ?? [] }), [policy, people]);
  return <KnowledgeContext.Provider value={knowledge}>{children}</KnowledgeContext.Provider>;
}

export const useKnowledge = (): Knowledge => useContext(KnowledgeContext);
