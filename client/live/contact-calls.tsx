import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type WellbeingCalls, wellbeingCallsSchema } from '../../shared/protocol/buffer-http.js';
import type { ReliefView } from '../../shared/protocol/buffer-views.js';
import { nothing, request } from './api.js';
import { useCollection } from './hooks.js';
import { useFetched } from './use-fetched.js';

export type ContactCall = WellbeingCalls['calls'][number];

/** Whom the wellbeing contact is to call. To everybody else the server says that they are not the contact, and nothing more. */
export interface ContactCalls {
  /** Null: not known yet. */
  readonly isContact: boolean | null;
  readonly calls: readonly ContactCall[];
  /** What is shown may be old: the last reading failed. */
  readonly hasFailed: boolean;
  again(): void;
  /** They were called: false where that could not be noted. */
  done(callId: string): Promise<boolean>;
}

const NOBODY: ContactCalls = { isContact: null, calls: [], hasFailed: false, again: () => {}, done: async () => false };
const CallsContext = createContext<ContactCalls>(NOBODY);
export const useContactCalls = (): ContactCalls => useContext(CallsContext);

/** Somebody may be in need: not in any frame, so it is asked for often, also while the view is paused. */
const CONTACT_ASKS_MS = 10_000;
/** Whether one has become the contact. */
const OTHERS_ASK_MS = 600_000;

const fetchCalls = (signal: AbortSignal) => request<WellbeingCalls>('/wellbeing/calls', { answer: wellbeingCallsSchema, signal });
const whoNeeds = (all: ReadonlyMap<string, ReliefView>) => [...all.keys()].join();

export function ContactCallsProvider({ children }: { children: ReactNode }) {
  // Whoever sees that relief is needed looks at once.
  const reliefs = useCollection('relief', whoNeeds);
  const [round, setRound] = useState(0);
  const { value, error } = useFetched(`${round}|${reliefs}`, fetchCalls);
  const everyMs = value?.isContact === true ? CONTACT_ASKS_MS : OTHERS_ASK_MS;
  useEffect(() => {
    const timer = window.setInterval(() => setRound((n) => n + 1), everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs]);
  const shown = useMemo<ContactCalls>(
    () => ({
      isContact: value?.isContact ?? null,
      calls: value?.calls ?? [],
      hasFailed: error !== null,
      again: () => setRound((n) => n + 1),
      async done(callId) {
        const { ok } = await request(`/wellbeing/calls/${callId}`, { method: 'DELETE', answer: nothing });
        setRound((n) => n + 1);
        return ok;
      },
    }),
    [value, error],
  );
  return <CallsContext.Provider value={shown}>{children}</CallsContext.Provider>;
}
