import type { BufferId, QueueId } from '../../kernel/ids.js';
import { type EpochMs, epochMs } from '../../kernel/time.js';
import { ACTIVITIES } from '../../staffing/activities.js';
import { publishedOf } from '../roster/entries.js';
import type { SkillBook } from '../roster/served-queues.js';
import type { Shift } from '../roster/shift.js';
import { type Grid, type Span, sharesOf, startOf, touches, without } from '../roster/spans.js';
import type { Agent, SiteState } from '../site.js';
import { isBufferOpen } from './buffer.js';

/** The shift that somebody is on at this moment, as it was told. */
export function shiftAround(site: Readonly<SiteState>, agent: Agent, at: EpochMs): Shift | undefined {
  return publishedOf(site.duties.get(agent.id)).find((shift) => shift.startAt <= at && at < shift.endAt);
}

/** Buffer shifts that take somebody off the phones, or are committed to: `except` is the one that is asked about. */
export function* awayFor(site: Readonly<SiteState>, agent: Agent, except: BufferId | undefined): Generator<Span> {
  for (const buffer of site.buffers.values()) {
    if (buffer.agentId !== agent.id || buffer.id === except) continue;
    if (isBufferOpen(buffer) && buffer.state !== 'checking') yield { startAt: buffer.startAt, endAt: buffer.endAt };
  }
}

/** Planned on the phones; with nothing planned for somebody, as they are now for as long as is asked. */
export function phoneSpans(site: Readonly<SiteState>, agent: Agent, within: Span, except: BufferId | undefined): Span[] {
  const planned = plannedSpans(site, agent, within) ?? (isOnPhone(agent) ? [within] : []);
  const taking = takenOver(site, agent, within);
  if (planned.length === 0 && taking.length === 0) return [];
  const duty = site.duties.get(agent.id);
  return without([...without(planned, taking), ...taking], [...(duty?.exceptions ?? []), ...awayFor(site, agent, except)]);
}

/** Where somebody said that they take over for a colleague. */
function takenOver(site: Readonly<SiteState>, agent: Agent, within: Span): Span[] {
  const spans: Span[] = [];
  for (const one of site.covers.values()) {
    if (one.agentId === agent.id && one.state === 'accepted' && touches(one, within))
      spans.push({ startAt: one.startAt, endAt: one.endAt });
  }
  return spans;
}

/** Undefined: nobody ever planned anything for this agent. */
function plannedSpans(site: Readonly<SiteState>, agent: Agent, within: Span): Span[] | undefined {
  const shifts = publishedOf(site.duties.get(agent.id));
  if (shifts.length === 0) return undefined;
  return shifts
    .filter((shift) => touches(shift, within))
    .flatMap(({ segments }) => segments.filter((segment) => ACTIVITIES[segment.activity].onPhone && touches(segment, within)));
}

export const isRostered = (site: Readonly<SiteState>, agent: Agent): boolean => publishedOf(site.duties.get(agent.id)).length > 0;

const isOnPhone = ({ state }: Agent): boolean => state !== 'logged-out' && state !== 'not-ready' && state !== 'unreachable';

/** Who is on the phones in which quarter-hour, for each queue that anybody serves. */
export interface Present {
  readonly agent: Agent;
  readonly queueIds: readonly QueueId[];
  readonly shares: readonly number[];
}

export function presentOn(site: Readonly<SiteState>, skills: SkillBook, grid: Grid, except: BufferId | undefined): Present[] {
  const within: Span = { startAt: grid.startAt, endAt: startOf(grid, grid.count) };
  const present: Present[] = [];
  for (const agent of site.agents.values()) {
    if (agent.isPhone === true) continue;
    const spans = phoneSpans(site, agent, within, except);
    if (spans.length === 0) continue;
    const queueIds = skills.queuesOf(agent);
    if (queueIds.length > 0) present.push({ agent, queueIds, shares: sharesOf(grid, spans) });
  }
  return present;
}

/** On shift at this moment, as far as is known: whom a team's limit is counted by (BS-R2). */
export function isOnShift(site: Readonly<SiteState>, agent: Agent, at: EpochMs): boolean {
  if (agent.isPhone === true) return false;
  return isRostered(site, agent) ? shiftAround(site, agent, epochMs(at)) !== undefined : agent.state !== 'logged-out';
}
