import { exceptionIdOf } from '../../kernel/ids.js';
import { type EpochMs, HOUR_MS } from '../../kernel/time.js';
import { localDate } from '../../kernel/zone.js';
import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import { personOf } from '../person.js';
import { entityKey, type SiteState } from '../site.js';
import { agentToPlan, lastDay } from './change-guards.js';
import { overlaps } from './entries.js';
import type { ExceptionType } from './words.js';

/** AD-3: later than that nobody remembers what was. */
const DAYS_BACK_MS = 7 * 24 * HOUR_MS;
const MOST_LENGTH_MS = 62 * 24 * HOUR_MS;
/** Of one person, past and to come. */
const MOST_EXCEPTIONS = 200;
/** What these are about is nobody's business, and no text about it is kept. */
const WITHOUT_REASON: ReadonlySet<ExceptionType> = new Set(['leave', 'sick', 'union']);

/** Time that somebody is not held to their plan for. */
export function decideExceptionAdd(site: Readonly<SiteState>, command: CommandOf<'exception.add'>, ask: Ask): Decision {
  const { agentId, startAt, endAt, exceptionType, reason } = command;
  const { now, by, commitId } = ask.context;
  const agent = agentToPlan(site, agentId, undefined, ask);
  if (!agent.ok) return agent;
  // Nobody excuses themselves.
  if (by.agentId === agentId) return refuse('not-permitted');
  if (endAt <= startAt || endAt - startAt > MOST_LENGTH_MS) return refuse('out-of-range', { field: 'endAt' });
  if (startAt < now - DAYS_BACK_MS) return refuse('in-the-past');
  if (localDate(startAt, site.config.timeZone) > lastDay(site, now)) return refuse('out-of-range', { field: 'startAt' });
  const isPlain = WITHOUT_REASON.has(exceptionType);
  if (!isPlain && reason === undefined) return refuse('reason-needed', { field: 'reason' });
  const known = site.duties.get(agentId)?.exceptions ?? [];
  if (known.some((one) => one.type === exceptionType && overlaps(one, { startAt, endAt }))) return refuse('overlap');
  if (known.length >= MOST_EXCEPTIONS) return refuse('limit-reached');
  const why = isPlain || reason === undefined ? {} : { reason };
  const exceptionId = exceptionIdOf(commitId);
  return grant({
    on: { agentId },
    detail: { what: whatOf(site, exceptionType, startAt), ...why },
    events: [{ type: 'exception.added', occurredAt: now, by: personOf(by), agentId, exceptionId, startAt, endAt, exceptionType, ...why }],
    reads: [entityKey('duty', agentId), entityKey('agent', agentId)],
  });
}

export function decideExceptionRemove(site: Readonly<SiteState>, command: CommandOf<'exception.remove'>, ask: Ask): Decision {
  const { agentId, exceptionId } = command;
  const { now, by } = ask.context;
  const agent = agentToPlan(site, agentId, undefined, ask);
  if (!agent.ok) return agent;
  const exception = site.duties.get(agentId)?.exceptions.find(({ id }) => id === exceptionId);
  if (exception === undefined) return refuse('not-found', { field: 'exceptionId' });
  if (by.agentId === agentId) return refuse('not-permitted');
  if (exception.startAt < now - DAYS_BACK_MS) return refuse('in-the-past');
  return grant({
    on: { agentId },
    detail: { what: whatOf(site, exception.type, exception.startAt) },
    events: [{ type: 'exception.removed', occurredAt: now, by: personOf(by), agentId, exceptionId }],
    reads: [entityKey('duty', agentId), entityKey('agent', agentId)],
  });
}

const whatOf = ({ config }: Readonly<SiteState>, type: ExceptionType, startAt: EpochMs): string =>
  `${type} ${localDate(startAt, config.timeZone)}`;
