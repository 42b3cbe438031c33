import { describe, expect, test } from 'vitest';
import type { Encoded } from '../../server/realtime/encode.js';
import { LiveHub } from '../../server/realtime/hub.js';
import { SLOW } from '../../server/realtime/seat.js';
import { emptySite } from '../../shared/domain/empty-site.js';
import type { Audience } from '../../shared/domain/redact.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { agentIdOf, queueIdOf, teamIdOf } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import { epochMs } from '../../shared/kernel/time.js';
import { abandoned, answered, joined, member, offered, other, queueSeen, SOURCE } from '../support/floor.js';
import { FakeBrowser } from './fake-browser.js';
import { FakeSource } from './fake-source.js';
import { FakeTimers } from './fake-timers.js';
import { loggerThatCollects, noMeasures } from './quiet.js';

const site: Audience = { kind: 'site' };
const sales = queueIdOf(SOURCE, 'sales');
const LI = 'PJSIP/1001';

/** A floor with a queue, two agents of the morning team and somebody waiting. */
function floor() {
  const timers = new FakeTimers();
  const source = new FakeSource(() => timers.nowMs);
  const { logger, errors } = loggerThatCollects();
  const node = () => new LiveHub({ source, figures: source.figures, timers, logger, measures: noMeasures });
  source.configure(
    siteConfigSchema.parse({
      name: '东湾客服中心',
      timeZone: 'Asia/Shanghai',
      teams: [{ name: '早班' }],
      people: [{ key: LI, team: '早班' }, { key: 'PJSIP/1002' }],
    }),
  );
  source.tell(queueSeen(0, 'sales'), member(1, LI, 'sales'), member(1, 'PJSIP/1002', 'sales'), joined(2, 'call1', 'sales'));
  const hub = node();
  return { timers, source, hub, node, errors };
}

const sit = async (hub: LiveHub, audience: Audience = site) => {
  const browser = new FakeBrowser(audience);
  await browser.sit(hub);
  return browser;
};
/** Promises that were ready have run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const last = <T>(list: readonly T[]): T => list[list.length - 1] as T;

describe('frames', () => {
  test('a change reaches every audience that may see it in one frame, with only the fields that changed', async () => {
    const { hub, source } = floor();
    const supervisor = await sit(hub);
    source.tell(offered(3, 'call1', LI));
    const { changed } = last(supervisor.frames);
    expect(changed.visit).toEqual([{ id: expect.any(String), state: 'ringing', ringingAgentIds: [agentIdOf(SOURCE, LI)] }]);
    expect(changed.queue?.[0]).toEqual({ id: sales, ringing: 1, agents: expect.any(Object) });
    expect(changed.agent?.[0]).not.toHaveProperty('name');
  });

  test('a call that ends is gone from the view', async () => {
    const { hub, source } = floor();
    const supervisor = await sit(hub);
    source.tell(abandoned(9, 'call1'));
    expect(last(supervisor.frames).gone.visit).toHaveLength(1);
    expect([...supervisor.held.records.keys()].filter((key) => key.startsWith('visit:'))).toEqual([]);
  });

  test('everyone of an audience gets the very same bytes; two leads of the same teams are one audience', async () => {
    const { hub, source } = floor();
    const got: Encoded[][] = [[], [], [], []];
    const audiences: Audience[] = [
      site,
      site,
      { kind: 'lead', teamIds: [teamIdOf('早班')] },
      { kind: 'lead', teamIds: [teamIdOf('早班')] },
    ];
    for (const [n, audience] of audiences.entries()) {
      const browser = new FakeBrowser(audience);
      browser.push = (message) => void got[n]?.push(message);
      await browser.sit(hub);
    }
    source.tell(offered(3, 'call1', LI));
    expect(got[0]?.length).toBe(2);
    expect(got[0]?.[0]).toBe(got[1]?.[0]);
    expect(got[0]?.[1]).toBe(got[1]?.[1]);
    expect(got[2]?.[1]).toBe(got[3]?.[1]);
    expect(got[0]?.[1]).not.toBe(got[2]?.[1]);
  });

  test('an idle floor sends nothing but heartbeats', async () => {
    const { hub, source, timers } = floor();
    source.tell(abandoned(3, 'call1'), member(3, LI, 'sales', { paused: true }), member(3, 'PJSIP/1002', 'sales', { paused: true }));
    timers.advance(61_000);
    const supervisor = await sit(hub);
    const before = supervisor.frames.length;
    timers.advance(30_000);
    // The window that began with today's calls still moves; a floor without any is silent altogether.
    const told = supervisor.frames.slice(before).flatMap(({ changed }) => Object.keys(changed));
    expect(told.filter((kind) => kind !== 'figures')).toEqual([]);
    expect(supervisor.beats).toHaveLength(30);
  });

  test('a floor on which nobody called yet is silent, with agents ready and waiting', async () => {
    const timers = new FakeTimers();
    const source = new FakeSource(() => timers.nowMs);
    source.tell(queueSeen(0, 'sales'), member(1, LI, 'sales'));
    const hub = new LiveHub({ source, figures: source.figures, timers, logger: loggerThatCollects().logger, measures: noMeasures });
    const supervisor = await sit(hub);
    timers.advance(10_000);
    const before = supervisor.frames.length;
    timers.advance(60_000);
    expect(supervisor.frames.slice(before)).toEqual([]);
  });

  test('figures of a touched queue come with the frame that touched it, then once a second', async () => {
    const { hub, source, timers } = floor();
    timers.advance(1_500);
    const supervisor = await sit(hub);
    const figuresIn = (n: number) => supervisor.frames[n]?.changed.figures?.some(({ id }) => id.startsWith(sales)) ?? false;
    source.tell(joined(10, 'call2', 'sales'), abandoned(11, 'call1'));
    expect(figuresIn(1)).toBe(true);
    for (let n = 0; n < 5; n++) {
      timers.advance(50);
      source.tell(joined(12 + n, `call${n + 3}`, 'sales'));
    }
    expect([2, 3, 4, 5, 6].some(figuresIn)).toBe(false);
    timers.advance(1_000);
    expect(figuresIn(supervisor.frames.length - 1)).toBe(true);
    expect(last(supervisor.frames).from).toBe(last(supervisor.frames).to);
  });

  test('a caller who waits past the threshold moves the service level though nothing happens', async () => {
    const { hub, source, timers } = floor();
    const supervisor = await sit(hub);
    const level = () => supervisor.held.records.get(`figures:${sales}|today`)?.serviceLevelRatio;
    source.tell(
      joined(4_000, 'call2', 'sales'),
      joined(4_000, 'call3', 'sales'),
      offered(4_000, 'call3', LI),
      answered(4_000, 'call3', LI),
    );
    timers.advance(2_000);
    const before = level();
    timers.advance(30_000);
    expect(before).toBeGreaterThan(level() as number);
  });

  test('the oldest reading among the commits of a frame is where its latency starts', async () => {
    const { hub, source, timers } = floor();
    const supervisor = await sit(hub);
    supervisor.frames.length = 0;
    const touchQueue = (readAt?: number) =>
      source.commit(
        [1],
        () => [
          { type: 'queue.described', occurredAt: epochMs(0), queueId: sales, source: SOURCE, key: 'sales' as never, name: `n${readAt}` },
        ],
        readAt,
      );
    for (let n = 0; n < 100; n++) touchQueue(1_000_000 - n);
    timers.advance(1_000);
    const readAts = supervisor.frames.map(({ readAt }) => readAt).filter((readAt) => readAt !== undefined);
    expect(Math.min(...readAts)).toBe(1_000_000 - 99);
    expect(readAts.every((readAt) => readAt <= 1_000_000)).toBe(true);
  });
});

describe('heartbeats', () => {
  test('one each second, with the clocks and every reason not to trust the view', async () => {
    const { hub, source, timers } = floor();
    const supervisor = await sit(hub);
    source.reasons = [{ because: 'connector-lost', source: 'asterisk', since: epochMs(5) }];
    timers.advance(3_000);
    expect(supervisor.beats).toHaveLength(3);
    expect(last(supervisor.beats)).toMatchObject({ epoch: source.epoch, position: source.position, rate: 1, stale: source.reasons });
  });

  test('after the hub stopped there are none, and no timer is left', async () => {
    const { hub, timers } = floor();
    const supervisor = await sit(hub);
    hub.stop();
    timers.advance(5_000);
    expect([supervisor.beats.length, timers.armed]).toEqual([0, 0]);
  });
});

describe('resuming', () => {
  test('only what changed since comes back, and what is gone', async () => {
    const { hub, source, timers } = floor();
    for (let n = 0; n < 50; n++) source.tell(joined(3, `other${n}`, 'sales'));
    timers.advance(20_000);
    const supervisor = await sit(hub);
    timers.advance(20_000);
    supervisor.stand(hub);
    source.tell(abandoned(9, 'call1'), offered(9, 'other1', LI));
    timers.advance(1_000);
    await supervisor.sit(hub);
    expect(supervisor.resumed).toBe(true);
    const { from, changed, gone } = last(supervisor.frames);
    expect(from).not.toBeNull();
    expect([changed.visit?.length, gone.visit?.length, changed.agent?.length]).toEqual([1, 1, 1]);
  });

  test('a browser that missed nothing is told so by a frame that fits', async () => {
    const { hub, timers } = floor();
    const supervisor = await sit(hub);
    timers.advance(8_000);
    supervisor.stand(hub);
    await supervisor.sit(hub);
    const { from, to, changed } = last(supervisor.frames);
    expect([from, Object.keys(changed).filter((kind) => kind !== 'figures')]).toEqual([to, ['site']]);
  });

  test('back at the node that told it, it gets the figures that changed while it was away, and no others', async () => {
    const { hub, node, source, timers } = floor();
    source.tell(queueSeen(3, 'help'), joined(3, 'call2', 'help'), joined(3, 'call3', 'sales'));
    const supervisor = await sit(hub);
    const elsewhere = await sit(node());
    timers.advance(300);
    source.tell(joined(4, 'call4', 'help'));
    timers.advance(2_000);
    for (const browser of [supervisor, elsewhere]) browser.stand(hub);
    source.tell(abandoned(9, 'call1'));
    hub.flush();
    await supervisor.sit(hub);
    await elsewhere.sit(hub);
    const queuesIn = (browser: FakeBrowser) => new Set(last(browser.frames).changed.figures?.map(({ id }) => id.split('|')[0]));
    expect(queuesIn(supervisor)).toEqual(new Set(['site', sales]));
    expect(queuesIn(elsewhere)).toEqual(new Set(['site', sales, queueIdOf(SOURCE, 'help')]));
    expect(supervisor.bytes).toBeLessThan(elsewhere.bytes);
  });

  test.each([
    ['of another epoch', { epoch: '01JDOTHEREPOCH0000' }],
    ['not in the log', { position: '77777-0' }],
  ])('a position %s gets the whole view', async (_, wrong) => {
    const { hub } = floor();
    const supervisor = await sit(hub);
    supervisor.stand(hub);
    Object.assign(supervisor.held.at ?? {}, wrong);
    await supervisor.sit(hub);
    expect([supervisor.resumed, last(supervisor.frames).from]).toEqual([false, null]);
  });

  test('a log that cannot be asked costs a whole view, not the connection', async () => {
    const { hub, source } = floor();
    const supervisor = await sit(hub);
    supervisor.stand(hub);
    source.tell(offered(3, 'call1', LI));
    source.tell(offered(4, 'call1', 'PJSIP/1002'));
    source.holds = () => Promise.reject(new Error('away'));
    await supervisor.sit(hub);
    expect(supervisor.resumed).toBe(false);
  });

  test('on another node, and on a node that has just started, it resumes too', async () => {
    const { hub, source, node } = floor();
    const supervisor = await sit(hub);
    supervisor.stand(hub);
    source.tell(abandoned(9, 'call1'));
    const started = node();
    await supervisor.sit(started);
    expect([supervisor.resumed, supervisor.misfits]).toEqual([true, 0]);
    expect([...supervisor.held.records.keys()].some((key) => key.startsWith('visit:'))).toBe(false);
  });

  test('older than what is known of removals, it gets the whole view', async () => {
    const { hub, source, node } = floor();
    const supervisor = await sit(hub);
    supervisor.stand(hub);
    source.tell(abandoned(9, 'call1'));
    source.goneKeptFrom = source.position;
    await supervisor.sit(node());
    expect(supervisor.resumed).toBe(false);
  });

  test('a browser that another node told more waits for this one, and is never taken back', async () => {
    const { timers, source, hub } = floor();
    const next = `${Number.parseFloat(source.position) + 1}-0` as Position;
    source.holds = () => Promise.resolve(true);
    const resume = { epoch: source.epoch, position: next, asOf: epochMs(source.now().serverAt) };
    const catchesUp = hub.resumable(resume);
    await settled();
    source.tell(offered(3, 'call1', LI));
    expect(source.position).toBe(next);
    expect(await catchesUp).toMatchObject({ from: next });

    const never = hub.resumable({ ...resume, position: '500-0' as Position });
    await settled();
    timers.advance(2_500);
    expect(await never).toBe('ahead');
  });

  test('a fold being made anew does not hang who waits for it', async () => {
    const { timers, source, hub } = floor();
    for (let n = 0; n < 30; n++) await sit(hub);
    const next = `${Number.parseFloat(source.position) + 200}-0` as Position;
    source.holds = () => Promise.resolve(true);
    // So busy that the last change waits for its turn, and then the fold is elsewhere.
    for (let n = 0; n < 200; n++) source.tell(joined(10, `busy${n}`, 'sales'));
    source.position = '1-0' as Position;
    const waits = hub.resumable({ epoch: source.epoch, position: next, asOf: epochMs(0) });
    await settled();
    timers.advance(2_500);
    expect(await waits).toBe('ahead');
  });

  test('who joins a quiet audience ahead of its last frame does not disturb the others', async () => {
    const { source, hub } = floor();
    const wall: Audience = { kind: 'wall' };
    const first = await sit(hub, wall);
    const elsewhere = await sit(hub);
    // Changes nothing that a wall shows.
    source.tell(other(5, { type: 'agent.seen', agentKey: LI, name: '李婉清' }));
    const second = new FakeBrowser(wall);
    second.held.at = { epoch: source.epoch, position: source.position, asOf: epochMs(source.now().serverAt) };
    await second.sit(hub);
    expect(second.resumed).toBe(true);
    source.tell(abandoned(9, 'call1'));
    expect([first.misfits, second.misfits, elsewhere.misfits]).toEqual([0, 0, 0]);
    expect(first.held.at?.position).toBe(second.held.at?.position);
  });

  test('a crowd that comes back is answered from one encoding', async () => {
    const { source, hub } = floor();
    const crowd = await Promise.all(Array.from({ length: 20 }, () => sit(hub)));
    const got = new Set<Encoded>();
    for (const browser of crowd) {
      browser.stand(hub);
      const push = browser.push.bind(browser);
      browser.push = (message) => {
        got.add(message);
        push(message);
      };
    }
    source.tell(offered(3, 'call1', LI));
    for (const browser of crowd) await browser.sit(hub);
    expect(got.size).toBe(1);
    expect(crowd.every(({ resumed, misfits }) => resumed === true && misfits === 0)).toBe(true);
  });

  test('a crowd of first visitors to a large floor shares one whole view, while frames go on', async () => {
    const { source, hub, timers } = floor();
    for (let n = 0; n < 400; n++) source.tell(joined(3, `other${n}`, 'sales'));
    const wholes = new Set<Encoded>();
    const crowd: FakeBrowser[] = [];
    for (let n = 0; n < 20; n++) {
      const browser = new FakeBrowser(site);
      const push = browser.push.bind(browser);
      browser.push = (message) => {
        if (message.packet.includes('"from":null')) wholes.add(message);
        push(message);
      };
      await browser.sit(hub);
      crowd.push(browser);
      source.tell(joined(4, `more${n}`, 'sales'));
      timers.advance(5);
    }
    expect(wholes.size).toBe(1);
    const held = crowd.map((browser) => JSON.stringify([...browser.held.records].sort(([a], [b]) => (a < b ? -1 : 1))));
    expect(new Set(held).size).toBe(1);
  });
});

describe('a slow client', () => {
  test('gets nothing while it is clogged, then one merged frame, and ends with what everybody has', async () => {
    const { hub, source, timers } = floor();
    const [slow, quick] = [await sit(hub), await sit(hub)];
    Object.assign(slow, { takes: false, unsent: 300_000 });
    const before = slow.frames.length;
    for (let n = 0; n < 30; n++) {
      source.tell(joined(10 + n, `x${n}`, 'sales'));
      if (n % 2) source.tell(abandoned(11 + n, `x${n}`));
      timers.advance(60);
    }
    expect(slow.frames).toHaveLength(before);
    slow.takes = true;
    timers.advance(1_000);
    expect(slow.frames.length - before).toBeLessThanOrEqual(3);
    expect(slow.misfits).toBe(0);
    const sorted = ({ held }: FakeBrowser) => [...held.records].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(sorted(slow)).toEqual(sorted(quick));
  });

  test('is cut off after ten seconds without progress, and not while it makes some', async () => {
    const { hub, source, timers } = floor();
    const slow = await sit(hub);
    Object.assign(slow, { takes: false, unsent: 900_000 });
    source.tell(offered(3, 'call1', LI));
    for (let n = 0; n < 15; n++) {
      slow.unsent -= 1_000;
      timers.advance(1_000);
    }
    expect(slow.wasCut).toBe(false);
    timers.advance(SLOW.cutAfterMs + 2_000);
    expect(slow.wasCut).toBe(true);
  });

  test('one that says what it has seen, and stops saying it, is behind though its connection takes everything', async () => {
    const { hub, source, timers } = floor();
    const asleep = await sit(hub);
    asleep.seat?.seen(source.position);
    let bytes = 0;
    for (let n = 0; bytes < 3 * SLOW.unseenBytes; n++) {
      const before = asleep.bytes;
      source.tell(
        ...Array.from({ length: 200 }, (_, i) => joined(10, `n${n}-${i}`, 'sales')),
        ...Array.from({ length: 200 }, (_, i) => abandoned(11, `n${n - 1}-${i}`)),
      );
      timers.advance(1_000);
      if (asleep.bytes === before) break;
      bytes += asleep.bytes - before;
    }
    expect(bytes).toBeLessThan(2 * SLOW.unseenBytes);
    timers.advance(SLOW.cutAfterMs + 2_000);
    expect(asleep.wasCut).toBe(true);
  });

  test('one that keeps saying what it has seen is never taken for slow', async () => {
    const { hub, source, timers } = floor();
    const awake = await sit(hub);
    for (let n = 0; n < 60; n++) {
      source.tell(
        ...Array.from({ length: 100 }, (_, i) => joined(10, `n${n}-${i}`, 'sales')),
        ...Array.from({ length: 100 }, (_, i) => abandoned(11, `n${n - 1}-${i}`)),
      );
      timers.advance(500);
      awake.seat?.seen(awake.held.at?.position as Position);
    }
    expect(awake.bytes).toBeGreaterThan(SLOW.unseenBytes);
    expect([awake.wasCut, awake.beats.length]).toEqual([false, 30]);
  });
});

describe('when this node is wrong', () => {
  test('a mistake in building frames does not stop the fold: it is logged, and everybody gets a whole view', async () => {
    const timers = new FakeTimers();
    const source = new FakeSource(() => timers.nowMs);
    source.tell(queueSeen(0, 'sales'));
    const { logger, errors } = loggerThatCollects();
    let breaks = false;
    const hub = new LiveHub({
      source,
      timers,
      logger,
      measures: {
        ...noMeasures,
        framesSent: () => {
          if (!breaks) return;
          breaks = false;
          throw new Error('a bug');
        },
      },
      figures: source.figures,
    });
    const supervisor = await sit(hub);
    breaks = true;
    source.tell(joined(1, 'call1', 'sales'));
    expect(errors).toHaveLength(1);
    expect(last(supervisor.frames).from).toBeNull();
    source.tell(joined(2, 'call2', 'sales'));
    expect([...supervisor.held.records.keys()].filter((key) => key.startsWith('visit:'))).toHaveLength(2);
    expect(supervisor.misfits).toBe(0);
  });

  test.each([
    ['the log is away', 'log-unreachable'],
    ['the fold stalled', 'fold-stalled'],
  ] as const)('while %s, nothing is read from a fold that may be half made', async (_, because) => {
    const { hub, source, timers } = floor();
    const supervisor = await sit(hub);
    timers.advance(1_000);
    const whole = source.site;
    source.reasons = [{ because, since: epochMs(0) }];
    source.site = emptySite();
    const before = supervisor.frames.length;
    timers.advance(70_000);
    expect([supervisor.frames.length, supervisor.beats.length]).toEqual([before, 71]);
    source.site = whole;
    source.reasons = [];
    source.reset();
    expect(supervisor.held.records.has(`queue:${sales}`)).toBe(true);
  });

  test('a fold that is being made anew stands elsewhere: what had changed waits for the reset', async () => {
    const { hub, source, timers } = floor();
    const supervisor = await sit(hub);
    const whole = source.site;
    source.site = emptySite();
    source.position = '1-0' as Position;
    timers.advance(70_000);
    expect(supervisor.frames).toHaveLength(1);
    source.site = whole;
    source.reset();
    expect(supervisor.held.records.has(`queue:${sales}`)).toBe(true);
  });

  test('after a fork everybody gets a whole view of the new epoch, at once', async () => {
    const { hub, source } = floor();
    const supervisor = await sit(hub);
    const before = source.epoch;
    source.reset();
    const frame = last(supervisor.frames);
    expect([frame.from, frame.epoch === before, frame.epoch]).toEqual([null, false, source.epoch]);
  });
});
