import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeEntries, type RawEntry } from '../../server/log/entry.js';
import { COMMIT_VERSION } from '../../shared/domain/commit.js';
import { UPCASTERS, upcast } from '../../shared/domain/upcast.js';
import { ORIGIN } from '../../shared/kernel/position.js';

describe('old entries', () => {
  test('are brought up one version at a time, each step on what the one before made', () => {
    const steps = {
      1: (stored: unknown) => ({ ...(stored as object), v: 2, second: true }),
      2: (stored: unknown) => ({ ...(stored as object), v: 3, third: true }),
    };
    expect(upcast({ v: 1 }, 1, steps, 3)).toEqual({ v: 3, second: true, third: true });
    expect(upcast({ v: 2 }, 2, steps, 3)).toEqual({ v: 3, third: true });
    expect(upcast({ v: 3 }, 3, steps, 3)).toEqual({ v: 3 });
  });

  test('of a version that nothing leads up from are an error, not a guess', () => {
    expect(() => upcast({ v: 1 }, 1, {}, 2)).toThrow('no upcaster from version 1');
  });

  test('have a way up from every version that was ever written', () => {
    expect(Object.keys(UPCASTERS).map(Number)).toEqual(Array.from({ length: COMMIT_VERSION - 1 }, (_, i) => i + 1));
  });

  test.each(Array.from({ length: COMMIT_VERSION }, (_, i) => i + 1))('of version %i are still read, each of them', (version) => {
    const file = new URL(`../fixtures/log/v${version}.json`, import.meta.url);
    const raw = JSON.parse(readFileSync(file, 'utf8')) as RawEntry[];
    const entries = decodeEntries(raw, ORIGIN);
    expect(entries.filter((entry) => 'problem' in entry)).toEqual([]);
    expect(entries.map((entry) => entry.position)).toEqual(raw.map(([id]) => id));
  });
});
