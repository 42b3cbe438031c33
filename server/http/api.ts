import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import { durationMs } from '../../shared/kernel/time.js';
import { accessTo, ROUTE_KEYS, type RouteKey } from '../auth/access.js';
import type { Principal } from '../auth/principal.js';
import { hashOf } from '../auth/session-ids.js';
import { wording } from '../ops/wording.js';
import { actionRoutes } from './action-routes.js';
import { bufferRoutes } from './buffer-routes.js';
import { caseRoutes } from './case-routes.js';
import type { HttpDeps } from './deps.js';
import { deviceOf } from './device.js';
import { originRefusal } from './guards.js';
import type { Call, Handler, Handlers } from './handler.js';
import { historyRoutes } from './history-routes.js';
import { meWellbeingRoutes } from './me-wellbeing-routes.js';
import { peopleRoutes } from './people-routes.js';
import { errorsOf, problemOf, type Refusal } from './problem.js';
import { rosterRoutes } from './roster-routes.js';
import { type Download, specOf } from './routes.js';
import { beginSession, createSessionMiddleware, dropSession } from './session-middleware.js';
import { sessionRoutes } from './session-routes.js';
import { suggestionRoutes } from './suggestion-routes.js';
import { swapRoutes } from './swap-routes.js';
import { tvRoutes } from './tv-routes.js';
import { wellbeingCallRoutes } from './wellbeing-call-routes.js';

/** Nothing that a person types is near this; a hostile body ends here, before it is parsed. */
export const MAX_BODY = '64kb';

export function createApi(deps: HttpDeps): Router {
  const { auth, config, now } = deps;
  const handlers: Handlers = {
    ...sessionRoutes(deps),
    ...meWellbeingRoutes(deps),
    ...wellbeingCallRoutes(deps),
    ...bufferRoutes(deps),
    ...peopleRoutes(deps),
    ...tvRoutes(deps),
    ...historyRoutes(deps),
    ...actionRoutes(deps),
    ...suggestionRoutes(deps),
    ...caseRoutes(deps),
    ...rosterRoutes(deps),
    ...swapRoutes(deps),
  };
  const withSession = createSessionMiddleware({ auth, publicOrigin: config.http.publicOrigin, now });
  const withBody = express.json({ limit: MAX_BODY, strict: true, inflate: false, reviver: refuseProto });

  const api = Router({ caseSensitive: true, strict: true });
  api.use((request, response, next) => {
    response.set('Cache-Control', 'no-store');
    const refusal =
      originRefusal(request, config.http.publicOrigin) ??
      (auth.redis.isReady ? null : REDIS_AWAY) ??
      (auth.cookieName.startsWith('__Host-') && !request.secure ? NOT_SECURE : null);
    if (refusal) sendRefusal(response, refusal);
    else next();
  });
  for (const route of ROUTE_KEYS) {
    const [method = '', path = ''] = route.split(' ');
    const register = api[method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'].bind(api);
    register(
      path,
      measured(deps, route),
      limitAddress(deps),
      withSession,
      admit(deps, route),
      ...bodyOf(route, withBody),
      serve(deps, route, handlers),
    );
  }
  api.use((_request, response) => sendRefusal(response, { code: 'not-found' }));
  return api;
}

/** A cookie that may only cross TLS would silently not be set: signing in would seem to work, and not hold. */
const NOT_SECURE: Refusal = {
  code: 'unavailable',
  title: 'PUBLIC_URL is https, but the proxy does not say that it ended TLS (X-Forwarded-Proto), or TRUST_PROXY does not name it',
};
const REDIS_AWAY: Refusal = { code: 'unavailable', retryAfterMs: durationMs(1_000) };

/** `JSON.parse` makes an own key of it, and a careless merge would then change every object there is. */
function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('a key is not allowed');
  return value;
}

const measured =
  ({ measures }: HttpDeps, route: RouteKey): RequestHandler =>
  (_request, response, next) => {
    const startedAt = performance.now();
    response.once('finish', () => measures.httpAnswered(route, response.statusCode, performance.now() - startedAt));
    next();
  };

const limitAddress =
  ({ auth }: HttpDeps): RequestHandler =>
  async (request, response, next) => {
    const limited = await auth.limits.take('anonymousPerAddress', addressOf(request));
    if (limited) sendRefusal(response, { code: 'too-many-requests', ...limited });
    else next();
  };

/** Who asks, and whether the table lets them. */
const admit =
  ({ auth }: HttpDeps, route: RouteKey): RequestHandler =>
  async (request, response, next) => {
    const record = request.session.auth;
    const principal = record ? await auth.sessions.principalFrom(hashOf(request.sessionID), record) : null;
    const access = accessTo(route, principal?.role ?? null);
    if (access !== 'granted') return sendRefusal(response, { code: access });
    const limited = principal && !specOf(route).unlimited ? await auth.limits.takeForSession(principal.sessionHash) : null;
    if (limited) return sendRefusal(response, { code: 'too-many-requests', ...limited });
    response.locals.principal = principal;
    next();
  };

/** JSON is UTF-8 (RFC 8259); the parser would take other alphabets too. */
const JSON_TYPE = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;

function bodyOf(route: RouteKey, parse: RequestHandler): RequestHandler[] {
  const { body, upload } = specOf(route);
  if (upload) return [mustBe(upload)];
  if (!body) return [];
  const mustBeJson: RequestHandler = (request, response, next) => {
    if (JSON_TYPE.test(request.get('content-type') ?? '')) next();
    else sendRefusal(response, { code: 'unsupported-media-type' });
  };
  return [mustBeJson, parse];
}

/** As it comes: a packed file may be a thousand times as large as it looks. */
const mustBe =
  (type: string): RequestHandler =>
  (request, response, next) => {
    const isPlain = (request.get('content-encoding') ?? 'identity') === 'identity';
    if (isPlain && request.is(type)) next();
    else sendRefusal(response, { code: 'bad-request', errors: [{ field: 'body', reason: `must be ${type}, not compressed` }] });
  };

/** Parses, calls, answers: all that happens between Express and a handler. */
function serve(deps: HttpDeps, route: RouteKey, handlers: Handlers): RequestHandler {
  const spec = specOf(route);
  const handler = handlers[route] as Handler<RouteKey>;
  return async (request, response) => {
    const parsed = parseParts(spec, request);
    if (!parsed.ok) return sendRefusal(response, { code: 'bad-request', errors: parsed.errors });
    const call = {
      ...parsed.parts,
      upload: request,
      principal: response.locals.principal as Principal,
      session: sessionControl(deps, request, response),
      address: addressOf(request),
      device: deviceOf(request.get('user-agent')),
    } as Call<RouteKey>;
    const result = await handler(call);
    if (!result.ok) return sendRefusal(response, result.error);
    if (spec.download) return sendFile(response, spec.download.parse(result.value));
    if (!spec.answer) response.status(204).end();
    // Parsed on its way out too: a field that nobody declared does not leave.
    else response.status(spec.status ?? 200).json(spec.answer.parse(result.value));
  };
}

function sendFile(response: Response, { fileName, text }: Download): void {
  response.attachment(fileName).type('text/csv; charset=utf-8').send(text);
}

type Parts = Partial<Record<'params' | 'query' | 'body', unknown>>;

function parseParts(
  spec: { readonly params?: z.ZodType; readonly query?: z.ZodType; readonly body?: z.ZodType },
  request: Request,
): { ok: true; parts: Parts } | { ok: false; errors: { field: string; reason: string }[] } {
  const parts: Parts = {};
  const errors: { field: string; reason: string }[] = [];
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = spec[part];
    if (!schema) continue;
    // Null-prototype objects (Express's query) become plain ones.
    const given: unknown = part === 'body' ? request.body : { ...request[part] };
    const parsed = schema.safeParse(given, { error: wording });
    if (parsed.success) parts[part] = parsed.data;
    else errors.push(...errorsOf(parsed.error, part));
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, parts };
}

function sessionControl({ auth }: HttpDeps, request: Request, response: Response): Call<RouteKey>['session'] {
  return {
    async begin(record) {
      const before = request.session.auth;
      if (before) await auth.sessions.end(hashOf(request.sessionID), before.userId, 'signed-out');
      return beginSession(request, record);
    },
    async end() {
      await dropSession(request);
      const secure = auth.cookieName.startsWith('__Host-');
      response.clearCookie(auth.cookieName, { path: '/', httpOnly: true, sameSite: 'lax', secure });
      response.set('Clear-Site-Data', '"cache", "cookies", "storage"');
    },
  };
}

export const addressOf = (request: Request): string => request.ip ?? 'unknown';

export function sendRefusal(response: Response, refusal: Refusal): void {
  const problem = problemOf(refusal);
  if (problem.retryAfterMs !== undefined) response.set('Retry-After', String(Math.ceil(problem.retryAfterMs / 1_000)));
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
