import type { Goal } from './goal.js';
import { fanOut } from './goals/p1-fan-out.js';

/** All that is measured, in the order of the goals. */
export const GOALS: readonly Goal[] = [fanOut];
