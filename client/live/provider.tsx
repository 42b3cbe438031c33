import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { browserSurroundings, wakeWithPage } from './browser.js';
import { LiveSession } from './session.js';

const LiveContext = createContext<LiveSession | null>(null);

/** One connection for everything inside. `session` is given by tests; otherwise it is this browser's. */
export function LiveProvider({ session: given, children }: { session?: LiveSession; children: ReactNode }) {
  const [session] = useState(() => given ?? new LiveSession(browserSurroundings()));
  useEffect(() => {
    session.start();
    const undo = wakeWithPage(session);
    return () => {
      undo();
      session.stop();
    };
  }, [session]);
  return <LiveContext.Provider value={session}>{children}</LiveContext.Provider>;
}

export function useLiveSession(): LiveSession {
  const session = useContext(LiveContext);
  if (session === null) throw new Error('live data is read inside <LiveProvider> only');
  return session;
}
