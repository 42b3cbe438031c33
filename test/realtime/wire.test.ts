import type { Socket as NetSocket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { Encoded, webSocketTextFrame } from '../../server/realtime/encode.js';
import { SLOW } from '../../server/realtime/seat.js';
import { type LiveSocket, Wire } from '../../server/realtime/wire.js';
import { PROTOCOL_VERSION } from '../../shared/protocol/version.js';
import { abandoned, answered, joined, member, offered, queueSeen } from '../support/floor.js';
import { Held } from './fake-browser.js';
import { type LiveNode, startNode } from './live-node.js';

const nodes: LiveNode[] = [];
afterEach(async () => {
  for (const node of nodes.splice(0)) {
    await node.stop();
    expect(node.errors).toEqual([]);
  }
});
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

async function floor(directWrite: boolean): Promise<LiveNode> {
  const node = await startNode({ directWrite });
  nodes.push(node);
  node.sessions.add('wang', 'supervisor');
  node.sessions.add('chen', 'supervisor');
  node.source.tell(queueSeen(0, 'sales'), member(1, 'PJSIP/1001', 'sales'));
  return node;
}

/** A browser by hand: Engine.IO and Socket.IO as text, every message kept as it came. */
async function rawBrowser(node: LiveNode, cookie = 'wang') {
  const raw: WebSocket = node.raw({ cookie: `sid=${cookie}` });
  const messages: string[] = [];
  const held = new Held();
  let misfits = 0;
  raw.on('message', (data) => {
    const text = String(data);
    if (text.startsWith('0')) raw.send('40');
    else if (text.startsWith('40')) raw.send(`42["hello",{"protocol":${PROTOCOL_VERSION}}]`);
    else if (text === '2') raw.send('3');
    else if (text.startsWith('42')) {
      messages.push(text);
      const [event, body] = JSON.parse(text.slice(2));
      if (event === 'frame' && !held.apply(body)) misfits += 1;
    }
  });
  await until(() => expect(messages.length).toBeGreaterThan(1));
  return { raw, messages, held, misfits: () => misfits, stream: () => (raw as unknown as { _socket: NetSocket })._socket };
}

/** The same minute on the floor: calls come, ring, are answered, leave; at its own pace, with heartbeats in between. */
async function aMinute(node: LiveNode): Promise<void> {
  for (let n = 0; n < 60; n++) {
    node.source.tell(joined(10 + n, `c${n}`, 'sales'), ...(n % 3 ? [offered(10 + n, `c${n}`, 'PJSIP/1001')] : []));
    if (n % 3 === 1) node.source.tell(answered(11 + n, `c${n}`, 'PJSIP/1001'));
    if (n % 3 === 2) node.source.tell(abandoned(11 + n, `c${n - 2}`));
    node.timers.advance(400);
    // Sometimes many messages leave in one turn, sometimes the loop turns in between.
    if (n % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('frames written past Socket.IO’s queue', () => {
  test('arrive as the very messages, in the very order, that its own way delivers', async () => {
    const got: string[][] = [];
    for (const directWrite of [true, false]) {
      const node = await floor(directWrite);
      const browser = await rawBrowser(node);
      await aMinute(node);
      await until(() => expect(browser.held.at?.position).toBe(node.source.position));
      const beats = 24;
      await until(() => expect(browser.messages.filter((text) => text.startsWith('42["heartbeat"'))).toHaveLength(beats));
      // Each start of a node has a name of its own.
      got.push(browser.messages.map((text) => text.replace(/"node":"[^"]+"/, '"node":""')));
      expect(browser.misfits()).toBe(0);
    }
    expect(got[0]).toEqual(got[1]);
    expect(got[0]?.length).toBeGreaterThan(100);
  });

  test('read the same to the real client library on both ways', async () => {
    const seen: unknown[] = [];
    for (const directWrite of [true, false]) {
      const node = await floor(directWrite);
      const browser = node.browser('wang');
      browser.socket.on('connect', () => browser.hello());
      await until(() => expect(browser.frames).toHaveLength(1));
      await aMinute(node);
      await until(() => expect(browser.held.at?.position).toBe(node.source.position));
      seen.push([browser.frames, browser.welcomes.map((welcome) => ({ ...welcome, node: '' }))]);
      expect(browser.misfits).toBe(0);
    }
    expect(seen[0]).toEqual(seen[1]);
  });

  test('keep their place behind what Socket.IO itself has still to send', async () => {
    const node = await floor(true);
    const browser = await rawBrowser(node);
    const order: string[] = [];
    browser.raw.on('message', (data) => {
      const text = String(data);
      order.push(
        text.startsWith('42["welcome"')
          ? 'welcome'
          : text.startsWith('42["frame",{"epoch"')
            ? text.includes('"from":null')
              ? 'whole'
              : 'frame'
            : 'other',
      );
    });
    // Its answer is on its way through Socket.IO's queue while changes are written.
    browser.raw.send(`42["hello",{"protocol":${PROTOCOL_VERSION}}]`);
    await until(() => {
      node.source.tell(joined(100 + order.length, `late${order.length}-${Math.random()}`, 'sales'));
      expect(order).toContain('whole');
    });
    expect(order.indexOf('welcome')).toBeLessThan(order.indexOf('whole'));
    await until(() => expect(browser.held.at?.position).toBe(node.source.position));
    expect(browser.misfits()).toBe(0);
  });

  test.each([true, false])('to a client that is just leaving do no harm (direct: %s)', async (directWrite) => {
    const node = await floor(directWrite);
    const stays = await rawBrowser(node, 'chen');
    for (let n = 0; n < 20; n++) {
      const leaves = await rawBrowser(node);
      if (n % 3 === 0) leaves.raw.terminate();
      else if (n % 3 === 1) leaves.raw.close();
      else leaves.stream().destroy();
      for (let i = 0; i < 5; i++) node.source.tell(joined(n, `n${n}-${i}`, 'sales'));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => expect(node.realtime.clients()).toBe(1));
    await until(() => expect(stays.held.at?.position).toBe(node.source.position));
    expect(stays.misfits()).toBe(0);
  });
});

describe('the direct way is taken only when', () => {
  const idle = {
    readyState: 'open',
    name: 'websocket',
    writable: true,
    perMessageDeflate: null as unknown,
    open: 1,
    waiting: [] as { data: string }[],
    sender: true,
  };
  const waysOf = (conn: typeof idle) => {
    const ways: string[] = [];
    const socket = { readyState: conn.open, bufferedAmount: 0, _sender: conn.sender ? { sendFrame: () => ways.push('direct') } : {} };
    const transport = { name: conn.name, writable: conn.writable, perMessageDeflate: conn.perMessageDeflate, socket };
    const inside = { readyState: conn.readyState, writeBuffer: conn.waiting, transport, write: () => ways.push('own') };
    new Wire({ conn: inside } as unknown as LiveSocket, { directWrite: true }).send(new Encoded('frame', '{}'));
    return ways;
  };

  test('nothing of the client’s waits, on an open WebSocket without compression', () => {
    expect(waysOf(idle)).toEqual(['direct']);
  });

  test.each([
    ['it is closing', { readyState: 'closing' }],
    ['it is another transport', { name: 'polling' }],
    ['a message is half sent', { writable: false }],
    ['messages are compressed', { perMessageDeflate: {} }],
    ['the WebSocket is closing', { open: 2 }],
    ['messages wait', { waiting: [{ data: 'x' }] }],
    ['the library has changed inside', { sender: false }],
  ])('%s: then its own way', (_, difference) => {
    expect(waysOf({ ...idle, ...difference })).toEqual(['own']);
  });
});

describe('the bytes of a WebSocket frame', () => {
  test.each([0, 1, 125, 126, 65_535, 65_536, 200_000])('%i bytes of text are framed as RFC 6455 has it', (length) => {
    const frame = webSocketTextFrame('x'.repeat(length));
    expect(frame[0]).toBe(0x81);
    const short = frame[1] ?? 0;
    const [told, header] = short < 126 ? [short, 2] : short === 126 ? [frame.readUInt16BE(2), 4] : [Number(frame.readBigUInt64BE(2)), 10];
    expect([told, frame.length]).toEqual([length, header + length]);
  });

  test('lengths are of bytes, not of characters', () => {
    expect(webSocketTextFrame('投诉')).toHaveLength(2 + 6);
  });
});

describe.each([true, false])('a browser that stops reading (direct: %s)', (directWrite) => {
  /** A floor with so much going on that a second of it is hundreds of kilobytes. */
  const busySecond = (node: LiveNode, second: number) => {
    for (let n = 0; n < 10; n++) {
      const calls = Array.from({ length: 100 }, (_, i) => `s${second}-${n}-${i}`);
      node.source.tell(...calls.map((call) => joined(second, call, 'sales')));
      node.source.tell(...calls.map((call) => abandoned(second, call)));
      node.timers.advance(100);
    }
  };

  test('costs the server little memory, disturbs nobody, is cut off, and resumes when it wakes', async () => {
    const node = await floor(directWrite);
    const asleep = await rawBrowser(node);
    const awake = await rawBrowser(node, 'chen');
    const serverSide = () =>
      [...node.realtime.sockets()].map(
        (socket) => socket.conn as unknown as { transport: { socket: WebSocket }; writeBuffer: { data?: string }[] },
      );
    const queued = () =>
      Math.max(
        0,
        ...serverSide().map(
          ({ transport, writeBuffer }) =>
            transport.socket.bufferedAmount + writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0),
        ),
      );

    asleep.stream().pause();
    let most = 0;
    let second = 0;
    // Until the kernel's own buffers are full and the server has noticed; then ten seconds more.
    for (; second < 120 && node.realtime.clients() === 2; second++) {
      busySecond(node, second);
      most = Math.max(most, queued());
      await new Promise((resolve) => setImmediate(resolve));
      await until(() => expect(awake.held.at?.position).toBe(node.source.position));
    }
    expect(node.realtime.clients()).toBe(1);
    expect(most).toBeLessThan(1024 * 1024);
    expect(most).toBeGreaterThan(SLOW.unsentBytes);
    expect(awake.misfits()).toBe(0);

    asleep.stream().resume();
    await until(() => expect(asleep.raw.readyState).toBe(asleep.raw.CLOSED));
    const again = node.browser('wang');
    Object.assign(again, { held: asleep.held });
    again.socket.on('connect', () => again.hello());
    await until(() => expect(again.frames.length).toBeGreaterThan(0));
    expect([again.welcomes[0]?.resumed, again.misfits]).toEqual([true, 0]);
    const sorted = ({ records }: Held) => [...records].sort(([a], [b]) => (a < b ? -1 : 1));
    await until(() => expect(sorted(again.held)).toEqual(sorted(awake.held)));
  }, 60_000);

  test('and reads on before it is cut off: one merged frame brings it up', async () => {
    const node = await floor(directWrite);
    const slow = await rawBrowser(node);
    const awake = await rawBrowser(node, 'chen');
    slow.stream().pause();
    let second = 0;
    const behind = () => node.realtime.hub.membersBehind;
    for (; second < 120 && behind() === 0; second++) {
      busySecond(node, second);
      await new Promise((resolve) => setImmediate(resolve));
      await until(() => expect(awake.held.at?.position).toBe(node.source.position));
    }
    expect(behind()).toBe(1);
    for (let n = 0; n < 3; n++) busySecond(node, second++);
    slow.stream().resume();
    await until(() => {
      node.timers.advance(100);
      expect(behind()).toBe(0);
    });
    await until(() => expect(slow.held.at?.position).toBe(node.source.position));
    expect(slow.misfits()).toBe(0);
    expect(node.realtime.clients()).toBe(2);
  }, 60_000);
});
