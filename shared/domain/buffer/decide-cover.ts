import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import { entityKey, type SiteState } from '../site.js';
import { Course } from './course.js';
import { endedCovers } from './cover.js';
import { isCoverSought } from './decide-staffing.js';
import { BUFFER_LEDGER } from './ledger.js';
import { ownAgent } from './own.js';

/** BS-R8, BS-09: the first yes counts. A no has no consequence and is told to nobody. */
export function decideCoverAnswer(site: Readonly<SiteState>, { coverId, accept }: CommandOf<'cover.answer'>, ask: Ask): Decision {
  const agent = ownAgent(site, ask);
  const cover = site.covers.get(coverId);
  const { now } = ask.context;
  if (agent === undefined || cover?.agentId !== agent.id) return refuse('not-found');
  const buffer = site.buffers.get(cover.bufferId);
  if (cover.state !== 'open' || buffer?.state !== 'arranging' || now >= cover.until) return refuse('too-late');
  const answered = {
    type: 'cover.answered' as const,
    occurredAt: now,
    coverId,
    bufferId: cover.bufferId,
    agentId: agent.id,
    accepted: accept,
  };
  const others = accept ? endedCovers(site, buffer.id, now, coverId) : [];
  const isSettled = accept || !isCoverSought(site, buffer, coverId);
  const course = new Course(site, buffer, now);
  if (isSettled && buffer.post !== undefined) course.schedule();
  return grant({
    on: { agentId: agent.id },
    events: [answered, ...others, ...course.events],
    reads: [BUFFER_LEDGER, entityKey('cover', coverId), entityKey('buffer', buffer.id), entityKey('agent', agent.id)],
  });
}

export function decideCoverOptIn(site: Readonly<SiteState>, { on }: CommandOf<'cover.opt-in'>, ask: Ask): Decision {
  const agent = ownAgent(site, ask);
  if (agent === undefined) return refuse('not-found');
  if ((agent.takesCover === true) === on) return refuse('unchanged');
  return grant({
    on: { agentId: agent.id },
    events: [{ type: 'cover.opted', occurredAt: ask.context.now, agentId: agent.id, on }],
    reads: [entityKey('agent', agent.id)],
  });
}
