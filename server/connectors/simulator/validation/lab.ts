import type { Fact } from '../../../../shared/domain/facts.js';
import { SECOND_MS } from '../../../../shared/kernel/time.js';
import { steady } from '../arrivals.js';
import type { Behaviour } from '../behaviour.js';
import { type Dice, exponential, KIND, lognormal, uniform, weibull } from '../draws.js';
import { buildFloor, type FloorPlan, openArrivals } from '../floor.js';
import type { Floor } from '../model.js';
import { populate } from '../opening.js';

/** One queue as a textbook has it: M/G/n+G. No ringing, no wrap-up, no breaks; the floor's own code, bare. */
export interface LabScenario {
  readonly arrivalsPerSec: number;
  readonly ahtSec: number;
  /** Coefficient of variation of a lognormal service; absent: exponential. */
  readonly serviceCv?: number;
  /** Absent: callers wait for ever. `shape` makes it Weibull. */
  readonly patience?: { readonly meanSec: number; readonly shape?: number };
  readonly agents: number;
  readonly targetSec: number;
  readonly shortAbandonSec: number;
  readonly redial?: { readonly probability: number; readonly meanSec: number };
}

const LAB_QUEUE = 'lab';

export function labFloor(scenario: LabScenario, seed: number, emit: (fact: Fact) => void): Floor {
  const plan: FloorPlan = {
    seed,
    hasShifts: false,
    behaviour: labBehaviour(scenario),
    rate: steady,
    queues: [
      {
        key: LAB_QUEUE,
        code: 'LAB',
        thresholdMs: scenario.targetSec * SECOND_MS,
        handleMs: scenario.ahtSec * SECOND_MS,
        wrapUpMs: 0,
        patienceMs: (scenario.patience?.meanSec ?? 0) * SECOND_MS,
        priority: 0,
        arrivalsPerMs: scenario.arrivalsPerSec / SECOND_MS,
      },
    ],
    agents: Array.from({ length: scenario.agents }, (_, i) => ({ key: `LAB/${i}`, name: `Lab ${i}`, queueKeys: [LAB_QUEUE] })),
  };
  const floor = buildFloor(plan, 0, emit);
  populate(floor);
  openArrivals(floor, plan);
  return floor;
}

const NOBODY = { masked: '' } as const;
const AT_ONCE = { how: 'answered', afterMs: 0 } as const;

function labBehaviour({ ahtSec, serviceCv, patience, redial }: LabScenario): Behaviour {
  const serviceMs = (dice: Dice) =>
    serviceCv === undefined
      ? exponential(ahtSec * SECOND_MS, dice, KIND.handle)
      : lognormal(ahtSec * SECOND_MS, serviceCv, dice, KIND.handle);
  const patienceMs = (dice: Dice) => {
    if (patience === undefined) return Number.POSITIVE_INFINITY;
    const meanMs = patience.meanSec * SECOND_MS;
    return patience.shape === undefined ? exponential(meanMs, dice, KIND.patience) : weibull(meanMs, patience.shape, dice, KIND.patience);
  };
  return {
    caller: () => NOBODY,
    tierPriority: () => 0,
    refused: () => undefined,
    patienceMs: (dice) => Math.round(patienceMs(dice)),
    givesUp: () => undefined,
    ring: () => AT_ONCE,
    talk: (dice) => ({ handleMs: Math.round(serviceMs(dice)) }),
    ending: () => 'caller',
    wrapUpMs: () => 0,
    redialAfterMs: (dice) =>
      redial && uniform(dice, KIND.redial) < redial.probability
        ? Math.round(exponential(redial.meanSec * SECOND_MS, dice, KIND.redial, 1))
        : undefined,
    speed: () => 1,
  };
}
