import { randomUUID } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { LiveSession, type Surroundings } from '../../client/live/session.js';
import type { Dial } from '../../client/live/transport.js';
import { VIEW_KINDS, type ViewKind } from '../../shared/protocol/views.js';
import { abandoned, answered, joined, member, offered, queueSeen } from '../support/floor.js';
import { type LiveNode, startNode } from './live-node.js';

/** The browser's own part of the live view, against the server's: what both sides believe of the wire must be one thing. */

const nodes: LiveNode[] = [];
const sessions: LiveSession[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) session.stop();
  for (const node of nodes.splice(0)) {
    await node.stop();
    expect(node.errors).toEqual([]);
  }
});
const until = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 5 });

/** A tab that may be cut off, and that dials whichever node the test says. */
function openTab(cookie: string, whereTo: () => LiveNode) {
  const open = new Set<{ cut(): void }>();
  const dial: Dial = (on) => {
    const { socket } = whereTo().browser(cookie);
    let isOver = false;
    const lose = (signedOut: boolean) => {
      if (isOver) return;
      isOver = true;
      socket.disconnect();
      on.lost({ signedOut });
    };
    socket.on('connect', () => on.opened());
    socket.on('welcome', (welcome) => !isOver && on.welcome(welcome));
    socket.on('frame', (frame) => !isOver && on.frame(frame));
    socket.on('heartbeat', (beat) => !isOver && on.heartbeat(beat));
    socket.on('goodbye', (goodbye) => !isOver && on.goodbye(goodbye));
    socket.on('disconnect', () => lose(false));
    socket.on('connect_error', (error) => lose((error as { data?: { because?: string } }).data?.because === 'signed-out'));
    open.add({ cut: () => socket.io.engine.close() });
    return {
      hello: (hello) => socket.emit('hello', hello),
      seen: (position) => socket.emit('seen', position),
      command: (request, answer) => socket.emit('command', request, answer),
      close: () => {
        isOver = true;
        socket.disconnect();
      },
    };
  };
  const around: Surroundings = {
    dial,
    now: () => Date.now(),
    // No wait before a new try.
    random: () => 0,
    newId: () => randomUUID(),
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
    beforePaint: (run) => {
      const timer = setImmediate(run);
      return () => clearImmediate(timer);
    },
    afterPaint: (run) => run(),
    reload: () => undefined,
    reloaded: false,
  };
  const session = new LiveSession(around);
  sessions.push(session);
  session.start();
  return { session, cut: () => [...open].at(-1)?.cut() };
}

const held = ({ store }: LiveSession) =>
  VIEW_KINDS.flatMap((kind) =>
    [...store.all(kind as ViewKind)].map(([id, record]) => [`${kind}:${id}`, withoutNulls(record)] as const),
  ).sort(([a], [b]) => (a < b ? -1 : 1));
const withoutNulls = (record: object) => Object.fromEntries(Object.entries(record).filter(([, value]) => value != null));
const told = (node: LiveNode) =>
  [...(node.realtime.hub.sentTo({ kind: 'site' }) ?? [])]
    .map(([key, record]) => [key, withoutNulls(record)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

async function floor(): Promise<LiveNode> {
  const node = await startNode();
  nodes.push(node);
  node.sessions.add('wang', 'supervisor');
  node.source.tell(queueSeen(0, 'sales'), member(1, 'PJSIP/1001', 'sales'), joined(2, 'call0', 'sales'));
  return node;
}

const aCall = (node: LiveNode, n: number) => {
  node.source.tell(joined(10 + n, `c${n}`, 'sales'));
  if (n % 2) node.source.tell(offered(10 + n, `c${n}`, 'PJSIP/1001'), answered(11 + n, `c${n}`, 'PJSIP/1001'));
  else node.source.tell(abandoned(11 + n, `c${n}`));
  node.timers.advance(300);
};

test('a tab shows the floor, follows it, and after being cut off in the middle of it all shows exactly what the server told', async () => {
  const node = await floor();
  const { session, cut } = openTab('wang', () => node);
  await until(() => expect(session.store.hasWhole).toBe(true));
  for (let n = 0; n < 40; n++) {
    aCall(node, n);
    if (n % 9 === 4) cut();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => {
    node.timers.advance(1_000);
    expect(session.connection().state).toMatch(/live|restored/);
    expect(held(session)).toEqual(told(node));
  });
  expect(session.who()).toMatchObject({ role: 'supervisor', resumed: true });
}, 20_000);

test('a tab that is moved from a stopping node to another goes on from where it was', async () => {
  const first = await floor();
  const second = await startNode({}, first);
  nodes.push(second);
  let at = first;
  const { session } = openTab('wang', () => at);
  await until(() => expect(session.store.hasWhole).toBe(true));
  at = second;
  await first.realtime.stop();
  aCall(second, 1);
  session.retryNow();
  await until(() => {
    session.retryNow();
    second.timers.advance(1_000);
    expect(second.realtime.clients()).toBe(1);
    expect(held(session)).toEqual(told(second));
  });
  expect(session.who()?.resumed).toBe(true);
}, 20_000);

test('a fork of the log gives the tab a new whole view without a new connection', async () => {
  const node = await floor();
  const { session } = openTab('wang', () => node);
  await until(() => expect(session.store.hasWhole).toBe(true));
  node.source.reset();
  aCall(node, 3);
  await until(() => {
    node.timers.advance(1_000);
    expect(held(session)).toEqual(told(node));
  });
  expect(node.closed).toEqual([]);
}, 20_000);

test('a revoked session ends the tab’s view at once', async () => {
  const node = await floor();
  const { session } = openTab('wang', () => node);
  await until(() => expect(session.store.hasWhole).toBe(true));
  node.sessions.revoke('wang', 'signed-out');
  await until(() => expect(session.connection()).toEqual({ state: 'signed-out' }));
  expect(session.store.hasWhole).toBe(false);
});
