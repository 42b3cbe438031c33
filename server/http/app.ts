import { createServer, type Server } from 'node:http';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from '../ops/logger.js';
import { createApi, sendRefusal } from './api.js';
import type { HttpDeps } from './deps.js';
import { securityHeaders } from './guards.js';
import { createOperateRoutes } from './operate.js';
import type { Refusal } from './problem.js';
import { createStaticRoutes } from './static.js';
import { createWebhookRoutes } from './webhook-routes.js';

export function createHttpApp(deps: HttpDeps): Express {
  const { config, clientDir, logger } = deps;
  const { trustProxy } = config.http;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', typeof trustProxy === 'number' ? trustProxy : [...trustProxy]);
  app.use(securityHeaders(config.http));
  app.use(compression());
  app.use(createOperateRoutes(deps));
  // Before the API: who calls here has a signature, and no session, page or origin.
  app.use(createWebhookRoutes(deps));
  // Paths in the table are whole ones, so the router sits at the root and answers for `/api/` alone.
  const api = createApi(deps);
  app.use((request, response, next) => (request.path.startsWith('/api/') ? api(request, response, next) : next()));
  if (clientDir !== null) app.use(createStaticRoutes(clientDir));
  app.use((_request, response) => sendRefusal(response, { code: 'not-found' }));
  app.use(lastResort(logger));
  return app;
}

/** Slow or silent clients are cut before they tie anything up; sockets, once upgraded, are no longer under these. */
export function createHttpServer(app: Express): Server {
  return createServer({ headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 5_000, maxHeaderSize: 16_384 }, app);
}

/** What was thrown: by the body parser (the client's fault) or by us (a bug, or Redis away). Nobody outside is told more than that. */
function lastResort(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const refusal = refusalOf(error);
    if (refusal.code === 'internal' || refusal.code === 'unavailable') {
      logger.error({ err: error, method: request.method, route: request.route?.path }, 'a request failed');
    }
    if (response.headersSent) return next(error);
    sendRefusal(response, refusal);
  };
}

const BODY_PARSER: Readonly<Record<string, Refusal>> = {
  'entity.too.large': { code: 'too-large' },
  'entity.parse.failed': { code: 'bad-request', errors: [{ field: 'body', reason: 'is not JSON' }] },
  'request.aborted': { code: 'bad-request' },
  'request.size.invalid': { code: 'bad-request' },
  'charset.unsupported': { code: 'unsupported-media-type' },
  'encoding.unsupported': { code: 'unsupported-media-type' },
};
/** How both Redis clients name that the server could not be reached or did not answer. */
const REDIS_AWAY =
  /^(ClientClosedError|ClientOfflineError|SocketClosedUnexpectedlyError|SocketTimeoutError|ConnectionTimeoutError|CommandTimeoutError|TimeoutError|DisconnectsClientError|ReconnectStrategyError|MaxRetriesPerRequestError|AbortError)$/;

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error)) return { code: 'internal' };
  const known = 'type' in error && typeof error.type === 'string' ? BODY_PARSER[error.type] : undefined;
  if (known) return known;
  if (error instanceof URIError) return { code: 'bad-request' };
  return causes(error).some((each) => REDIS_AWAY.test(each.name) || REDIS_AWAY.test(each.constructor.name))
    ? { code: 'unavailable' }
    : { code: 'internal' };
}

const causes = (error: Error): Error[] => (error.cause instanceof Error ? [error, ...causes(error.cause)] : [error]);
