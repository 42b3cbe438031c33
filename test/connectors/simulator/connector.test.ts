import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSimulator, SIMULATOR } from '../../../server/connectors/simulator/simulator.js';
import { brokenInvariants } from '../../../shared/domain/invariants.js';
import { HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.js';
import { MemoryHost } from './memory-host.js';

const OPENS_AT = Date.UTC(2025, 10, 21, 2);
const live = { seed: 11, agents: 40, historyMs: 0, isDisturbed: false };

beforeEach(() => {
  vi.useFakeTimers({ now: OPENS_AT });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The site clock runs this many times faster than the fake one, so that hours are few ticks. */
const RATE = 40;
const siteNow = () => OPENS_AT + (Date.now() - OPENS_AT) * RATE;
const pass = (siteMs: number) => vi.advanceTimersByTimeAsync(siteMs / RATE);
const setSiteTime = (at: number) => vi.setSystemTime(OPENS_AT + (at - OPENS_AT) / RATE);

/** Starts it, lets the site live for so long, and stops it. */
async function runFor(host: MemoryHost, siteMs: number, options: Parameters<typeof createSimulator>[0] = live) {
  const simulator = createSimulator(options);
  simulator.start(host);
  await pass(siteMs);
  await simulator.stop();
}
/** Who dialled for the first time: not those who dial again or are sent on, which depends on who was free. */
const joinedKeys = (host: MemoryHost, from = 0) =>
  host.facts.flatMap((fact) =>
    fact.type === 'visit.joined' && fact.occurredAt > from && /^[^~]+\/1$/.test(fact.visitKey) ? [fact.visitKey] : [],
  );
const waitingNow = (host: MemoryHost) => [...host.site().queues.values()].reduce((sum, queue) => sum + queue.waiting.size, 0);

describe('a new floor', () => {
  test('introduces itself before the first call: the source, its queues, its people, then its whole truth', async () => {
    const host = new MemoryHost(siteNow);
    await runFor(host, 0);
    const kinds = [...new Set(host.facts.map(({ type }) => type))];
    expect(kinds.slice(0, 5)).toEqual(['source.status', 'queue.seen', 'agent.seen', 'member.seen', 'source.resynced']);
    expect(host.site().sources.get(SIMULATOR)?.status).toBe('connected');
    expect(host.site().agents.size).toBe(40);
  });

  test('is given a past, so that the first screen has its charts', async () => {
    const host = new MemoryHost(siteNow);
    await runFor(host, MINUTE_MS, { ...live, historyMs: 2 * HOUR_MS });
    const answered = host.facts.filter(({ type }) => type === 'visit.answered').map(({ occurredAt }) => occurredAt);
    expect(answered.at(0)).toBeLessThan(OPENS_AT - 110 * MINUTE_MS);
    expect(answered.at(-1)).toBeGreaterThan(OPENS_AT - 5 * MINUTE_MS);
    expect(brokenInvariants(host.site())).toEqual([]);
  });

  test('tells nothing of the future, and tells the node that it is alive', async () => {
    const host = new MemoryHost(siteNow);
    await runFor(host, 10 * MINUTE_MS);
    expect(Math.max(...host.facts.map(({ occurredAt }) => occurredAt))).toBeLessThanOrEqual(OPENS_AT + 10 * MINUTE_MS);
    expect(host.heards).toBeGreaterThanOrEqual((10 * MINUTE_MS) / RATE / 1_000);
  });

  test.each([1, 100])('lives %i times as fast when the site clock does', async (rate) => {
    const host = new MemoryHost(() => OPENS_AT + (Date.now() - OPENS_AT) * rate);
    const simulator = createSimulator(live);
    simulator.start(host);
    await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
    await simulator.stop();
    const last = host.facts.at(-1)?.occurredAt ?? 0;
    expect(last).toBeGreaterThan(OPENS_AT + 2.75 * rate * MINUTE_MS);
    expect(last).toBeLessThanOrEqual(OPENS_AT + 3 * rate * MINUTE_MS);
    expect(brokenInvariants(host.site())).toEqual([]);
  });

  test('stands still while the log cannot keep up, and then makes up for it at the true times', async () => {
    const host = new MemoryHost(siteNow);
    const simulator = createSimulator(live);
    simulator.start(host);
    await pass(5 * MINUTE_MS);
    host.backlogNow = 1_000_000;
    const before = host.facts.length;
    await pass(5 * MINUTE_MS);
    expect(host.facts.length).toBe(before);
    host.backlogNow = 0;
    await pass(20_000);
    await simulator.stop();
    const late = host.facts.slice(before).map(({ occurredAt }) => occurredAt);
    expect(late.length).toBeGreaterThan(50);
    expect(late.at(0)).toBeLessThan(OPENS_AT + 6 * MINUTE_MS);
  });

  test('leaves nothing running when it is stopped', async () => {
    const host = new MemoryHost(siteNow);
    await runFor(host, MINUTE_MS);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a floor that is taken up again', () => {
  test('has the callers it would have had: the day goes on', async () => {
    const undisturbed = new MemoryHost(siteNow);
    await runFor(undisturbed, 90 * MINUTE_MS);
    setSiteTime(OPENS_AT);
    const interrupted = new MemoryHost(siteNow);
    for (const minutes of [17, 1, 32, 40]) await runFor(interrupted, minutes * MINUTE_MS);
    expect(joinedKeys(interrupted)).toEqual(joinedKeys(undisturbed));
    expect(brokenInvariants(interrupted.site())).toEqual([]);
    expect(interrupted.anomalies()).toBe(0);
  });

  test('ends the talks that were under way when they would have ended', async () => {
    const ends = (host: MemoryHost) =>
      new Map(host.facts.flatMap((fact) => (fact.type === 'visit.talk-ended' ? [[fact.visitKey, fact.occurredAt] as const] : [])));
    const undisturbed = new MemoryHost(siteNow);
    await runFor(undisturbed, 60 * MINUTE_MS);
    setSiteTime(OPENS_AT);
    const interrupted = new MemoryHost(siteNow);
    await runFor(interrupted, 30 * MINUTE_MS);
    const underWay = [...interrupted.site().visits.values()].filter(({ state }) => state === 'talking').map(({ key }) => key);
    await runFor(interrupted, 30 * MINUTE_MS);
    expect(underWay.length).toBeGreaterThan(10);
    const [ended, wouldHave] = [ends(interrupted), ends(undisturbed)];
    // A few of them are handed to a colleague, whose choice depends on who is free.
    const same = underWay.filter((key) => ended.get(key) === wouldHave.get(key));
    expect(same.length).toBeGreaterThanOrEqual(underWay.length * 0.9);
  });

  test('makes up for what went on while no node ran, at the true times', async () => {
    const host = new MemoryHost(siteNow);
    await runFor(host, 20 * MINUTE_MS);
    const stoppedAt = siteNow();
    setSiteTime(stoppedAt + 45 * MINUTE_MS);
    await runFor(host, 20_000);
    const meanwhile = host.facts.filter(({ type, occurredAt }) => type === 'visit.answered' && occurredAt > stoppedAt);
    expect(meanwhile.length).toBeGreaterThan(50);
    expect(meanwhile[0]?.occurredAt).toBeLessThan(stoppedAt + 5 * MINUTE_MS);
    expect(brokenInvariants(host.site())).toEqual([]);
    expect(host.anomalies()).toBe(0);
  });

  test('gives up its old calls as lost after a night off, and leaves no agent in an old wrap-up', async () => {
    const host = new MemoryHost(siteNow);
    await runFor(host, 20 * MINUTE_MS);
    const openBefore = [...host.site().visits.values()]
      .filter(({ state }) => state !== 'closed' && state !== 'wrap-up')
      .map(({ id }) => id);
    expect(openBefore.length).toBeGreaterThan(10);
    setSiteTime(siteNow() + 9 * HOUR_MS);
    const returnedAt = siteNow();
    await runFor(host, 30 * MINUTE_MS);
    const stillOpen = openBefore.filter((id) => host.site().visits.get(id)?.state === 'talking');
    expect(stillOpen).toEqual([]);
    for (const agent of host.site().agents.values()) expect(agent.wrapUp?.since ?? returnedAt).toBeGreaterThanOrEqual(returnedAt);
    expect(joinedKeys(host, returnedAt).length).toBeGreaterThan(50);
    expect(brokenInvariants(host.site())).toEqual([]);
  });

  test.each([
    { seed: 12, agents: 40 },
    { seed: 11, agents: 70 },
    { seed: 11, agents: 24 },
  ])('started as another centre, it gives no caller the name of one before: %j', async (other) => {
    const host = new MemoryHost(siteNow);
    await runFor(host, 12 * MINUTE_MS);
    const before = new Set(host.facts.flatMap((fact) => (fact.type === 'visit.joined' ? [fact.visitKey] : [])));
    const told = host.facts.length;
    await runFor(host, 60 * MINUTE_MS, { ...live, ...other });
    const after = host.facts.slice(told).flatMap((fact) => (fact.type === 'visit.joined' ? [fact.visitKey] : []));
    expect(after.length).toBeGreaterThan(100);
    expect(after.filter((key) => before.has(key))).toEqual([]);
    expect(host.anomalies()).toBe(0);
    expect(brokenInvariants(host.site())).toEqual([]);
    const signedIn = [...host.site().agents.values()].filter(({ memberships }) => memberships.size > 0).length;
    expect(signedIn).toBeLessThanOrEqual(other.agents);
  });

  test.each([1, 2, 3, 4, 5, 6])('goes on without a contradiction when the node dies in the middle of a batch (seed %i)', async (seed) => {
    const host = new MemoryHost(siteNow);
    for (let crash = 0; crash < 8; crash++) {
      // Some of what was told last never reached the log.
      host.dieAfter = host.facts.length + ((seed * 7_919 + crash * 104_729) % 900) + (crash === 0 ? 200 : 0);
      await runFor(host, 12 * MINUTE_MS, { ...live, seed, isDisturbed: true });
      host.dieAfter = Number.POSITIVE_INFINITY;
    }
    await runFor(host, 40 * MINUTE_MS, { ...live, seed, isDisturbed: true });
    expect(brokenInvariants(host.site())).toEqual([]);
    const now = siteNow();
    const stuck = [...host.site().agents.values()].filter(
      (agent) => ['ringing', 'acw', 'unreachable'].includes(agent.state) && now - agent.since > 15 * MINUTE_MS,
    );
    expect(stuck.map(({ key, state }) => `${key} ${state}`)).toEqual([]);
    expect(waitingNow(host)).toBeLessThan(40);
  });
});
