/** An instant as a field for date and time holds it, on the wall clock of a zone: `2026-11-21T18:00`. */
export function toLocalInput(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/;

/**
 * The instant that such a field names; null while it is half filled in. Corrected twice by what the zone's clock shows there, since
 * the first correction may lead across a change of the clocks; a time that such a change skips is the one after it.
 */
export function fromLocalInput(text: string, timeZone: string): number | null {
  const [, year, month, day, hour, minute] = LOCAL.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined) return null;
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  const shownAt = (at: number) => Date.parse(`${toLocalInput(at, timeZone)}Z`);
  let at = wanted;
  for (let tries = 0; tries < 2; tries++) at += wanted - shownAt(at);
  return at;
}
