import { expect, test } from 'vitest';
import { isInstalled, lockHash } from '../../server/cli/launch/packages.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/express': { version: '5.3.0' },
    'node_modules/@esbuild/win32-x64': { version: '1.0.0', optional: true },
  },
};

test('packages are installed anew when the lock file changes, or the machine does', () => {
  const linux = { platform: 'linux', arch: 'x64' };
  const now = lockHash('{"express":"5.3.0"}', linux);
  expect(lockHash('{"express":"5.3.0"}', linux)).toBe(now);
  expect(lockHash('{"express":"5.3.1"}', linux)).not.toBe(now);
  expect(lockHash('{"express":"5.3.0"}', { platform: 'linux', arch: 'arm64' })).not.toBe(now);
});

test('packages that someone installed by hand are not installed again', () => {
  expect(isInstalled(lock, { packages: { 'node_modules/express': { version: '5.3.0' } } })).toBe(true);
});

test.each([
  ['one is missing', {}],
  ['one has another version', { 'node_modules/express': { version: '5.2.0' } }],
  ['one is not in the lock file', { 'node_modules/express': { version: '5.3.0' }, 'node_modules/left': { version: '1.0.0' } }],
])('packages are installed when %s', (_, packages) => {
  expect(isInstalled(lock, { packages })).toBe(false);
});
