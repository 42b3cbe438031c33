import express, { type Request, type RequestHandler, Router } from 'express';
import { durationMs } from '../../shared/kernel/time.js';
import { SIGNATURE_HEADERS } from '../outbox/signature.js';
import type { InboxOutcome } from '../tracker/inbox.js';
import { addressOf, MAX_BODY, sendRefusal } from './api.js';
import type { HttpDeps } from './deps.js';
import type { Refusal } from './problem.js';

export const TRACKER_PATH = '/api/v1/tracker/webhook';

/** What other systems tell us. They sign what they send, so the body is taken as its very bytes, and parsed after that. */
export function createWebhookRoutes({ trackerInbox, auth, measures }: HttpDeps): Router {
  const routes = Router({ caseSensitive: true, strict: true });
  if (trackerInbox === undefined) return routes;
  const limited: RequestHandler = async (request, response, next) => {
    const startedAt = performance.now();
    response.once('finish', () => measures.httpAnswered(`POST ${TRACKER_PATH}`, response.statusCode, performance.now() - startedAt));
    response.set('Cache-Control', 'no-store');
    const answer = await auth.limits.take('anonymousPerAddress', addressOf(request));
    if (answer) sendRefusal(response, { code: 'too-many-requests', ...answer });
    else next();
  };
  const withBytes = express.raw({ type: () => true, limit: MAX_BODY, inflate: false });
  routes.post(TRACKER_PATH, limited, withBytes, async (request, response) => {
    const body: unknown = request.body;
    const result = await trackerInbox.receive(headersOf(request), Buffer.isBuffer(body) ? body : Buffer.alloc(0));
    const refusal = refusalOf(result);
    if (refusal !== null) sendRefusal(response, refusal);
    else response.json({ outcome: result.outcome });
  });
  return routes;
}

function headersOf(request: Request) {
  const header = (name: string) => request.get(name) ?? '';
  return {
    id: header(SIGNATURE_HEADERS.id),
    timestamp: header(SIGNATURE_HEADERS.timestamp),
    signature: header(SIGNATURE_HEADERS.signature),
  };
}

/** Who can't sign is not told what was wrong with the rest. */
function refusalOf(result: InboxOutcome): Refusal | null {
  if (result.outcome === 'not-confirmed') return { code: 'unavailable', retryAfterMs: durationMs(1_000) };
  if (result.outcome !== 'refused') return null;
  switch (result.because) {
    case 'incomplete':
    case 'forged':
      return { code: 'not-signed-in', title: 'The signature is missing or wrong' };
    case 'too-old':
      return { code: 'not-signed-in', title: 'The timestamp is more than five minutes away' };
    case 'unknown-case':
      return { code: 'not-found', title: 'There is no such case' };
    case 'not-json':
      return { code: 'bad-request', errors: [{ field: 'body', reason: 'is not JSON' }] };
    default:
      return { code: 'bad-request', errors: [{ field: result.because.field, reason: 'is not as described' }] };
  }
}
