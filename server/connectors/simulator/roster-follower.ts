import type { Duty } from '../../../shared/domain/roster/duty.js';
import type { SiteState } from '../../../shared/domain/site.js';
import { type AgentId, agentIdOf, type ExternalKey } from '../../../shared/kernel/ids.js';
import { epochMs, MINUTE_MS } from '../../../shared/kernel/time.js';
import { addDays, localDate } from '../../../shared/kernel/zone.js';
import { overlaysOf, planOf } from '../../../shared/metrics/schedule.js';
import { spanOf } from './arrivals.js';
import type { Dice } from './draws.js';
import { type DutyStep, shiftOf } from './duty.js';
import { rosteredStint, type Stint } from './rostered.js';

interface Interval {
  readonly startAt: number;
  readonly endAt: number;
}
/** The hours of one business date that the roster is about, and who works then. */
interface RosteredDay extends Interval {
  readonly version: number;
  readonly staff: ReadonlySet<AgentId>;
}
interface Person {
  readonly key: ExternalKey;
  readonly dice: Dice;
}

/** Between a stretch of work and the next one. */
const APART_MS = 5 * MINUTE_MS;
/** Nobody comes for less. */
const SHORTEST_MS = 15 * MINUTE_MS;
const NO_BUFFERS = new Map();

/**
 * The people of the floor follow the roster as it was told. In hours that it says nothing about they work by the clock's own spans: a
 * demonstration that is left running is never a dark hall.
 */
export class RosterFollower {
  readonly #site: () => Readonly<SiteState>;
  readonly #source: string;
  readonly #days = new Map<string, RosteredDay | null>();
  readonly #seen = new Map<AgentId, string>();

  constructor(source: string, site: () => Readonly<SiteState>) {
    this.#source = source;
    this.#site = site;
  }

  /** The stretch of work that holds this instant, or the next one to come. */
  stintAt({ key, dice }: Person, at: number): readonly DutyStep[] {
    const duty = this.#site().duties.get(agentIdOf(this.#source, key));
    const planned = plannedStints(dice, duty).filter(({ until }) => until > at);
    const own = this.#ownStintAt(dice, duty, at);
    const next = planned.reduce((first, stint) => (stint.from < first.from ? stint : first), own);
    return next.steps;
  }

  /** How many of the staff the roster has at work then, 0..1; all, in hours that it says nothing about. */
  staffedRatio(at: number, staff: number): number {
    const day = this.#daysAround(at).find(({ startAt, endAt }) => at >= startAt && at < endAt);
    return day === undefined ? 1 : Math.min(1, day.staff.size / staff);
  }

  /** Who was told otherwise, or excused, since this was last asked; nobody the first time. */
  changed(): Set<AgentId> {
    const changed = new Set<AgentId>();
    for (const { agentId, publishedVersion, exceptions } of this.#site().duties.values()) {
      // Drafts are nobody's business yet.
      const version = `${publishedVersion}|${exceptions.map(({ id }) => id).join()}`;
      if (this.#seen.get(agentId) === version) continue;
      if (this.#seen.has(agentId) || this.#isStarted) changed.add(agentId);
      this.#seen.set(agentId, version);
    }
    this.#isStarted = true;
    return changed;
  }
  #isStarted = false;

  /** Work that nobody planned, where it is in the way of nothing that is. */
  #ownStintAt(dice: Dice, duty: Duty | undefined, at: number): Stint {
    for (let span = spanOf(at) - 1; ; span++) {
      const { steps } = shiftOf(dice, span);
      const [first] = steps;
      const last = steps.at(-1);
      if (first === undefined || last === undefined || last.at <= at) continue;
      const taken = this.#taken(duty, { startAt: first.at, endAt: last.at });
      const free = taken.length === 0 ? [{ startAt: first.at, endAt: last.at }] : without({ startAt: first.at, endAt: last.at }, taken);
      const piece = free.find(({ endAt }) => endAt > at);
      if (piece !== undefined) return { from: piece.startAt, until: piece.endAt, steps: cutTo(steps, piece) };
    }
  }

  /** When the agent works by the roster, or has the day off that others work. */
  #taken(duty: Duty | undefined, within: Interval): Interval[] {
    const shifts = (duty?.entries ?? []).flatMap(({ published }) => published ?? []);
    const own = shifts.map(({ startAt, endAt }) => ({ startAt: startAt - APART_MS, endAt: endAt + APART_MS }));
    const days = [...this.#daysAround(within.startAt), ...this.#daysAround(within.endAt)];
    const off = days.filter(({ staff }) => duty === undefined || !staff.has(duty.agentId));
    return [...own, ...off].filter(({ startAt, endAt }) => startAt < within.endAt && endAt > within.startAt);
  }

  /** The rostered days that may hold this instant: a day's last shift may end on the next one. */
  #daysAround(at: number): RosteredDay[] {
    const date = localDate(epochMs(at), this.#site().config.timeZone);
    return [addDays(date, -1), date].flatMap((each) => this.#day(each) ?? []);
  }

  #day(date: string): RosteredDay | null {
    const site = this.#site();
    const version = site.rosterDays.get(date)?.publishedVersion ?? 0;
    const known = this.#days.get(date);
    if (known !== undefined && (known?.version ?? 0) === version) return known;
    const day = rosteredDay(site, date, version);
    this.#days.set(date, day);
    return day;
  }
}

function rosteredDay(site: Readonly<SiteState>, date: string, version: number): RosteredDay | null {
  const staff = new Set<AgentId>();
  let startAt = Number.POSITIVE_INFINITY;
  let endAt = Number.NEGATIVE_INFINITY;
  for (const { agentId, entries } of site.duties.values()) {
    for (const { published } of entries) {
      if (published?.businessDate !== date) continue;
      staff.add(agentId);
      startAt = Math.min(startAt, published.startAt);
      endAt = Math.max(endAt, published.endAt);
    }
  }
  return staff.size === 0 ? null : { startAt, endAt, staff, version };
}

const plannedStints = (dice: Dice, duty: Duty | undefined): Stint[] =>
  (duty?.entries ?? []).flatMap(({ published }) => {
    const stint = published === null ? null : rosteredStint(dice, planOf(published, overlaysOf(duty as Duty, NO_BUFFERS)));
    return stint ?? [];
  });

/** What is left of a stretch, in order; scraps are nothing. */
function without(whole: Interval, taken: readonly Interval[]): Interval[] {
  let free = [whole];
  for (const { startAt, endAt } of taken) {
    free = free.flatMap((piece) => [
      { startAt: piece.startAt, endAt: Math.min(piece.endAt, startAt) },
      { startAt: Math.max(piece.startAt, endAt), endAt: piece.endAt },
    ]);
    free = free.filter((piece) => piece.endAt - piece.startAt >= SHORTEST_MS);
  }
  return free;
}

/** The same work, begun later or ended sooner; what would go on beyond that is left out. */
function cutTo(steps: readonly DutyStep[], { startAt, endAt }: Interval): readonly DutyStep[] {
  const [first] = steps;
  if (first?.what !== 'sign-in' || (first.at === startAt && steps.at(-1)?.at === endAt)) return steps;
  const { warmUpMs } = first;
  const fits = (step: DutyStep) =>
    step.what !== 'sign-in' &&
    step.what !== 'sign-out' &&
    step.at > startAt + warmUpMs &&
    step.at + ('forMs' in step ? step.forMs : 0) < endAt;
  return [{ at: startAt, what: 'sign-in', warmUpMs }, ...steps.filter(fits), { at: endAt, what: 'sign-out' }];
}
