import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import type { EscalationPolicy, People } from '../../shared/protocol/http.js';
import { useFormats } from '../i18n/provider.js';
import { useFetched } from '../live/use-fetched.js';
import { fetchPeople, fetchPolicy } from './api.js';

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

/** A department in words; its code until the site's list is there. */
export function useDepartmentName(): (code: string) => string {
  const { policy } = useKnowledge();
  const formats = useFormats();
  return useCallback(
    (code) => {
      const department = policy?.departments.find((each) => each.code === code);
      return department === undefined ? code : formats.name(department);
    },
    [policy, formats],
  );
}

/** What there is to give, in words with its unit. */
export function useGivenName(): (code: string, amount: number) => string {
  const { policy } = useKnowledge();
  const formats = useFormats();
  return useCallback(
    (code, amount) => {
      const entry = policy?.authority.find((each) => each.code === code);
      return `${entry === undefined ? code : formats.name(entry)} ${formats.number(amount)}`;
    },
    [policy, formats],
  );
}
