/** Whether this names a zone the runtime knows, such as `Asia/Shanghai`. Apart from `zone.ts`, since the browser needs no more than this. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
