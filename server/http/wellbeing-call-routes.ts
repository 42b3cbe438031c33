import { randomBytes } from 'node:crypto';
import type { SiteState } from '../../shared/domain/site.js';
import type { BufferId, CommitId } from '../../shared/kernel/ids.js';
import { err, ok } from '../../shared/kernel/result.js';
import type { WellbeingCall } from '../../shared/protocol/buffer-http.js';
import type { Principal } from '../auth/principal.js';
import { agentOf } from '../auth/scope.js';
import type { HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';

type CallRoutes = Pick<Handlers, 'POST /api/v1/me/crisis' | 'GET /api/v1/wellbeing/calls' | 'DELETE /api/v1/wellbeing/calls/:callId'>;

/** 我需要紧急帮助 (BS-R10), and the one person who is told who asked. */
export function wellbeingCallRoutes({ floor, now, people, submit, wellbeing: { calls } }: HttpDeps): CallRoutes {
  const contact = () => {
    const { wellbeingContact } = floor.site().config.workforce.buffer;
    return wellbeingContact === undefined ? undefined : people.named(wellbeingContact);
  };
  const isContact = ({ userId }: Principal) => contact()?.userId === userId;
  return {
    'POST /api/v1/me/crisis': async ({ principal }) => {
      const site = floor.site();
      const agent = agentOf(principal, site);
      const crisis = site.config.workforce.buffer.crisis.map(({ name, phone }) => ({ name, phone }));
      if (agent === null) return ok({ crisis, isContactTold: false });
      const isContactTold = contact() !== undefined && (await calls.ask({ agentId: agent.id, name: agent.name }, floor.now()));
      // Everybody else learns that relief is needed, and no more; asked twice it is refused, and needed still.
      const id = `crisis/${randomBytes(12).toString('hex')}` as CommitId;
      await submit({ id, issuedAt: now(), command: { type: 'relief.ask' } }, principal);
      return ok({ crisis, isContactTold });
    },

    'GET /api/v1/wellbeing/calls': async ({ principal }) => {
      if (!isContact(principal)) return ok({ isContact: false, calls: [] });
      const unanswered = unansweredOf(floor.site());
      const done = await calls.areDone(unanswered.map(({ id }) => id as BufferId));
      return ok({ isContact: true, calls: [...(await calls.open()), ...unanswered.filter(({ id }) => !done.has(id as BufferId))] });
    },

    'DELETE /api/v1/wellbeing/calls/:callId': async ({ principal, params }) => {
      if (!isContact(principal)) return err({ code: 'not-found' });
      const unanswered = unansweredOf(floor.site()).find(({ id }) => id === params.callId);
      if (unanswered === undefined) return (await calls.done(params.callId)) ? ok(undefined) : err({ code: 'not-found' });
      await calls.noteDone(unanswered.id as BufferId);
      return ok(undefined);
    },
  };
}

/** BS-20: a check-in that stayed unanswered is a call of the contact's. */
function unansweredOf({ buffers, agents }: Readonly<SiteState>): WellbeingCall[] {
  return [...buffers.values()].flatMap(({ id, agentId, unanswered, endAt, closedAt }) =>
    unanswered === 'call' && closedAt === undefined
      ? [{ id, because: 'unanswered' as const, agentId, name: agents.get(agentId)?.name ?? agentId, at: endAt }]
      : [],
  );
}
