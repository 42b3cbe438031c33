import { ServerUnreachable } from './page-states.js';
import { Redirect } from './redirect.js';
import { homeOf, useSession } from './session.js';

/** `/`: on to the page that this person's work begins on. */
export function Home() {
  const { session, ask } = useSession();
  switch (session.state) {
    case 'asking':
      return null;
    case 'unreachable':
      return <ServerUnreachable onRetry={() => ask()} />;
    case 'signed-out':
      return <Redirect href="/login" />;
    case 'signed-in':
      return <Redirect href={homeOf(session.me)} />;
  }
}
