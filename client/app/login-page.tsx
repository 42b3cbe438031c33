import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { LoginScreen } from '../login/login-screen.js';
import { homeOf, useSession } from './session.js';

/** Signing in leads back to where somebody wanted to go, or to where their work begins. */
export function LoginPage() {
  const { session, signedIn } = useSession();
  const { to } = useSearch({ from: '/login' });
  const navigate = useNavigate();
  if (session.state === 'signed-in' && session.me.role !== 'wall') return <Navigate to={to ?? homeOf(session.me)} replace />;
  return (
    <LoginScreen
      onSignedIn={(me) => {
        signedIn(me);
        void navigate({ to: to ?? homeOf(me), replace: true });
      }}
    />
  );
}
