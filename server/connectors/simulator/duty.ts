import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.js';
import { spanOf, spanStart } from './arrivals.js';
import { between, chance, type Dice, exponential, KIND, uniform } from './draws.js';

/** What one agent is to do, and when. Done later if a call is in the way. */
export type DutyStep = { readonly at: number } & (
  | { readonly what: 'sign-in'; readonly warmUpMs: number }
  | { readonly what: 'pause'; readonly reason: string; readonly forMs: number }
  | { readonly what: 'dial'; readonly dialMs: number; readonly talkMs: number }
  | { readonly what: 'link-lost'; readonly forMs: number }
  | { readonly what: 'sign-out' }
);

/** One agent's shift in one span of the clock: steps in order of time; none when absent. */
export interface Shift {
  readonly span: number;
  readonly steps: readonly DutyStep[];
}

/** `n` tells the draws of one span from those of the next. */
export function shiftOf(dice: Dice, span: number): Shift {
  if (chance(0.03, dice, KIND.absent, span)) return { span, steps: [] };
  // People come and go over more than an hour, so that the floor never changes over all at once.
  const stagger = between(-40, 40, dice, KIND.stagger) * MINUTE_MS;
  const late = chance(0.04, dice, KIND.late, 2 * span) ? exponential(8 * MINUTE_MS, dice, KIND.late, 2 * span + 1) : 0;
  const early = chance(0.01, dice, KIND.early, 2 * span) ? between(10, 60, dice, KIND.early, 2 * span + 1) * MINUTE_MS : 0;
  const from = Math.round(spanStart(span) + stagger + Math.min(late, HOUR_MS));
  const until = Math.round(spanStart(span + 1) + stagger - between(6, 14, dice, KIND.shiftGap, span) * MINUTE_MS - early);
  const within = breaks(dice, span, from, until).concat(interruptions(dice, span, from, until));
  within.sort((x, y) => x.at - y.at);
  const warmUpMs = Math.round(between(40, 150, dice, KIND.warmUp, span) * SECOND_MS);
  return { span, steps: [{ at: from, what: 'sign-in', warmUpMs }, ...within, { at: until, what: 'sign-out' }] };
}

/** A meal in the middle, a break before and one after it, and what the day's plan holds besides. */
function breaks(dice: Dice, span: number, from: number, until: number): DutyStep[] {
  const length = until - from;
  const at = (low: number, high: number, kind: (typeof KIND)['meal' | 'rest' | 'planned'], n: number) =>
    Math.round(from + length * between(low, high, dice, kind, n));
  const steps: DutyStep[] = [
    pause(at(0.36, 0.56, KIND.meal, 2 * span), 'MEAL', between(28, 38, dice, KIND.meal, 2 * span + 1)),
    pause(at(0.14, 0.3, KIND.rest, 4 * span), 'BREAK', between(9, 14, dice, KIND.rest, 4 * span + 1)),
    pause(at(0.66, 0.84, KIND.rest, 4 * span + 2), 'BREAK', between(9, 14, dice, KIND.rest, 4 * span + 3)),
  ];
  const u = uniform(dice, KIND.planned, 4 * span);
  const activity = PLANNED.find((entry) => u < entry.upTo);
  if (activity) {
    const minutes = between(activity.minutes[0], activity.minutes[1], dice, KIND.planned, 4 * span + 1);
    steps.push(pause(at(0.04, 0.94, KIND.planned, 4 * span + 2), activity.reason, minutes));
  }
  return steps;
}

/** Planned time off the phones: about two in three agents have one a shift. `upTo` is cumulative. */
const PLANNED = [
  { upTo: 0.2, reason: 'TRAINING', minutes: [30, 60] },
  { upTo: 0.32, reason: 'MEETING', minutes: [15, 30] },
  { upTo: 0.42, reason: 'COACHING', minutes: [15, 30] },
  { upTo: 0.62, reason: 'BACKOFFICE', minutes: [30, 70] },
] as const;

/** What nobody planned: personal minutes, paperwork, own calls, a line that drops, a supervisor who calls someone off. */
export function interruptions(dice: Dice, span: number, from: number, until: number): DutyStep[] {
  const steps: DutyStep[] = [];
  const anywhere = (kind: (typeof KIND)['personal' | 'dial' | 'link' | 'forced'], n: number) =>
    Math.round(between(from + 3 * MINUTE_MS, until, dice, kind, n));
  for (let i = 0; i < 2; i++) {
    const n = 6 * span + 3 * i;
    if (!chance(0.55, dice, KIND.personal, n)) continue;
    steps.push(pause(anywhere(KIND.personal, n + 1), i === 0 ? 'PERSONAL' : 'ADMIN', between(3, 8, dice, KIND.personal, n + 2)));
  }
  for (let i = 0; i < 3; i++) {
    const n = 9 * span + 3 * i;
    steps.push({
      at: anywhere(KIND.dial, n),
      what: 'dial',
      dialMs: Math.round(between(5, 20, dice, KIND.dial, n + 1) * SECOND_MS),
      talkMs: Math.round(exponential(70 * SECOND_MS, dice, KIND.dial, n + 2)),
    });
  }
  // One drop of 5 to 60 s a day is one in three shifts.
  if (chance(0.33, dice, KIND.link, 3 * span)) {
    steps.push({
      at: anywhere(KIND.link, 3 * span + 1),
      what: 'link-lost',
      forMs: Math.round(between(5, 60, dice, KIND.link, 3 * span + 2) * SECOND_MS),
    });
  }
  if (chance(0.03, dice, KIND.forced, 3 * span))
    steps.push(pause(anywhere(KIND.forced, 3 * span + 1), 'FORCED', between(3, 6, dice, KIND.forced, 3 * span + 2)));
  return steps;
}

export const pause = (at: number, reason: string, minutes: number): DutyStep => ({
  at,
  what: 'pause',
  reason,
  forMs: Math.round(minutes * MINUTE_MS),
});

/** The number of the first step that is later; as many as there are when none is. */
export function firstAfter(steps: readonly DutyStep[], at: number): number {
  const next = steps.findIndex((step) => step.at > at);
  return next === -1 ? steps.length : next;
}

/** The shift that holds this instant, or the next one to come. */
export function shiftAt(dice: Dice, at: number): Shift {
  for (let span = spanOf(at) - 1; ; span++) {
    const shift = shiftOf(dice, span);
    const end = shift.steps.at(-1);
    if (end !== undefined && end.at > at) return shift;
  }
}
