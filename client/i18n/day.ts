const HOUR_MS = 3_600_000;

/**
 * The midnight before an instant, in a zone. Counted back by the wall clock, and again from where that led: on a day when the
 * clocks were changed, the first try is an hour off.
 */
export function startOfDay(at: number, timeZone: string): number {
  const day = dayOf(at, timeZone);
  let start = at - sinceMidnight(at, timeZone);
  for (let tries = 0; tries < 2; tries++) {
    const off = sinceMidnight(start, timeZone);
    if (off === 0 && dayOf(start, timeZone) === day) return start;
    // Before midnight, or after it: whichever is nearer.
    start += dayOf(start, timeZone) === day ? -off : 24 * HOUR_MS - off;
  }
  return start;
}

const parts = (at: number, timeZone: string) =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );

const dayOf = (at: number, timeZone: string) => parts(at, timeZone).day;

function sinceMidnight(at: number, timeZone: string): number {
  const { hour = 0, minute = 0, second = 0 } = parts(at, timeZone);
  return hour * HOUR_MS + minute * 60_000 + second * 1_000 + (at % 1_000);
}
