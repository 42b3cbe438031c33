import { Navigate } from '@tanstack/react-router';
import { ServerUnreachable } from './page-states.js';
import { homeOf, useSession } from './session.js';

/** `/`: on to the page that this person's work begins on. */
export function Home() {
  const { session, ask } = useSession();
  switch (session.state) {
    case 'asking':
      return null;
    case 'unreachable':
      return <ServerUnreachable onRetry={ask} />;
    case 'signed-out':
      return <Navigate to="/login" replace />;
    case 'signed-in':
      return <Navigate to={homeOf(session.me)} replace />;
  }
}
