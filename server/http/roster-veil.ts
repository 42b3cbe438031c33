/**
 * What others than the agent are told of time off the phones (B.4.4): a buffer shift is back-office work, a micro-pause is a break. Leads
 * who decide on a buffer shift see it where they decide, never in the roster.
 */
const VEILED: Readonly<Record<string, string | undefined>> = { buffer: 'backoffice', 'micro-pause': 'break' };

export type Veil = (activity: string) => string;
export const veiled: Veil = (activity) => VEILED[activity] ?? activity;
/** To the agent themselves. */
export const bare: Veil = (activity) => activity;
