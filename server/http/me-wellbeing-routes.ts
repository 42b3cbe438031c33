import { MICRO_PAUSE_MS, microPausesLeft } from '../../shared/domain/buffer/micro-pauses.js';
import type { Agent } from '../../shared/domain/site.js';
import { err, ok, type Result } from '../../shared/kernel/result.js';
import { durationMs, MINUTE_MS } from '../../shared/kernel/time.js';
import type { Principal } from '../auth/principal.js';
import { agentOf } from '../auth/scope.js';
import type { HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';
import { postChoices } from './posts.js';
import type { Refusal } from './problem.js';

type MyRoutes = Pick<
  Handlers,
  | 'POST /api/v1/private'
  | 'DELETE /api/v1/private/:ref'
  | 'GET /api/v1/me/wellbeing'
  | 'GET /api/v1/me/strain'
  | 'PUT /api/v1/me/strain'
  | 'POST /api/v1/me/check-in'
  | 'GET /api/v1/me/buffers'
>;

const NO_AGENT: Refusal = { code: 'not-found', title: 'You are no agent of this floor yet' };
const FULL: Refusal = { code: 'unavailable', title: 'No more can be kept now' };

/** What is an agent's own: nobody else's session can ask for any of it. */
export function meWellbeingRoutes({ floor, wellbeing }: HttpDeps): MyRoutes {
  const { words, strain } = wellbeing;
  const mine = async <T>(principal: Principal, of: (agent: Agent) => Promise<Result<T, Refusal>>): Promise<Result<T, Refusal>> => {
    const agent = agentOf(principal, floor.site());
    return agent === null ? err(NO_AGENT) : of(agent);
  };
  return {
    'POST /api/v1/private': async ({ principal, body }) => {
      const ref = await words.handOver(principal.userId, body.text);
      return ref === null ? err({ code: 'too-many-requests', title: 'No more of these can be kept today' }) : ok({ ref });
    },

    'DELETE /api/v1/private/:ref': async ({ principal, params }) =>
      (await words.takeBack(params.ref, principal.userId)) ? ok(undefined) : err({ code: 'not-found' }),

    'GET /api/v1/me/wellbeing': async ({ principal }) => {
      const site = floor.site();
      const { eap, crisis, defaultMin } = site.config.workforce.buffer;
      const agent = agentOf(principal, site);
      const now = floor.now();
      return ok({
        eap: eap === undefined ? null : { name: eap.name, phone: eap.phone, hours: eap.hours ?? null },
        crisis: crisis.map(({ name, phone }) => ({ name, phone })),
        defaultLengthMs: durationMs(defaultMin * MINUTE_MS),
        posts: postChoices(site, { startAt: now, endAt: now + defaultMin * MINUTE_MS }),
        microPause: { left: agent === null ? 0 : microPausesLeft(agent, now), mostMs: MICRO_PAUSE_MS },
        isAskedToCover: agent?.takesCover === true,
      });
    },

    'GET /api/v1/me/strain': ({ principal }) => mine(principal, async (agent) => ok(await strain.mine(agent))),

    'PUT /api/v1/me/strain': ({ principal, body }) =>
      mine(principal, async (agent) => ((await strain.change(agent, body)) ? ok(await strain.mine(agent)) : err(FULL))),

    'POST /api/v1/me/check-in': ({ principal, body }) =>
      mine(principal, async (agent) => ((await strain.checkIn(agent, body.value)) ? ok(undefined) : err(FULL))),

    'GET /api/v1/me/buffers': ({ principal }) =>
      mine(principal, async (agent) => {
        const records = floor.site().bufferRecords.filter(({ agentId }) => agentId === agent.id);
        const buffers = records.slice(-MOST_SHOWN).map(async ({ reasonRef, ...record }) => ({
          bufferId: record.bufferId,
          requestedAt: record.requestedAt,
          state: record.state,
          startedAt: record.startedAt ?? null,
          endedAt: record.endedAt ?? null,
          decidedByName: record.decision?.by?.name ?? null,
          code: record.decision?.code ?? null,
          hasReason: reasonRef !== undefined && (await words.read(reasonRef)) !== null,
        }));
        return ok({ buffers: (await Promise.all(buffers)).reverse() });
      }),
  };
}

const MOST_SHOWN = 200;
