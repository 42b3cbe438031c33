import type { Goal } from './goal.js';
import { fanOut } from './goals/p1-fan-out.js';
import { latency } from './goals/p2-latency.js';
import { rated } from './goals/p3-rated.js';
import { size } from './goals/p4-size.js';
import { bytes } from './goals/p5-bytes.js';
import { catchUp } from './goals/p7-catch-up.js';
import { coldStart } from './goals/p8-cold-start.js';
import { append } from './goals/p9-append.js';
import { browser } from './goals/p10-browser.js';
import { rosterWeek } from './goals/roster-week.js';
import { screen } from './goals/screen.js';
import { staffing } from './goals/staffing.js';

/** All that is measured, in the order of the goals. */
export const GOALS: readonly Goal[] = [
  fanOut,
  latency,
  rated,
  size,
  bytes,
  catchUp,
  coldStart,
  append,
  staffing,
  browser,
  screen,
  rosterWeek,
];
