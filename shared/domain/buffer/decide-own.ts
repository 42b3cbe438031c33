import { epochMs, MINUTE_MS } from '../../kernel/time.js';
import { clearPending } from '../action/agents/pending.js';
import { decideWish } from '../action/agents/state-commands.js';
import { isFulfilled, type Wish } from '../action/agents/wish.js';
import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import { casesInCustody } from '../escalation/custody.js';
import type { DomainEvent } from '../events.js';
import { type Agent, type EntityKey, entityKey, type SiteState } from '../site.js';
import { MOST_EXTENSIONS, mostLengthMs } from './allowance.js';
import { type Buffer, isAwayInBuffer, isBeforeStart } from './buffer.js';
import { Course } from './course.js';
import { reliefWithdrawn } from './decide-staffing.js';
import { returnFrom } from './landing.js';
import { BUFFER_LEDGER } from './ledger.js';
import { isOffVoice } from './off-voice.js';
import { ownBuffer } from './own.js';

const own = (agent: Agent, buffer: Buffer, events: readonly DomainEvent[], more: readonly EntityKey[] = []): Decision =>
  grant({
    on: { agentId: agent.id },
    events,
    reads: [BUFFER_LEDGER, entityKey('agent', agent.id), entityKey('buffer', buffer.id), ...more],
  });

const LEAVING: Wish = { to: 'not-ready', reasonCode: 'BUFFER' };

/** BS-14 */
export function decideWithdraw(site: Readonly<SiteState>, { bufferId }: CommandOf<'buffer.withdraw'>, ask: Ask): Decision {
  const found = ownBuffer(site, bufferId, ask);
  if (!found.ok) return found;
  const { agent, buffer } = found.value;
  const { now } = ask.context;
  if (!isBeforeStart(buffer)) return refuse('too-late', { detail: buffer.state });
  const course = new Course(site, buffer, now).tell({ type: 'buffer.withdrawn' }).letCoversGo();
  const isLeaving = agent.pending !== undefined && agent.pending.actionId === buffer.confirmedBy;
  const stays = isLeaving ? clearPending(agent, 'cancelled', now) : [];
  return own(agent, buffer, [...stays, ...course.events, ...reliefWithdrawn(site, buffer, now)]);
}

/** BS-12: now, or after the call in hand. The agent's open cases go to somebody else first. */
export function decideConfirm(site: Readonly<SiteState>, { bufferId, when }: CommandOf<'buffer.confirm'>, ask: Ask): Decision {
  const found = ownBuffer(site, bufferId, ask);
  if (!found.ok) return found;
  const { agent, buffer } = found.value;
  const { now } = ask.context;
  if (buffer.state !== 'scheduled') return refuse('wrong-state', { detail: buffer.state });
  if (buffer.confirmedBy !== undefined) return refuse('unchanged');
  if (now < buffer.startAt) return refuse('too-soon', { field: 'startAt' });
  const custody = casesInCustody(site, agent, ask.context);
  const course = new Course(site, buffer, now);
  const custodyReads = custody.map(({ caseId }) => entityKey('case', caseId));
  // The phone never came back from the last one: there is nothing to ask it for.
  if (isOffVoice(agent) && isFulfilled(LEAVING, agent)) return own(agent, buffer, [...course.start().events, ...custody], custodyReads);
  const leaves = decideWish(site, agent.id, { wish: LEAVING, when }, ask);
  if (!leaves.ok) return leaves;
  course.tell({ type: 'buffer.confirmed', actionId: ask.actionId });
  const { events, reads, ...deed } = leaves.value;
  return grant({
    ...deed,
    events: [...events, ...course.events, ...custody],
    reads: [...reads, BUFFER_LEDGER, entityKey('buffer', buffer.id), ...custodyReads],
  });
}

/** BS-16: the agent's free choice; they are asked how they are, as at the end. */
export function decideEarlyReturn(site: Readonly<SiteState>, { bufferId }: CommandOf<'buffer.early-return'>, ask: Ask): Decision {
  const found = ownBuffer(site, bufferId, ask);
  if (!found.ok) return found;
  const { agent, buffer } = found.value;
  if (buffer.state !== 'in-buffer') return refuse('wrong-state', { detail: buffer.state });
  return own(agent, buffer, new Course(site, buffer, ask.context.now).tell({ type: 'buffer.check-in-due', how: 'early' }).events);
}

/** BS-17, BS-18. Whether somebody wants to talk to somebody is never told here (BS-19). */
export function decideCheckIn(site: Readonly<SiteState>, { bufferId, answer }: CommandOf<'buffer.check-in'>, ask: Ask): Decision {
  const found = ownBuffer(site, bufferId, ask);
  if (!found.ok) return found;
  const { agent, buffer } = found.value;
  const { now } = ask.context;
  if (buffer.state !== 'check-in') return refuse('wrong-state', { detail: buffer.state });
  if (answer.kind === 'ready') return comesBack(site, agent, buffer, ask);
  const course = new Course(site, buffer, now);
  if (buffer.extensions >= MOST_EXTENSIONS) {
    return buffer.needsPlan ? refuse('unchanged') : own(agent, buffer, course.tell({ type: 'buffer.plan-needed' }).events);
  }
  const usualMs = site.config.workforce.buffer.defaultMin * MINUTE_MS;
  const from = Math.max(now, buffer.endAt);
  const shiftEnd = now + Math.max(mostLengthMs(site, agent, now), LEAST_MORE_MS);
  const endAt = Math.min(from + Math.min(answer.byMs, usualMs), Math.max(shiftEnd, from + LEAST_MORE_MS));
  return own(agent, buffer, course.extend(epochMs(endAt)).events);
}

const LEAST_MORE_MS = 5 * MINUTE_MS;

/** Back by one's own word: the phone follows, but is not yet ready (AG-23). */
function comesBack(site: Readonly<SiteState>, agent: Agent, buffer: Buffer, ask: Ask): Decision {
  const events = returnFrom(site, buffer, 'ready', ask.context.now);
  const warmUp = decideWish(site, agent.id, { wish: { to: 'not-ready', reasonCode: 'WARMUP' }, when: 'after-call' }, ask);
  // Signed out, or a phone system that can't be asked: back is back.
  if (!warmUp.ok) return own(agent, buffer, events);
  const { value } = warmUp;
  return grant({ ...value, events: [...value.events, ...events], reads: [...value.reads, BUFFER_LEDGER, entityKey('buffer', buffer.id)] });
}

/** 可询问 */
export function decideAllowAsking(site: Readonly<SiteState>, { bufferId, on }: CommandOf<'buffer.allow-asking'>, ask: Ask): Decision {
  const found = ownBuffer(site, bufferId, ask);
  if (!found.ok) return found;
  const { agent, buffer } = found.value;
  if (!isBeforeStart(buffer) && !isAwayInBuffer(buffer)) return refuse('too-late', { detail: buffer.state });
  if (buffer.mayAsk === on) return refuse('unchanged');
  return own(agent, buffer, new Course(site, buffer, ask.context.now).tell({ type: 'buffer.asking-allowed', on }).events);
}
