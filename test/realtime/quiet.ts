import pino from 'pino';
import type { RealtimeDeps } from '../../server/realtime/realtime.js';

/** Logs that are thrown away; a test that expects no error brings its own. */
export const quietLogger = pino({ level: 'silent' });

/** A logger that fails the test when an error is logged. */
export const loggerThatCollects = () => {
  const errors: unknown[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => void errors.push(JSON.parse(line)) });
  return { logger, errors };
};

export const noMeasures: RealtimeDeps['measures'] = {
  framesSent: () => undefined,
  frameLatency: () => undefined,
  socketOpened: () => undefined,
  socketClosed: () => undefined,
  dropped: () => undefined,
};
