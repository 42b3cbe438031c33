import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/**
 * Leads elsewhere, once. The router's own component goes again on every render, and a render follows every step of its going:
 * while the page it leads to is still being fetched, that goes round for ever.
 */
export function Redirect({ href }: { href: string }) {
  const { history } = useRouter();
  const [target] = useState(href);
  useEffect(() => history.replace(target), [history, target]);
  return null;
}

/** Only a path of our own is returned to after signing in: `//elsewhere` is not one. */
export const ownPath = (raw: unknown): string | undefined => (typeof raw === 'string' && /^\/(?![/\\])/.test(raw) ? raw : undefined);
