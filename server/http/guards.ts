import type { Request, RequestHandler } from 'express';
import helmet from 'helmet';
import { isOwnFetchSite, isOwnOrigin } from '../auth/origin.js';
import type { HttpConfig } from '../config.js';
import type { Refusal } from './problem.js';

/**
 * What a page of ours may load and do: only what comes from this server. React's inline `style` attributes are allowed, `<style>`
 * blocks and inline scripts are not.
 */
export function securityHeaders({ publicOrigin }: Pick<HttpConfig, 'publicOrigin'>): RequestHandler {
  const isSecure = publicOrigin?.startsWith('https:') ?? false;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // A browser ignores both on plain HTTP, and complains.
    crossOriginOpenerPolicy: isSecure,
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
export const isWrite = (method: string): boolean => WRITES.has(method);

/**
 * A request that another site's page made, with our cookie. Browsers put `Origin` on every write; one without it does not come from
 * our pages. Reads carry none on their own site, but say by `Sec-Fetch-Site` where they come from.
 */
export function originRefusal(request: Request, publicOrigin: string | null): Refusal | null {
  const writes = isWrite(request.method);
  const origin = request.get('origin');
  const isOurs = origin === undefined ? !writes : isOwnOrigin(origin, request.get('host'), publicOrigin);
  if (isOurs && isOwnFetchSite(request.get('sec-fetch-site'), writes)) return null;
  return publicOrigin === null && origin !== undefined
    ? { code: 'wrong-origin', title: 'The request does not come from this site. Is PUBLIC_URL set to the address in the browser?' }
    : { code: 'wrong-origin' };
}
