import { isIP } from 'node:net';

/**
 * Whether a request or a socket comes from our own pages. Browsers set `Origin` themselves and no page can change it, so this stops
 * another site from using a supervisor's cookie (CORS does not bind WebSockets).
 *
 * With PUBLIC_URL the origin must be exactly that. Without, it must be the very address that was asked for, and that address must be
 * one which nobody can register in the public DNS: an IP address, `localhost`, a bare or a local name. Else any web page could
 * point its own name at this machine and be "the same origin".
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, publicOrigin: string | null): boolean {
  if (!origin) return false;
  if (publicOrigin !== null) return origin === publicOrigin;
  if (!host || (origin !== `http://${host}` && origin !== `https://${host}`)) return false;
  return URL.canParse(origin) && new URL(origin).origin === origin && isLocalName(new URL(origin).hostname);
}

const LOCAL_ENDINGS = ['.localhost', '.local', '.lan', '.internal', '.home.arpa'];

function isLocalName(hostname: string): boolean {
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return true;
  return !hostname.includes('.') || LOCAL_ENDINGS.some((ending) => hostname.endsWith(ending));
}

/** What the browser says about who asks. Absent in old browsers and outside browsers; then `Origin` decides alone. */
export function isOwnFetchSite(secFetchSite: string | undefined, isWrite: boolean): boolean {
  if (secFetchSite === undefined || secFetchSite === 'same-origin') return true;
  // `none`: typed into the address bar. That never writes.
  return secFetchSite === 'none' && !isWrite;
}
