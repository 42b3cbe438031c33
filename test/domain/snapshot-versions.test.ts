import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeEntries, type RawEntry } from '../../server/log/entry.js';
import type { LogEntry } from '../../server/log/log.js';
import { Fold } from '../../server/site/fold.js';
import { brokenInvariants } from '../../shared/domain/invariants.js';
import { type Agent, type SiteState, STATE_VERSION, type TrailStep } from '../../shared/domain/site.js';
import { decodeSnapshot, encodeSnapshot } from '../../shared/domain/snapshot.js';
import { ORIGIN, type Position } from '../../shared/kernel/position.js';
import { trailOf } from '../../shared/metrics/adherence-of.js';

const read = (path: string) => JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8'));
const older = Array.from({ length: STATE_VERSION - 1 }, (_, i) => i + 1);

/** Taken in the middle of a call, by the build that wrote that version, from the log that lies beside it. */
test.each(older)('a snapshot of state version %i and the log after it come to the same floor as the whole log', (version) => {
  const { resumed, whole } = bothOf(version);
  expect(withoutTrails(resumed)).toEqual(withoutTrails(whole));
});

/** Older versions did not keep what agents did; what went on when the snapshot was taken is known, and all that came after. */
test.each(older)('after a snapshot of state version %i, what agents did is known as far back as it can be', (version) => {
  const { resumed, whole, taken } = bothOf(version);
  for (const [id, agent] of resumed.agents) {
    const kept = trailOf(agent);
    const all = trailOf(whole.agents.get(id) as Agent);
    const from = kept[0]?.at as number;
    expect(kept).toEqual(since(all, from));
    const wasSince = taken.agents.get(id)?.since;
    if (wasSince !== undefined) expect(from).toBeLessThanOrEqual(wasSince);
    expect(agent.inContactSince).toBe(whole.agents.get(id)?.inContactSince);
  }
});

function bothOf(version: number) {
  const snapshot = read(`snapshot/v${version}.json`) as { stateVersion: number; position: Position; body: string };
  const entries = decodeEntries(read(`log/v${version}.json`) as RawEntry[], ORIGIN) as LogEntry[];
  const taken = decodeSnapshot(snapshot.body, snapshot.stateVersion);
  const resumed = new Fold(decodeSnapshot(snapshot.body, snapshot.stateVersion), snapshot.position);
  expect(brokenInvariants(resumed.state)).toEqual([]);
  resumed.replay(entries.filter(({ position }) => position > snapshot.position));
  const whole = new Fold();
  whole.replay(entries);
  return { taken, resumed: resumed.state, whole: whole.state };
}

const withoutTrails = (site: Readonly<SiteState>) => {
  const body = JSON.parse(encodeSnapshot(site));
  return { ...body, agents: body.agents.map(({ trail: _, ...agent }: Agent) => agent) };
};

/** Of the step that went on then, only that it did. */
const since = (trail: readonly TrailStep[], from: number) => {
  const begun = trail.findLast(({ at }) => at <= from);
  return [...(begun ? [{ ...begun, at: from }] : []), ...trail.filter(({ at }) => at > from)];
};

test('a snapshot of a later build is not read: the log is', () => {
  expect(() => decodeSnapshot('{}', STATE_VERSION + 1)).toThrow();
});
