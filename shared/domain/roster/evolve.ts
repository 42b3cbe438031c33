import type { AgentId } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import { unreachable } from '../../kernel/unreachable.js';
import { addDays, localDate } from '../../kernel/zone.js';
import type { EventOf, RosterEvent } from '../events.js';
import { type EvolveContext, entityKey, type SiteState, type Touched } from '../site.js';
import { changeDay, noteEntry } from './days.js';
import { type DutyEntry, forecastKey } from './duty.js';
import { changeDuty, type Into, putEntry, touchDuty } from './duty-change.js';
import { dateOf, inRange, isUnpublished, shiftOf, withDraft } from './entries.js';
import { forgetPastDays, forgetPastForecasts } from './forget.js';
import { evolveSwap } from './swap/evolve.js';

/** The number of publications kept for the list of what was told when. */
const MOST_PUBLICATIONS = 60;

export function evolveRoster(site: SiteState, event: RosterEvent, context: EvolveContext, touched: Touched): void {
  const into = { site, context, touched };
  switch (event.type) {
    case 'shift.set':
      return shiftSet(into, event);
    case 'shift.removed':
      return changeDuty(into, event.agentId, event, (duty) => {
        const at = duty.entries.findIndex(({ draft }) => draft?.id === event.shiftId);
        const entry = duty.entries[at];
        if (entry !== undefined) putEntry(into, duty, at, withDraft(entry, null));
      });
    case 'roster.published':
      return published(into, event);
    case 'roster.draft-discarded':
      for (const agentId of event.agentIds)
        settleEntries(into, agentId, event, ({ published: told }) => ({ draft: told, published: told }));
      return;
    case 'roster.acknowledged': {
      const duty = site.duties.get(event.agentId);
      if (duty === undefined) return;
      duty.acknowledgedVersion = Math.max(duty.acknowledgedVersion ?? 0, event.version);
      return touchDuty(into, duty);
    }
    case 'exception.added':
    case 'exception.removed':
      return exceptionChanged(into, event);
    case 'forecast.set':
      return forecastSet(into, event);
    case 'swap.opened':
    case 'swap.accepted':
    case 'swap.rechecked':
    case 'swap.applied':
    case 'swap.closed':
    case 'open-shift.added':
    case 'open-shift.removed':
      return evolveSwap(into, event);
    default:
      return unreachable(event);
  }
}

function shiftSet(into: Into, event: EventOf<'shift.set'>): void {
  const shift = structuredClone(event.shift);
  changeDuty(into, event.agentId, event, (duty) => {
    const { replaces } = event;
    const at = replaces === undefined ? -1 : duty.entries.findIndex((entry) => shiftOf(entry).id === replaces);
    putEntry(into, duty, at, withDraft(duty.entries[at] ?? { draft: null, published: null }, shift));
  });
}

function published(into: Into, event: EventOf<'roster.published'>): void {
  const { site, context, touched } = into;
  const { publicationId, no, from, to, by, occurredAt, changed, agentIds, teamIds } = event;
  const teams = teamIds === undefined ? {} : { teamIds: [...teamIds] };
  site.publications.push({ id: publicationId, no, from, to, at: occurredAt, by: { ...by }, agents: agentIds.length, changed, ...teams });
  if (site.publications.length > MOST_PUBLICATIONS) site.publications.shift();
  for (const agentId of agentIds) settleEntries(into, agentId, event, ({ draft }) => ({ draft, published: draft }));
  for (const agentId of agentIds) {
    const duty = site.duties.get(agentId);
    if (duty !== undefined) duty.publishedVersion += 1;
  }
  for (const day of site.rosterDays.values()) {
    if (!inRange(day.date, event)) continue;
    changeDay(site, day.date, context, touched, (one) => {
      one.published = { no, at: occurredAt };
    });
  }
  forgetPastDays(site, touched);
}

/** Both sides of somebody's entries of these dates become one. */
function settleEntries(
  into: Into,
  agentId: AgentId,
  event: EventOf<'roster.published' | 'roster.draft-discarded'>,
  settled: (entry: DutyEntry) => DutyEntry,
): void {
  if (!into.site.duties.has(agentId)) return;
  changeDuty(into, agentId, event, (duty) => {
    duty.entries = duty.entries.flatMap((entry) => {
      if (!inRange(dateOf(entry), event) || !isUnpublished(entry)) return [entry];
      const after = settled(entry);
      noteEntry(into.site, entry, after, into.context, into.touched);
      return after.draft === null ? [] : [after];
    });
  });
}

/** What was told is as it was, but the pages that show it read it again: the agent's too. */
function exceptionChanged(into: Into, event: EventOf<'exception.added' | 'exception.removed'>): void {
  changeDuty(into, event.agentId, event, (duty) => {
    if (event.type === 'exception.removed') {
      const gone = duty.exceptions.find(({ id }) => id === event.exceptionId);
      duty.exceptions = duty.exceptions.filter((one) => one !== gone);
      if (gone !== undefined) changeDaysOf(into, gone);
      return;
    }
    const { exceptionId: id, startAt, endAt, exceptionType: type, by, occurredAt: at, reason } = event;
    const exception = { id, startAt, endAt, type, by: { ...by }, at, ...(reason === undefined ? {} : { reason }) };
    duty.exceptions.push(exception);
    duty.exceptions.sort((a, b) => a.startAt - b.startAt);
    changeDaysOf(into, exception);
  });
}

function changeDaysOf({ site, context, touched }: Into, { startAt, endAt }: { startAt: EpochMs; endAt: EpochMs }): void {
  const last = localDate(endAt, site.config.timeZone);
  for (let date = localDate(startAt, site.config.timeZone); date <= last; date = addDays(date, 1)) {
    changeDay(site, date, context, touched, (day) => {
      day.publishedVersion += 1;
    });
  }
}

function forecastSet({ site, context, touched }: Into, event: EventOf<'forecast.set'>): void {
  const { queueId, date, startAt, intervalMs, calls, ahtMs, by } = event;
  const from = by.role === 'system' ? { isFromHistory: true as const } : {};
  const key = forecastKey(queueId, date);
  site.forecasts.set(key, { queueId, date, startAt, intervalMs, calls: [...calls], ahtMs: [...ahtMs], ...from, rev: context.position });
  touched.touch(entityKey('forecast', key));
  forgetPastForecasts(site, touched);
}
