import { expect, test } from 'vitest';
import { createLogger } from '../../server/ops/logger.js';

const written = () => {
  const lines: string[] = [];
  return { lines, logger: createLogger({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } }) };
};

test('a log line is one line of JSON, whatever is in its fields', () => {
  const { lines, logger } = written();
  logger.info({ reason: 'a\r\n{"level":"fatal","msg":"forged"}' }, 'dropped');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trim()).not.toContain('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'dropped' });
});

test('secrets and what tells who somebody is are not written, even when handed over', () => {
  const { lines, logger } = written();
  const canary = 'CANARY-13800002764';
  for (const field of ['password', 'token', 'cookie', 'authorization', 'callerName', 'number', 'login', 'displayName', 'address', 'url']) {
    logger.warn({ [field]: canary, session: { [field]: canary } }, 'something');
  }
  expect(lines.join('')).not.toContain(canary);
});

test('an error is told with its cause, and without what clients hang onto it', () => {
  const { lines, logger } = written();
  const inner = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', command: { args: ['SET', 'x', 'CANARY'] } });
  logger.error({ err: new Error('could not write', { cause: inner }) }, 'failed');
  const { err } = JSON.parse(lines[0] ?? '');
  expect(err).toMatchObject({
    name: 'Error',
    message: 'could not write',
    cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
  });
  expect(lines.join('')).not.toContain('CANARY');
});
