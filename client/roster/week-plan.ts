import type { Shift } from '../../shared/domain/roster/shift.js';
import type { RosterCatalogue, SheetPerson } from '../../shared/protocol/roster-http.js';
import type { AgentId, RosterBook } from './book.js';
import type { Change } from './changes.js';
import { addDays } from './dates.js';
import { atLocal, blankPlan, localTime, moved, type Plan, planOf } from './plan.js';
import type { Template } from './templates.js';

/** A place in a week: somebody's day. */
export interface Cell {
  readonly agentId: AgentId;
  readonly date: string;
}

export const draftsOn = (book: RosterBook, agentId: string, date: string): Shift[] =>
  (book.duty(agentId)?.entries ?? []).flatMap(({ draft }) => (draft?.businessDate === date ? [draft] : []));

/** The same shift by the clock on another date: over a change of clocks it begins when the wall says so. */
export function onDate(plan: Plan, date: string): Plan {
  const by = atLocal(date, localTime(plan.startAt, plan.zone), plan.zone) - plan.startAt;
  return moved({ ...plan, businessDate: date }, by);
}

/** Days that have a shift, and had one a week before: copying leaves them. */
export const takenAmong = (book: RosterBook, cells: readonly Cell[]): number =>
  cells.filter(({ agentId, date }) => draftsOn(book, agentId, date).length > 0 && draftsOn(book, agentId, addDays(date, -7)).length > 0)
    .length;

/** What was worked a week before, onto days that are free; what is planned there stays. */
export function copiedFromWeekBefore(book: RosterBook, cells: readonly Cell[], now: number): Change[] {
  const changes: Change[] = [];
  for (const { agentId, date } of cells) {
    const source = draftsOn(book, agentId, addDays(date, -7));
    if (source.length === 0) continue;
    if (draftsOn(book, agentId, date).length > 0) continue;
    const told = (book.duty(agentId)?.entries ?? []).filter(({ draft, published }) => draft === null && published?.businessDate === date);
    for (const [at, shift] of source.entries()) {
      const after = onDate(planOf(shift), date);
      if (after.startAt > now) changes.push({ agentId, before: told[at]?.published ?? null, after });
    }
  }
  return changes;
}

/** One template for many days; it takes the place of what is planned there. */
export function fromTemplate(
  book: RosterBook,
  { timeZone }: Pick<RosterCatalogue, 'timeZone'>,
  cells: readonly Cell[],
  template: Template,
  now: number,
): Change[] {
  return cells.flatMap(({ agentId, date }): Change[] => {
    const plan = { ...blankPlan({ businessDate: date, zone: timeZone, ...template }), template: template.code };
    if (plan.startAt <= now) return [];
    const [first, ...more] = draftsOn(book, agentId, date);
    const told = (book.duty(agentId)?.entries ?? []).find(({ draft, published }) => draft === null && published?.businessDate === date);
    return [
      { agentId, before: first ?? told?.published ?? null, after: plan },
      ...more.map((shift) => ({ agentId, before: shift, after: null })),
    ];
  });
}

export const cleared = (book: RosterBook, cells: readonly Cell[], now: number): Change[] =>
  cells.flatMap(({ agentId, date }) =>
    draftsOn(book, agentId, date)
      .filter(({ startAt }) => startAt > now)
      .map((shift) => ({ agentId, before: shift, after: null })),
  );

/** Shifts that breaks can still be placed in. */
export const shiftsToCome = (book: RosterBook, cells: readonly Cell[], now: number): Change[] =>
  cells.flatMap(({ agentId, date }) =>
    draftsOn(book, agentId, date)
      .filter(({ startAt }) => startAt > now)
      .map((shift) => ({ agentId, before: shift, after: planOf(shift) })),
  );

export const cellsOf = (people: readonly SheetPerson[], dates: readonly string[]): Cell[] =>
  people.flatMap(({ agentId }) => dates.map((date) => ({ agentId, date })));
