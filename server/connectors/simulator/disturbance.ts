import type { Fact } from '../../../shared/domain/facts.js';
import { epochMs, MINUTE_MS } from '../../../shared/kernel/time.js';
import { chance, diceOf, KIND } from './draws.js';

/** What real sources do to what they tell: a clock that drifts, a line told twice, two lines in the wrong order. */
const DRIFT_MS = 200;
const DRIFT_PERIOD_MS = 20 * MINUTE_MS;
const TWICE = 0.001;
const SWAPPED = 0.001;

/** Disturbs facts on their way out. The order of what concerns one call or one agent is kept, as a source keeps it too. */
export function createDisturbance(seed: number): (facts: readonly Fact[]) => Fact[] {
  const dice = diceOf(seed, 'disturbance');
  let told = 0;
  return (facts) => {
    const out: Fact[] = [];
    for (const fact of facts) {
      const drifted = drift(fact);
      const n = told++;
      const before = out.at(-1);
      if (before && areApart(before, drifted) && chance(SWAPPED, dice, KIND.disturbance, 2 * n)) out.splice(-1, 0, drifted);
      else out.push(drifted);
      if (chance(TWICE, dice, KIND.disturbance, 2 * n + 1)) out.push(drifted);
    }
    return out;
  };
}

/** Both times of one instant are told alike: a call's next stay names the very time at which its first one began. */
function drift(fact: Fact): Fact {
  const occurredAt = byItsClock(fact.occurredAt);
  if (fact.type !== 'visit.joined' || fact.callEnteredAt === undefined) return { ...fact, occurredAt };
  return { ...fact, occurredAt, callEnteredAt: byItsClock(fact.callEnteredAt) };
}

const byItsClock = (at: number) => epochMs(at + driftMs(at));

/** Between 0 and twice the drift behind the site clock: never ahead, where a time would lie in the future. */
const driftMs = (at: number): number => Math.round(DRIFT_MS * (Math.sin((2 * Math.PI * (at % DRIFT_PERIOD_MS)) / DRIFT_PERIOD_MS) - 1));

function areApart(x: Fact, y: Fact): boolean {
  const [xs, ys] = [subjects(x), subjects(y)];
  return xs.length > 0 && ys.length > 0 && !xs.some((subject) => ys.includes(subject));
}

/** The call and the agent a fact is about; none for facts about the whole floor. */
function subjects(fact: Fact): string[] {
  const keys: string[] = [];
  if ('visitKey' in fact && fact.visitKey !== undefined) keys.push(fact.visitKey.slice(0, fact.visitKey.lastIndexOf('/')));
  if ('agentKey' in fact) keys.push(fact.agentKey);
  return keys;
}
