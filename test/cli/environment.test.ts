import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataDirOf, readEnvironment, usesOwnRedis, withoutSettings } from '../../server/cli/launch/environment.mjs';

function cloneWith(envFile: string): string {
  const root = mkdtempSync(join(tmpdir(), 'breakwater-env-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, '.env'), envFile);
  return root;
}

test('a setting in the environment goes before the same one in .env', () => {
  const root = cloneWith('PORT=9000\nDATA_DIR="floor data" # on the big disk\n');
  const env = readEnvironment(root, { PORT: '9100' });
  expect(env).toEqual({ PORT: '9100', DATA_DIR: 'floor data' });
  expect(dataDirOf(root, env)).toBe(join(root, 'floor data'));
});

test('a setting left empty is as one not set, so a copied .env.example changes nothing', () => {
  const env = readEnvironment(cloneWith('REDIS_URL=\nDATA_DIR=\n'), { REDIS_SENTINELS: '' });
  expect(env).toEqual({});
  expect(usesOwnRedis(env)).toBe(true);
});

test.each([
  ['REDIS_URL', 'redis://10.0.0.5:6379'],
  ['REDIS_URL_FILE', '/run/secrets/redis'],
  ['REDIS_SENTINELS', '10.0.0.5:26379'],
])('with %s no Redis of our own is started', (name, value) => {
  expect(usesOwnRedis({ [name]: value })).toBe(false);
});

test('the Redis that a person works with is out of reach of the tests', () => {
  const env = {
    PATH: '/usr/bin',
    REDIS_URL: 'redis://live:6379',
    AMI_SECRET_FILE: '/s',
    SIM_SPEED: '9',
    REDIS_SERVER_BIN: '/r',
    CI: 'true',
  };
  expect(withoutSettings(env)).toEqual({ PATH: '/usr/bin', REDIS_SERVER_BIN: '/r', CI: 'true' });
});
