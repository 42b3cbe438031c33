/** A link's token, as the fragment carries it. */
const TOKEN = /^#([A-Za-z0-9_-]{43})$/;

/**
 * Reads the token and takes it out of the address at once, so that it is neither on the screen nor in the history. Null when the
 * address holds none.
 */
export function takeToken(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState' | 'state'>,
): string | null {
  const token = TOKEN.exec(location.hash)?.[1] ?? null;
  if (location.hash !== '') history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  return token;
}
