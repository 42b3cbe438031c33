import { type DestinationStream, destination, type Logger as PinoLogger, pino } from 'pino';

/** Structured logs. Fields only, never people's data in the message text; messages are constant strings. */
export type Logger = PinoLogger;

/**
 * Never written, whoever hands them over: secrets, and what tells who somebody is. A last net under the rule that such fields are
 * not logged at all; it covers fields by name, one and two levels deep, and cannot cover message text.
 */
const REDACTED = [
  ...['password', 'passwordHash', 'secret', 'token', 'cookie', 'authorization', 'sessionId', 'url'],
  ...['caller', 'callerName', 'masked', 'number', 'agentName', 'displayName', 'login', 'address', 'ip', 'email'],
];

export interface LoggerOptions {
  readonly level: string;
  /** Standard error by default: standard output belongs to results, and to what `npm start` tells a person. */
  readonly destination?: DestinationStream;
}

export function createLogger({ level, destination: given }: LoggerOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
    serializers: { err: describeError },
  };
  return pino(options, given ?? destination({ fd: 2, sync: false }));
}

/** What helps to find a bug. Not the error's other fields: clients hang whole commands, with their arguments, onto errors. */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { name, message, ...code, stack, ...(cause !== undefined && depth < 3 ? { cause: describeError(cause, depth + 1) } : {}) };
}
