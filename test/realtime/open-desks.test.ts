import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { agentIdOf } from '../../shared/kernel/ids.js';
import { member, queueSeen, SOURCE } from '../support/floor.js';
import { type LiveNode, startNode } from './live-node.js';

const LI = 'PJSIP/1001';
let node: LiveNode;
beforeEach(async () => {
  node = await startNode();
  node.source.tell(queueSeen(0, 'sales'), member(1, LI, 'sales'));
  node.sessions.add('li', 'agent', { agentKey: LI });
  node.sessions.add('stranger', 'agent', { agentKey: 'PJSIP/7777' });
  node.sessions.add('wang', 'supervisor', { agentKey: LI });
});
afterEach(() => node.stop());

const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });
async function greeted(name: string) {
  const browser = node.browser(name);
  browser.socket.on('connect', () => browser.hello());
  await until(() => expect(browser.welcomes).toHaveLength(1));
  return browser;
}

test('an agent’s desk is open from the greeting until the last of its pages is gone', async () => {
  const silent = node.browser('li');
  await until(() => expect(silent.socket.connected).toBe(true));
  expect([...node.realtime.openDesks()]).toEqual([]);
  const first = await greeted('li');
  const second = await greeted('li');
  expect([...node.realtime.openDesks()]).toEqual([agentIdOf(SOURCE, LI)]);
  first.socket.disconnect();
  await until(() => expect(node.closed).toHaveLength(1));
  expect(node.realtime.openDesks().size).toBe(1);
  second.socket.disconnect();
  await until(() => expect(node.realtime.openDesks().size).toBe(0));
});

test('a supervisor’s page is nobody’s desk, nor is that of somebody whom no source knows', async () => {
  await greeted('wang');
  await greeted('stranger');
  expect([...node.realtime.openDesks()]).toEqual([]);
});
