import { clampRatio } from './input.js';
import type { StrainInputs, StrainPart, StrainPartName } from './strain.js';

/** A call that was hard for whoever took it, by the worst that it was. */
export interface HardCall {
  readonly type: 'abusive' | 'escalated' | 'complaint';
  /** Since it ended. */
  readonly ageMin: number;
}

/** A part's weight, its value of 0..1, and what explains it. */
interface PartRule {
  readonly part: StrainPartName;
  readonly weight: number;
  readonly value: (inputs: StrainInputs) => number;
  readonly facts: (inputs: StrainInputs) => Readonly<Record<string, number | null>>;
}

const LOOK_BACK_MIN = 120;
const HARDNESS: Readonly<Record<HardCall['type'], number>> = { abusive: 1, escalated: 0.6, complaint: 0.4 };

const ramp = (x: number | null, from: number, to: number): number => (x === null ? 0 : clampRatio((x - from) / (to - from)));
const halved = (ageMin: number, everyMin: number): number => 2 ** (-ageMin / everyMin);
const recent = ({ hardCalls }: StrainInputs) => hardCalls.filter(({ ageMin }) => ageMin >= 0 && ageMin <= LOOK_BACK_MIN);

const RULES: readonly PartRule[] = [
  { part: 'abuse', weight: 22, value: abuse, facts: (inputs) => ({ ageMin: freshestAbuseMin(inputs) }) },
  { part: 'hardLoad', weight: 18, value: hardLoad, facts: (inputs) => ({ calls: recent(inputs).length }) },
  {
    part: 'sinceBreak',
    weight: 14,
    value: ({ minutesSinceBreak }) => ramp(minutesSinceBreak, 60, 150),
    facts: ({ minutesSinceBreak }) => ({ minutes: minutesSinceBreak }),
  },
  {
    part: 'occupancy',
    weight: 15,
    value: ({ occ60, occ120 }) => (8 * ramp(occ60, 0.85, 0.97) + 7 * ramp(occ120, 0.85, 0.95)) / 15,
    facts: ({ occ60, occ120 }) => ({ ratio60: occ60, ratio120: occ120 }),
  },
  { part: 'hardRun', weight: 10, value: ({ hardRun }) => ramp(hardRun, 1, 4), facts: ({ hardRun }) => ({ calls: hardRun }) },
  {
    part: 'workHours',
    weight: 10,
    value: ({ hoursWorked, consecutiveDays }) => (6 * ramp(hoursWorked, 8, 10) + 4 * ramp(consecutiveDays, 5, 7)) / 10,
    facts: ({ hoursWorked, consecutiveDays }) => ({ hours: hoursWorked, days: consecutiveDays }),
  },
  {
    part: 'longCalls',
    weight: 6,
    value: ({ longCalls120 }) => ramp(longCalls120, 0, 3),
    facts: ({ longCalls120 }) => ({ calls: longCalls120 }),
  },
  {
    part: 'nightRest',
    weight: 5,
    value: nightRest,
    facts: ({ restHoursBefore, nightMinutes }) => ({ restHours: restHoursBefore, nightMinutes }),
  },
];

export const strainParts = (inputs: StrainInputs): StrainPart[] =>
  RULES.map(({ part, weight, value, facts }) => ({ part, weight, points: weight * value(inputs), facts: known(facts(inputs)) }));

const known = (facts: Readonly<Record<string, number | null>>): Record<string, number> =>
  Object.fromEntries(Object.entries(facts).flatMap(([name, fact]) => (fact === null ? [] : [[name, fact]])));

const abusive = (inputs: StrainInputs) => recent(inputs).filter(({ type }) => type === 'abusive');

function freshestAbuseMin(inputs: StrainInputs): number | null {
  const ages = abusive(inputs).map(({ ageMin }) => ageMin);
  return ages.length > 0 ? Math.min(...ages) : null;
}

/** The freshest abuse counts, and half once there was a break after it. */
function abuse(inputs: StrainInputs): number {
  const { minutesSinceBreak } = inputs;
  const weights = abusive(inputs).map(
    ({ ageMin }) => halved(ageMin, 30) * (minutesSinceBreak !== null && minutesSinceBreak < ageMin ? 0.5 : 1),
  );
  return Math.max(0, ...weights);
}

function hardLoad(inputs: StrainInputs): number {
  const load = recent(inputs).reduce((sum, { type, ageMin }) => sum + HARDNESS[type] * halved(ageMin, 60), 0);
  return ramp(load, 0.5, 3);
}

function nightRest({ restHoursBefore, nightMinutes }: StrainInputs): number {
  const shortRest = restHoursBefore !== null && restHoursBefore < 11;
  const nightShift = nightMinutes !== null && nightMinutes >= 120;
  return shortRest ? 1 : nightShift ? 0.6 : 0;
}
