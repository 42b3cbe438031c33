import { epochMs } from '../../kernel/time.js';
import { openActionsOn } from '../action/agents/request.js';
import { decideWish } from '../action/agents/state-commands.js';
import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import type { DomainEvent } from '../events.js';
import { personOf } from '../person.js';
import { entityKey, type SiteState } from '../site.js';
import { Course } from './course.js';
import { BUFFER_LEDGER } from './ledger.js';
import { isOffVoice } from './off-voice.js';
import { mayDecide } from './opening.js';
import { ownAgent } from './own.js';

/** The agent reads who takes them off the phones, and this: the log has no language. */
const SHOWN_REASON = '换下 · relief';

/** BS-R10: all that anybody learns is that relief is needed now. */
export function decideReliefAsk(site: Readonly<SiteState>, _command: CommandOf<'relief.ask'>, ask: Ask): Decision {
  const agent = ownAgent(site, ask);
  if (agent === undefined) return refuse('not-found');
  if (site.reliefs.has(agent.id) || isOffVoice(agent)) return refuse('unchanged');
  return grant({
    on: { agentId: agent.id },
    events: [{ type: 'relief.needed', occurredAt: ask.context.now, agentId: agent.id }],
    reads: [entityKey('agent', agent.id), entityKey('relief', agent.id)],
  });
}

/**
 * A supervisor says how the work is taken over, and the agent leaves the phones: now, or after the call in hand. A request that too few
 * people kept back is granted with it. The task itself is over when the agent is off the phones, not before.
 */
export function decideReliefGive(site: Readonly<SiteState>, { agentId, how }: CommandOf<'relief.give'>, ask: Ask): Decision {
  const { by, now } = ask.context;
  if (!mayDecide(site, by, { agentId })) return refuse('not-permitted');
  const relief = site.reliefs.get(agentId);
  const agent = site.agents.get(agentId);
  if (relief === undefined || agent === undefined) return refuse('not-found');
  // What came to nothing is taken on anew: the task is not over before the agent is off the phones.
  const isUnderWay = agent.pending?.to === 'not-ready' || openActionsOn(site, agentId).some(({ kind }) => kind === 'relief.give');
  if (relief.taken !== undefined && isUnderWay) return refuse('conflict', { byName: relief.taken.by.name });
  const person = personOf(by);
  const events: DomainEvent[] = [{ type: 'relief.taken', occurredAt: now, agentId, by: person, how }];
  const buffer = relief.bufferId === undefined ? undefined : site.buffers.get(relief.bufferId);
  if (buffer?.state === 'checking' || buffer?.state === 'deferred') {
    events.push(...new Course(site, buffer, now).approve('person', epochMs(Math.max(now, buffer.wantedAt)), person).events);
  }
  const reads = [BUFFER_LEDGER, entityKey('relief', agentId), entityKey('agent', agentId)];
  const leaves = decideWish(
    site,
    agentId,
    { wish: { to: 'not-ready', reasonCode: 'BACKOFFICE' }, when: 'after-call', reason: SHOWN_REASON },
    ask,
  );
  // Whoever can't be asked for it at the phone system is still taken over from; the agent leaves by their own hand.
  if (!leaves.ok) return grant({ on: { agentId }, detail: { what: how }, events, reads });
  const { value } = leaves;
  return grant({
    ...value,
    detail: { ...value.detail, what: how },
    events: [...value.events, ...events],
    reads: [...value.reads, ...reads],
  });
}
