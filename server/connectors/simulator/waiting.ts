import type { Line } from './line.js';
import type { SimCall } from './model.js';

/** Whether `x` is to be served before `y`: higher priority, then the longer wait. */
export const goesBefore = (x: SimCall, y: SimCall): boolean =>
  x.priority > y.priority || (x.priority === y.priority && x.enteredAt < y.enteredAt);

/**
 * Into the place that priority and time of entry give. Newcomers go to the end or near it; one whose offer failed goes
 * back to near the front: so the search starts from the nearer end.
 */
export function joinLine(line: Line<SimCall>, call: SimCall): void {
  const { first } = line;
  if (first === undefined || goesBefore(call, first)) {
    line.insertAfter(undefined, call);
    return;
  }
  let place = line.last;
  while (place !== undefined && goesBefore(call, place)) place = place.before;
  line.insertAfter(place, call);
}
