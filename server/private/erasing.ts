import { type EpochMs, epochMs } from '../../shared/kernel/time.js';
import type { PrivateStore } from './private-store.js';

/** How much longer a record is needed; what begins with none of these names is needed no longer. */
export type Needed = Readonly<Record<string, (name: string) => number | Promise<number>>>;

const AT_ONCE = 500;

/** Erases what is old enough, and puts off what is still needed; answers how many went. `now`: real time. */
export async function eraseDue(store: PrivateStore, needed: Needed, now: EpochMs): Promise<number> {
  const over: string[] = [];
  for (const name of await store.due(now, AT_ONCE)) {
    const prefix = Object.keys(needed).find((each) => name.startsWith(each));
    const restMs = prefix === undefined ? 0 : ((await needed[prefix]?.(name)) ?? 0);
    if (restMs <= 0) over.push(name);
    else await store.postpone(name, epochMs(now + restMs));
  }
  return store.erase(over);
}
