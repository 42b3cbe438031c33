import { z } from 'zod';

/** An instant: milliseconds since 1970-01-01T00:00Z. Such fields end in `At`. */
export const epochMsSchema = z.number().int().nonnegative().max(8_640_000_000_000_000).brand<'EpochMs'>();
export type EpochMs = z.infer<typeof epochMsSchema>;

/** A length of time in milliseconds. Such fields end in `Ms`. */
export const durationMsSchema = z.number().nonnegative().brand<'DurationMs'>();
export type DurationMs = z.infer<typeof durationMsSchema>;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
/** Every zone in use is offset from UTC by whole quarter-hours, so quarters group into any zone's hours and days. */
export const QUARTER_MS = 900_000;

/** For instants and lengths that are known good: computed from others, or a constant. */
export const epochMs = (value: number): EpochMs => value as EpochMs;
export const durationMs = (value: number): DurationMs => value as DurationMs;

/** The length from one instant to a later one; never negative, since sources' clocks step back now and then. */
export const elapsedMs = (from: EpochMs, to: EpochMs): DurationMs => durationMs(Math.max(0, to - from));

/** The start of the UTC quarter-hour that holds this instant. */
export const quarterOf = (at: EpochMs): EpochMs => epochMs(at - (at % QUARTER_MS));
