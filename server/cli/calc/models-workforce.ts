import { z } from 'zod';
import { err, ok } from '../../../shared/kernel/result.js';
import { HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.js';
import { isTimeZone } from '../../../shared/kernel/zone-name.js';
import { computeDayForecast } from '../../../shared/staffing/forecast-day.js';
import { computeHoltWinters, computeSes } from '../../../shared/staffing/forecast-series.js';
import { checkLabour } from '../../../shared/staffing/labour.js';
import type { LabourRules } from '../../../shared/staffing/labour-rules.js';
import { computeAccuracy, computeReforecast } from '../../../shared/staffing/reforecast.js';
import type { PlannedShift } from '../../../shared/staffing/shift.js';
import { resolveShift } from '../../../shared/staffing/shift-times.js';
import { computeStrain, type StrainInputs } from '../../../shared/staffing/strain.js';
import { type Answer, type Models, model } from './model.js';

const localTime = z.string().max(40);
const timeZone = z.string().max(80).refine(isTimeZone);
const amount = z.number().nonnegative().max(1e6);

const utc = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');

const shiftDuration = model(z.object({ startLocal: localTime, endLocal: localTime, timeZone }), (inputs) => {
  const resolved = resolveShift(inputs);
  if (!resolved.ok) return resolved;
  const { startAt, endAt, elapsedMs } = resolved.value;
  return ok({ startUtc: utc(startAt), endUtc: utc(endAt), elapsedMinutes: elapsedMs / MINUTE_MS });
});

const labourInputsSchema = z.object({
  timeZone,
  rules: z.object({
    minRestHours: amount,
    maxShiftHours: amount,
    maxConsecutiveDays: amount,
    maxWeekHours: amount,
    breakRequiredAfterHours: amount,
    minMealBreakMin: amount,
  }),
  shifts: z.array(z.object({ start: localTime, end: localTime, unpaidBreakMin: amount })).max(10_000),
});

/** The shifts in the order of their starts: a violation names its shift by its place in this order. */
function labourViolations({ timeZone, rules, shifts }: z.infer<typeof labourInputsSchema>): Answer {
  const planned: PlannedShift[] = [];
  for (const [index, { start, end, unpaidBreakMin }] of shifts.entries()) {
    const resolved = resolveShift({ startLocal: start, endLocal: end, timeZone });
    if (!resolved.ok) {
      const { code, field } = resolved.error;
      return err({ code, field: field === 'timeZone' ? field : `shifts.${index}.${field === 'startLocal' ? 'start' : 'end'}` });
    }
    const { startAt, endAt, businessDate } = resolved.value;
    const mealEndAt = startAt + unpaidBreakMin * MINUTE_MS;
    if (mealEndAt > endAt) return err({ code: 'out-of-range', field: `shifts.${index}.unpaidBreakMin` });
    planned.push({ startAt, endAt, businessDate, segments: [{ activity: 'meal', startAt, endAt: mealEndAt }] });
  }
  planned.sort((a, b) => a.startAt - b.startAt);
  const found = checkLabour(planned, asLabourRules(rules));
  return ok({ violations: found.map(({ code, index }) => ({ code, shift: index })) });
}

function asLabourRules(rules: z.infer<typeof labourInputsSchema>['rules']): LabourRules {
  const severity = 'hard';
  const hours = (count: number) => Math.round(count * HOUR_MS);
  return {
    rest: { severity, minMs: hours(rules.minRestHours) },
    shiftHours: { severity, maxPaidMs: hours(rules.maxShiftHours) },
    shiftSpan: null,
    mealBreak: { severity, aboveMs: hours(rules.breakRequiredAfterHours), minMs: rules.minMealBreakMin * MINUTE_MS },
    consecutiveDays: { severity, maxDays: rules.maxConsecutiveDays },
    weekHours: { severity, maxPaidMs: hours(rules.maxWeekHours) },
    averageWeekHours: null,
    overtime: null,
    nightHours: null,
    noNights: null,
  };
}

const series = z.array(z.number()).max(100_000);

const holtWintersSchema = z.object({
  series,
  season: z.number(),
  alpha: z.number(),
  beta: z.number(),
  gamma: z.number(),
  multiplicative: z.boolean(),
  horizon: z.number(),
});

const intradaySchema = z.object({ forecast: series, actual: series, cv: z.number() });
/** The names that a case has for what the product calls otherwise. */
const INTRADAY_FIELDS: Readonly<Record<string, string>> = { forecastCalls: 'forecast', actualCalls: 'actual' };

function intraday({ forecast, actual, cv }: z.infer<typeof intradaySchema>): Answer {
  const result = computeReforecast({ forecastCalls: forecast, actualCalls: actual, cv });
  if (!result.ok) {
    const [name = '', ...place] = result.error.field.split('.');
    return err({ ...result.error, field: [INTRADAY_FIELDS[name] ?? name, ...place].join('.') });
  }
  const { rawRatio, ratio, sd } = result.value;
  const remaining = result.value.remaining.map(({ calls }) => calls);
  const dayTotal = [...actual, ...remaining].reduce((sum, calls) => sum + calls, 0);
  return ok({ rawRatio, posteriorRatio: ratio, posteriorSd: sd, remaining, dayTotal });
}

/** Eight weeks count; more may be given. */
const dayForecastSchema = z.object({
  dayCalls: z.number(),
  history: z.array(z.array(z.number().nullable()).max(200)).max(100),
  halfHours: z.array(z.number().int().min(0).max(199)).max(200).optional(),
});

function dayForecast({ halfHours, ...day }: z.infer<typeof dayForecastSchema>): Answer {
  return computeDayForecast(halfHours === undefined ? day : { ...day, halfHours });
}

const calls = z.number().nonnegative().max(1e9);
const accuracySchema = z.object({ intervals: z.array(z.object({ forecastCalls: calls, actualCalls: calls })).max(100_000) });

const known = amount.nullish().transform((value) => value ?? null);
const ratio = z.number().min(0).max(1).nullish();
const strainSchema = z.object({
  hardCalls: z.array(z.object({ type: z.enum(['abusive', 'escalated', 'complaint']), ageMin: amount })).max(10_000),
  hardRun: known,
  minutesSinceBreak: known,
  occ60: ratio.transform((value) => value ?? null),
  occ120: ratio.transform((value) => value ?? null),
  longCalls120: known,
  hoursWorked: known,
  consecutiveDays: known,
  restHoursBefore: known,
  nightMinutes: known,
  checkIn: z
    .object({ value: z.number().int().min(1).max(5), ageMin: amount })
    .nullish()
    .transform((said) => said ?? null),
});

function strain(inputs: StrainInputs): Answer {
  const { parts, ...rest } = computeStrain(inputs);
  return ok({ points: Object.fromEntries(parts.map(({ part, points }) => [part, points])), ...rest });
}

export const WORKFORCE_MODELS: Models = {
  'forecast.ses': model(z.object({ series, alpha: z.number() }), computeSes),
  'forecast.holtWinters': model(holtWintersSchema, computeHoltWinters),
  'forecast.intradayGammaPoisson': model(intradaySchema, intraday),
  'forecast.day': model(dayForecastSchema, dayForecast),
  'forecast.accuracy': model(accuracySchema, ({ intervals }) => ok(computeAccuracy(intervals))),
  strain: model(strainSchema, strain),
  'time.shiftDuration': shiftDuration,
  'labour.violations': model(labourInputsSchema, labourViolations),
};
