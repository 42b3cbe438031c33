import { describe, expect, test, vi } from 'vitest';
import { epochMs } from '../../../shared/kernel/time.js';
import { FakeBrowser, SERVER_AHEAD_MS, startSession } from '../support/fake-browser.js';

const queue = (waiting: number) => ({ changed: { queue: [{ id: 'q-1', waiting }] } }) as never;
const up = () => {
  const { browser, session } = startSession();
  browser.connection.bringUp(1, queue(0));
  browser.paint();
  return { browser, session };
};
/** Heartbeats once a second while time passes. */
const live = (browser: FakeBrowser, seconds: number) => {
  for (let n = 0; n < seconds; n++) {
    browser.pass(1_000);
    browser.connection.beat();
  }
};

describe('a browser that follows', () => {
  test('it dials at once, says hello, and shows the whole view with the next paint', () => {
    const { browser, session } = startSession();
    expect([session.connection().state, browser.connections.length]).toEqual(['connecting', 1]);
    browser.connection.bringUp(1, queue(3));
    expect(session.store.hasWhole).toBe(false);
    browser.paint();
    expect([session.store.hasWhole, session.store.get('queue', 'q-1')?.waiting, session.connection().state]).toEqual([true, 3, 'live']);
    expect(session.who()?.displayName).toBe('周敏');
  });
  test('frames between two paints are applied once', () => {
    const { browser, session } = up();
    const heard = vi.fn();
    session.store.subscribe('queue', 'q-1', heard);
    for (let n = 1; n < 9; n++) browser.connection.frame(n, n + 1, queue(n));
    browser.paint();
    expect([heard.mock.calls.length, session.store.get('queue', 'q-1')?.waiting]).toEqual([1, 8]);
  });
  test('a page that needs long for a picture gathers what comes next, but not for long', () => {
    const { browser, session } = up();
    const waiting = () => session.store.get('queue', 'q-1')?.waiting;
    browser.connection.frame(1, 2, queue(1));
    browser.paint();
    browser.pass(15);
    browser.connection.frame(2, 3, queue(2));
    browser.paint();
    expect(waiting()).toBe(2);
    browser.sleep(30);
    browser.pass(0);
    browser.connection.frame(3, 4, queue(3));
    browser.paint();
    expect(waiting()).toBe(2);
    browser.pass(30);
    browser.paint();
    expect(waiting()).toBe(3);
  });
  test('it tells what it has seen at most once a second', () => {
    const { browser } = up();
    for (let n = 1; n <= 100; n++) {
      browser.connection.frame(n, n + 1);
      browser.pass(20);
    }
    expect(browser.connection.seen.length).toBeLessThanOrEqual(2);
    browser.pass(1_000);
    expect(browser.connection.seen.at(-1)).toBe('101-0');
  });
  test('a missing frame is asked for on the same connection', () => {
    const { browser, session } = up();
    browser.connection.frame(5, 6, queue(5));
    expect(browser.connection.hellos.at(-1)?.resume?.position).toBe('1-0');
    browser.connection.welcome({ resumed: true });
    browser.connection.frame(1, 6, queue(6));
    browser.paint();
    expect([browser.connections.length, session.store.get('queue', 'q-1')?.waiting]).toEqual([1, 6]);
  });
  test('what a replaced connection still says is not listened to', () => {
    const { browser, session } = up();
    const old = browser.connection;
    old.lose();
    browser.pass(2_000);
    old.frame(1, 2, queue(99));
    browser.paint();
    expect(session.store.get('queue', 'q-1')?.waiting).toBe(0);
  });
});

describe('a laptop that slept ten minutes', () => {
  test('shows first that it is stale, then catches up by position without reloading', () => {
    const { browser, session } = up();
    live(browser, 5);
    const states: string[] = [];
    session.subscribe(() => states.push(session.connection().state));
    browser.sleep(600_000);
    // What waited in the socket is the first to be heard.
    browser.connection.beat({ serverAt: epochMs(SERVER_AHEAD_MS + 6_000) });
    expect(states[0]).toBe('stale');
    expect(session.connection()).toMatchObject({ state: 'stale', reasons: [] });
    browser.pass(2_000);
    expect(browser.connections.length).toBe(2);
    browser.connection.open();
    expect(browser.connection.hellos[0]?.resume?.position).toBe('1-0');
    browser.connection.welcome({ resumed: true });
    browser.connection.frame(1, 500, queue(7));
    browser.connection.beat();
    browser.paint();
    expect(states).not.toContain('connecting');
    expect([session.connection().state, session.store.get('queue', 'q-1')?.waiting, browser.reloads]).toEqual(['restored', 7, 0]);
    live(browser, 7);
    expect(session.connection().state).toBe('live');
  });
  test('its timers stand still from the last good news until it has caught up', () => {
    const { browser, session } = up();
    session.clock.subscribe(() => {});
    live(browser, 5);
    const lastGoodNews = SERVER_AHEAD_MS + 5_000;
    browser.sleep(600_000);
    session.wake();
    expect(session.connection().state).toBe('stale');
    expect(session.clock.read(1_000)).toBe(lastGoodNews);
    browser.pass(3_000);
    expect(session.clock.read(1_000)).toBe(lastGoodNews);
  });
  test('a hidden tab whose timers fire late is stale all the same', () => {
    const { browser, session } = up();
    browser.pass(60_000, { awake: false });
    expect(session.connection().state).toBe('stale');
  });
});

describe('Live and Paused', () => {
  test('while paused nothing on screen moves, and resuming shows what came meanwhile', () => {
    const { browser, session } = up();
    session.clock.subscribe(() => {});
    live(browser, 2);
    session.pause();
    const since = session.pausedAt();
    browser.connection.frame(1, 2, queue(4));
    browser.connection.frame(2, 3, queue(5));
    browser.paint();
    live(browser, 10);
    expect(session.store.get('queue', 'q-1')?.waiting).toBe(0);
    expect([session.clock.read(1), session.pausedAt()]).toEqual([since, since]);
    session.unpause();
    browser.paint();
    expect([session.store.get('queue', 'q-1')?.waiting, session.pausedAt()]).toEqual([5, null]);
    expect(session.clock.read(1_000)).toBeGreaterThan((since ?? 0) + 9_000);
  });
  test('a pause that was asked for just before a paint holds', () => {
    const { browser, session } = up();
    browser.connection.frame(1, 2, queue(4));
    session.pause();
    browser.paint();
    expect(session.store.get('queue', 'q-1')?.waiting).toBe(0);
  });
  test('a view that went stale while paused says that it is stale', () => {
    const { browser, session } = up();
    session.pause();
    browser.pass(20_000);
    expect(session.connection().state).toBe('stale');
  });
});

describe('leaving', () => {
  test('a session that was ended elsewhere leaves nothing of the floor behind', () => {
    const { browser, session } = up();
    browser.connection.goodbye({ because: 'signed-out' });
    expect([session.connection().state, session.store.hasWhole, session.store.ids('queue'), browser.connection.closed]).toEqual([
      'signed-out',
      false,
      [],
      true,
    ]);
    browser.pass(60_000);
    expect(browser.connections.length).toBe(1);
  });
  test('an outdated page reloads once', () => {
    const { browser } = up();
    browser.connection.goodbye({ because: 'protocol' });
    expect(browser.reloads).toBe(1);
  });
  test('a stopped session has no timer, no connection and no paint left', () => {
    const { browser, session } = up();
    browser.connection.frame(1, 2, queue(4));
    session.stop();
    browser.pass(120_000);
    browser.paint();
    expect([browser.connections.length, browser.connection.closed, session.store.get('queue', 'q-1')?.waiting]).toEqual([1, true, 0]);
  });
});

describe('event to screen', () => {
  test('it is measured from the source’s read to the paint, on one clock, though the two machines’ clocks differ', () => {
    const { browser, session } = up();
    for (let n = 1; n <= 20; n++) {
      const readAt = browser.serverNow();
      browser.pass(n <= 18 ? 30 : 90);
      browser.connection.frame(n, n + 1, { readAt });
      browser.paint();
      browser.pass(10);
    }
    browser.pass(1_000);
    expect(session.latency()).toEqual({ p50Ms: 30, p95Ms: 90, samples: 20 });
    browser.pass(61_000);
    expect(session.latency()).toBeNull();
  });
  test('what a pause held back does not count', () => {
    const { browser, session } = up();
    session.pause();
    browser.connection.frame(1, 2, { readAt: browser.serverNow() });
    browser.pass(5_000);
    session.unpause();
    browser.paint();
    browser.pass(1_500);
    expect(session.latency()).toBeNull();
  });
});

describe('the one clock', () => {
  test('it shows the site’s seconds whatever this browser’s clock says, and ticks only while somebody looks', () => {
    const { browser, session } = up();
    const seen: (number | null)[] = [];
    const stop = session.clock.subscribe(() => seen.push(session.clock.read(1_000)));
    live(browser, 3);
    browser.pass(100);
    stop();
    expect(seen).toEqual([1_000, 2_000, 3_000].map((ms) => SERVER_AHEAD_MS + ms));
    live(browser, 2);
    expect(seen.length).toBe(3);
  });
  test('a replayed day runs faster, and still no more than four changes a second are drawn', () => {
    const { browser, session } = startSession();
    browser.connection.bringUp();
    browser.connection.beat({ rate: 100 });
    let ticks = 0;
    session.clock.subscribe(() => ticks++);
    const before = session.clock.read(1) ?? 0;
    for (let n = 0; n < 10; n++) {
      browser.pass(1_000);
      browser.connection.beat({ rate: 100, siteNow: epochMs(SERVER_AHEAD_MS + browser.nowMs * 100) });
    }
    expect(ticks).toBeLessThanOrEqual(41);
    expect((session.clock.read(1) ?? 0) - before).toBeGreaterThan(950_000);
  });
  test('a heartbeat that corrects it by a little does not let a timer step back', () => {
    const { browser, session } = up();
    const seen: number[] = [];
    session.clock.subscribe(() => seen.push(session.clock.read(1) ?? 0));
    for (let n = 1; n < 30; n++) {
      browser.pass(1_000);
      browser.connection.beat({ siteNow: epochMs(browser.serverNow() - (n % 3) * 100) });
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });
});

test('a server that cannot be reached is tried ever more slowly, and never given up', () => {
  const browser = new FakeBrowser();
  browser.dice = 1;
  const { session } = startSession(browser);
  const dialledAt: number[] = [];
  for (let n = 0; n < 10; n++) {
    dialledAt.push(Math.round(browser.nowMs / 1_000));
    const tries = browser.connections.length;
    browser.connection.lose();
    while (browser.connections.length === tries) browser.pass(500);
  }
  expect(dialledAt).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121, 151]);
  expect(session.connection()).toEqual({ state: 'connecting', failures: 10 });
});
