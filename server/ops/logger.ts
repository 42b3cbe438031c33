import type { Logger as PinoLogger } from 'pino';

/** Structured logs. Fields only, never people's data in the message text; messages are constant strings. */
export type Logger = PinoLogger;
