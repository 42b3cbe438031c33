import { useRouter, useSearch } from '@tanstack/react-router';
import { LoginScreen } from '../login/login-screen.js';
import { Redirect } from './redirect.js';
import { homeOf, useSession } from './session.js';

/** Signing in leads back to where somebody wanted to go, or to where their work begins. */
export function LoginPage() {
  const { session, signedIn } = useSession();
  const { to } = useSearch({ from: '/login' });
  const { history } = useRouter();
  if (session.state === 'signed-in' && session.me.role !== 'wall') return <Redirect href={to ?? homeOf(session.me)} />;
  return (
    <LoginScreen
      why={session.state === 'signed-out' ? session.why : undefined}
      onSignedIn={(me) => {
        signedIn(me);
        history.replace(to ?? homeOf(me));
      }}
    />
  );
}
