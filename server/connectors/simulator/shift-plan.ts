import type { PostConfig } from '../../../shared/domain/roster/config.js';
import { REST_ROOM } from '../../../shared/domain/roster/defaults.js';
import type { PlannedActivity } from '../../../shared/domain/roster/words.js';
import { type Dice, KIND, uniform } from './draws.js';

interface PlannedSegment {
  readonly fromMin: number;
  readonly activity: PlannedActivity;
  readonly post?: string;
}

/** Minutes from a break's end to the meal, and from the meal to the second break: nobody is on the phones for longer than two and a half hours. */
const STRETCH_MIN = 105;
const BREAK_MIN = 15;
const MEAL_MIN = 30;
const EARLIEST_MEAL_MIN = 180;
const MEAL_TURNS = 8;
const LATEST_FIRST_BREAK_MIN = 135;
/** No break in the last hour. */
const LATEST_SECOND_BREAK_MIN = 405;

/** Time off the phones that is planned: one in two has some a shift. `upTo` is cumulative. */
const PLANNED = [
  { upTo: 0.12, activity: 'training', lengthMin: 45 },
  { upTo: 0.24, activity: 'meeting', lengthMin: 30 },
  { upTo: 0.34, activity: 'coaching', lengthMin: 30 },
  { upTo: 0.5, activity: 'backoffice', lengthMin: 45 },
] as const;

/** Eight hours as the rules want them: a meal in the middle, by turns, a break before and one after it. */
export function shiftPlan(dice: Dice, day: number, posts: readonly PostConfig[]): PlannedSegment[] {
  const mealAt = EARLIEST_MEAL_MIN + 15 * Math.floor(uniform(dice, KIND.rosterMeal, day) * MEAL_TURNS);
  const firstBreakAt = Math.min(mealAt - STRETCH_MIN - BREAK_MIN, LATEST_FIRST_BREAK_MIN);
  const secondBreakAt = Math.min(mealAt + MEAL_MIN + STRETCH_MIN, LATEST_SECOND_BREAK_MIN);
  const segments: PlannedSegment[] = [{ fromMin: 0, activity: 'phone' }];
  const put = (fromMin: number, lengthMin: number, activity: PlannedActivity, post?: string) => {
    segments.push({ fromMin, activity, ...(post === undefined ? {} : { post }) }, { fromMin: fromMin + lengthMin, activity: 'phone' });
  };
  put(firstBreakAt, BREAK_MIN, 'break');
  const planned = PLANNED.find(({ upTo }) => uniform(dice, KIND.rosterPlanned, 3 * day) < upTo);
  const isBeforeMeal = uniform(dice, KIND.rosterPlanned, 3 * day + 1) < 0.5;
  const addPlanned = (fromMin: number) => {
    if (planned === undefined) return;
    const useful = posts.filter(({ code }) => code !== REST_ROOM);
    const post = useful[Math.floor(uniform(dice, KIND.rosterPlanned, 3 * day + 2) * useful.length)]?.code;
    put(fromMin, planned.lengthMin, planned.activity, planned.activity === 'backoffice' ? post : undefined);
  };
  if (isBeforeMeal) addPlanned(firstBreakAt + BREAK_MIN + 30);
  put(mealAt, MEAL_MIN, 'meal');
  if (!isBeforeMeal) addPlanned(mealAt + MEAL_MIN + 15);
  put(secondBreakAt, BREAK_MIN, 'break');
  return segments;
}
