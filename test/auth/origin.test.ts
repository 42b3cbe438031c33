import { expect, test } from 'vitest';
import { isOwnOrigin } from '../../server/auth/origin.js';

test.each([
  ['http://127.0.0.1:8080', '127.0.0.1:8080', true],
  ['http://[::1]:8080', '[::1]:8080', true],
  ['http://localhost:8080', 'localhost:8080', true],
  ['http://breakwater:8080', 'breakwater:8080', true],
  ['http://floor.lan', 'floor.lan', true],
  ['https://192.168.1.20', '192.168.1.20', true],
  ['http://127.0.0.1:5173', '127.0.0.1:8080', false],
  ['http://localhost:8080', '127.0.0.1:8080', false],
  // A page of theirs whose name they point at our machine: same origin to the browser, but anyone can register such a name.
  ['http://rebound.evil.example:8080', 'rebound.evil.example:8080', false],
  ['null', '127.0.0.1:8080', false],
  ['http://127.0.0.1:8080/', '127.0.0.1:8080/', false],
  ['ftp://127.0.0.1', '127.0.0.1', false],
] as const)('without PUBLIC_URL, a page at %s asking %s is ours: %s', (origin, host, ours) => {
  expect(isOwnOrigin(origin, host, null)).toBe(ours);
});

test('with PUBLIC_URL only that address is ours, whatever host was asked for', () => {
  expect(isOwnOrigin('https://floor.example.com', 'anything', 'https://floor.example.com')).toBe(true);
  expect(isOwnOrigin('http://127.0.0.1:8080', '127.0.0.1:8080', 'https://floor.example.com')).toBe(false);
  expect(isOwnOrigin(undefined, 'floor.example.com', 'https://floor.example.com')).toBe(false);
});
