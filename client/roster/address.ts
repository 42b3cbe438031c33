import { isCalendarDate } from '../../shared/kernel/calendar-date.js';

/** What the roster shows, as its address holds it. */
export const ROSTER_VIEWS = ['day', 'week'] as const;
export type RosterView = (typeof ROSTER_VIEWS)[number];
/** Minutes of one step of the coverage chart. */
export const STEPS_MIN = [15, 30] as const;
export type StepMin = (typeof STEPS_MIN)[number];

export interface RosterAddress {
  readonly view: RosterView;
  /** A business date; null: today. */
  readonly date: string | null;
  readonly team: string | null;
  readonly queue: string | null;
  readonly stepMin: StepMin;
}
export type RosterSearch = Partial<Record<'view' | 'date' | 'team' | 'queue', string>> & { step?: number };
export const DEFAULT_ROSTER: RosterAddress = { view: 'day', date: null, team: null, queue: null, stepMin: 15 };

const ID = /^[tq]-[A-Za-z0-9]{1,40}$/;
const idOf = (raw: unknown, prefix: string) => (typeof raw === 'string' && raw.startsWith(prefix) && ID.test(raw) ? raw : null);

/** Whatever can't be read is left out, so that an old or mistyped link still opens. */
export function parseRosterAddress(raw: Readonly<Record<string, unknown>>): RosterAddress {
  return {
    view: ROSTER_VIEWS.find((one) => one === raw.view) ?? DEFAULT_ROSTER.view,
    date: typeof raw.date === 'string' && isCalendarDate(raw.date) ? raw.date : null,
    team: idOf(raw.team, 't-'),
    queue: idOf(raw.queue, 'q-'),
    stepMin: STEPS_MIN.find((one) => String(one) === String(raw.step)) ?? DEFAULT_ROSTER.stepMin,
  };
}

/** Only what differs from the default is written. */
export const rosterSearch = ({ view, date, team, queue, stepMin }: RosterAddress): RosterSearch => ({
  ...(view === DEFAULT_ROSTER.view ? {} : { view }),
  ...(date === null ? {} : { date }),
  ...(team === null ? {} : { team }),
  ...(queue === null ? {} : { queue }),
  ...(stepMin === DEFAULT_ROSTER.stepMin ? {} : { step: stepMin }),
});
