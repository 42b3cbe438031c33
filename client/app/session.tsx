import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { type Me, meSchema } from '../../shared/protocol/http.js';
import { browserLanguage, rememberedLanguage } from '../i18n/language.js';
import { useLanguage } from '../i18n/provider.js';
import { nothing, request } from '../live/api.js';

/** Who sits here, as far as this browser knows. */
export type SessionState =
  | { readonly state: 'asking' }
  /** `why`: it was not this person who left, here and now. */
  | { readonly state: 'signed-out'; readonly why?: LeftWhy }
  /** The server could not be asked. */
  | { readonly state: 'unreachable' }
  | { readonly state: 'signed-in'; readonly me: Me };

/** `ended`: elsewhere, by an administrator, or by time. */
export type LeftWhy = 'ended' | 'password-changed';

interface SessionContextValue {
  readonly session: SessionState;
  /** Asks the server again; `why`, if the answer is that nobody is signed in. */
  ask(why?: LeftWhy): void;
  signedIn(me: Me): void;
  /** The server has said that this session is over. */
  forget(why: LeftWhy): void;
  signOut(): Promise<void>;
}

const signedOut = (why: LeftWhy | undefined): SessionState => ({ state: 'signed-out', ...(why === undefined ? {} : { why }) });

/** Whoever signed out here knows why. */
const whyOf = (said: LeftWhy | 'signed-out' | undefined): LeftWhy | undefined => (said === 'signed-out' ? undefined : said);

const SessionContext = createContext<SessionContextValue | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<SessionState>({ state: 'asking' });
  const { setLanguage } = useLanguage();
  // Said here, it stands: the connection that is closed for it asks the server too, and hears only that it is over.
  const said = useRef<LeftWhy | 'signed-out' | undefined>(undefined);

  const signedIn = useCallback(
    (me: Me) => {
      // What was chosen in this browser, or what it is set to, comes before what the account says.
      const unknown = rememberedLanguage() === null && browserLanguage(navigator.languages) === null;
      if (unknown && me.role !== 'wall') setLanguage(me.language === 'zh' ? 'zh-CN' : 'en');
      said.current = undefined;
      setSession({ state: 'signed-in', me });
    },
    [setLanguage],
  );

  const ask = useCallback(
    (why?: LeftWhy) => {
      setSession({ state: 'asking' });
      void request('/me', { answer: meSchema }).then((answer) => {
        if (answer.ok) signedIn(answer.value);
        else setSession(answer.error.code === 'not-signed-in' ? signedOut(whyOf(said.current ?? why)) : { state: 'unreachable' });
      });
    },
    [signedIn],
  );

  // Once: `ask` changes with the language, and a change of language is no reason to ask again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => ask(), []);

  const value = useMemo(
    () => ({
      session,
      ask,
      signedIn,
      forget: (why: LeftWhy) => {
        said.current = why;
        setSession(signedOut(why));
      },
      signOut: async () => {
        said.current = 'signed-out';
        await request('/session', { method: 'DELETE', answer: nothing });
        setSession({ state: 'signed-out' });
      },
    }),
    [session, ask, signedIn],
  );
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>;
}

export function useSession(): SessionContextValue {
  const value = useContext(SessionContext);
  if (value === null) throw new Error('the session is read inside <SessionProvider> only');
  return value;
}

/** The page that somebody's work begins on. */
export function homeOf(me: Me): '/floor' | '/me' | '/tv' {
  if (me.role === 'wall') return '/tv';
  return me.role === 'agent' ? '/me' : '/floor';
}
