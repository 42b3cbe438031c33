import { timingSafeEqual } from 'node:crypto';
import { type Request, Router } from 'express';
import { sendRefusal } from './api.js';
import type { HttpDeps } from './deps.js';
import { openApiOf } from './openapi.js';

/** What operators' tools ask: no session, no cookie, no page. */
export function createOperateRoutes({ health, measures, config, version }: HttpDeps): Router {
  const routes = Router();
  const openApi = JSON.stringify(openApiOf(version));
  routes.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ ok: true, version });
  });
  routes.get('/readyz', async (_request, response) => {
    const readiness = await health.readiness();
    response
      .set('Cache-Control', 'no-store')
      .status(readiness.ready ? 200 : 503)
      .json(readiness);
  });
  routes.get('/metrics', async (request, response) => {
    if (config.metricsToken !== null && !hasToken(request, config.metricsToken)) return sendRefusal(response, { code: 'not-signed-in' });
    response
      .set('Cache-Control', 'no-store')
      .type(measures.contentType)
      .send(await measures.text());
  });
  routes.get('/api/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('application/json').send(openApi);
  });
  return routes;
}

function hasToken(request: Request, token: string): boolean {
  const given = Buffer.from(request.get('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
