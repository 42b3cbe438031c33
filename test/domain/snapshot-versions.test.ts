import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeEntries, type RawEntry } from '../../server/log/entry.js';
import type { LogEntry } from '../../server/log/log.js';
import { Fold } from '../../server/site/fold.js';
import { brokenInvariants } from '../../shared/domain/invariants.js';
import { STATE_VERSION } from '../../shared/domain/site.js';
import { decodeSnapshot, encodeSnapshot } from '../../shared/domain/snapshot.js';
import { ORIGIN, type Position } from '../../shared/kernel/position.js';

const read = (path: string) => JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8'));
const older = Array.from({ length: STATE_VERSION - 1 }, (_, i) => i + 1);

/** Taken in the middle of a call, by the build that wrote that version, from the log that lies beside it. */
test.each(older)('a snapshot of state version %i and the log after it come to the same floor as the whole log', (version) => {
  const snapshot = read(`snapshot/v${version}.json`) as { stateVersion: number; position: Position; body: string };
  const entries = decodeEntries(read(`log/v${version}.json`) as RawEntry[], ORIGIN) as LogEntry[];
  const resumed = new Fold(decodeSnapshot(snapshot.body, snapshot.stateVersion), snapshot.position);
  expect(brokenInvariants(resumed.state)).toEqual([]);
  resumed.replay(entries.filter(({ position }) => position > snapshot.position));
  const whole = new Fold();
  whole.replay(entries);
  expect(JSON.parse(encodeSnapshot(resumed.state))).toEqual(JSON.parse(encodeSnapshot(whole.state)));
});

test('a snapshot of a later build is not read: the log is', () => {
  expect(() => decodeSnapshot('{}', STATE_VERSION + 1)).toThrow();
});
