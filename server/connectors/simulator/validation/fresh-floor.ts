import type { Fact } from '../../../../shared/domain/facts.js';
import { simulatedCentre } from '../centre.js';
import { buildFloor, openArrivals } from '../floor.js';
import type { Floor } from '../model.js';
import { introduction, populate } from '../opening.js';
import { giveOutCalls } from '../routing.js';
import { planOf, type SimulatorOptions } from '../simulator.js';

/** 2025-11-21 at 06:00 in Shanghai: the start of a span of work. Any day would do; it is fixed so that a seed is one log. */
const OPENS_AT = Date.UTC(2025, 10, 20, 22);

/** The demonstration's centre as if opened for the first time, without a node around it. */
export function freshFloor(options: SimulatorOptions, emit: (fact: Fact) => void, from = OPENS_AT): Floor {
  const centre = simulatedCentre(options);
  const plan = planOf(options, centre);
  const floor = buildFloor(plan, from, emit);
  populate(floor);
  for (const fact of introduction(floor, centre.queues).flat()) emit(fact);
  giveOutCalls(floor);
  openArrivals(floor, plan);
  return floor;
}
