import { setImmediate } from 'node:timers/promises';

/** The node has other things to do: frames go out meanwhile. */
const TURN_MS = 10;

/** For long work: awaited after each small piece, it lets others in when this one had its time. */
export function turns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN_MS) return;
    await setImmediate();
    since = performance.now();
  };
}
