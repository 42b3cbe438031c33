import { describe, expect, test } from 'vitest';
import { LiveSession } from '../../../client/live/session.js';
import type { Command } from '../../../shared/domain/commands.js';
import type { ActionId, AlertId } from '../../../shared/kernel/ids.js';
import type { CommandAnswer } from '../../../shared/protocol/messages.js';
import { at, EPOCH, FakeBrowser } from '../support/fake-browser.js';

const command: Command = { type: 'alert.acknowledge', alertId: 'al-1' as AlertId };
const accepted: CommandAnswer = { outcome: 'accepted', epoch: EPOCH, position: at(2), actionId: 'x-1' as ActionId };

function open() {
  const browser = new FakeBrowser();
  const session = new LiveSession(browser);
  session.start();
  browser.connection.bringUp();
  const answers: CommandAnswer[] = [];
  const send = () => void session.outbox.send(command).then((answer) => answers.push(answer));
  const settled = async () => {
    await Promise.resolve();
    return answers;
  };
  return { browser, session, send, settled };
}

describe('a command on its way', () => {
  test('is sent at once, stamped with the server’s time, and answered once', async () => {
    const { browser, session, send, settled } = open();
    send();
    const [sent] = browser.connection.commands;
    expect(sent?.request).toMatchObject({ command, issuedAt: browser.serverNow() });
    expect(session.outbox.sending()).toMatchObject([{ wasSent: true, isUncertain: false }]);
    sent?.answer(accepted);
    sent?.answer({ outcome: 'refused', rejection: { code: 'unchanged' } });
    expect(await settled()).toEqual([accepted]);
    expect(session.outbox.sending()).toEqual([]);
  });

  test('whose answer is lost with the connection is asked again under the same id on the next one, and told as uncertain meanwhile', async () => {
    const { browser, session, send, settled } = open();
    send();
    const first = browser.connection.commands[0];
    browser.connection.lose();
    expect(session.outbox.sending()).toMatchObject([{ isUncertain: true }]);
    browser.pass(2_000);
    browser.connection.bringUp(2);
    const again = browser.connection.commands[0];
    expect(again?.request).toEqual(first?.request);
    again?.answer(accepted);
    expect(await settled()).toEqual([accepted]);
  });

  test('that is not confirmed, or not answered at all, is asked again under the same id', async () => {
    const { browser, send, settled } = open();
    send();
    const id = browser.connection.commands[0]?.request.id ?? ('' as never);
    browser.connection.commands[0]?.answer({ outcome: 'not-confirmed', commitId: id });
    browser.pass(1_000);
    browser.connection.beat();
    expect(browser.connection.commands.map(({ request }) => request.id)).toEqual([id, id]);
    for (let second = 0; second < 8; second++) {
      browser.pass(1_000);
      browser.connection.beat();
    }
    expect(browser.connection.commands).toHaveLength(3);
    // The answer to an earlier sending is as good as any.
    browser.connection.commands[1]?.answer(accepted);
    expect(await settled()).toEqual([accepted]);
  });

  test('that is one of hundreds waits its turn rather than be cut off for haste, and none is lost, left out or sent twice', async () => {
    const { browser, send } = open();
    for (let i = 0; i < 130; i++) send();
    const { commands } = browser.connection;
    const sent: number[] = [commands.length];
    for (let second = 0; second < 12; second++) {
      for (const { answer } of commands) answer(accepted);
      browser.pass(1_000);
      browser.connection.beat();
      sent.push(commands.length);
    }
    expect(sent[0]).toBeGreaterThan(20);
    for (const [second, all] of sent.entries()) expect(all - (sent[second - 3] ?? 0)).toBeLessThan(60);
    expect(commands).toHaveLength(130);
    expect(new Set(commands.map(({ request }) => request.id)).size).toBe(130);
  });

  test('that was still waiting its turn when the connection was lost is sent on the next one, after those before it', async () => {
    const { browser, send } = open();
    for (let i = 0; i < 60; i++) send();
    const first = browser.connection.commands.map(({ request }) => request.id);
    browser.connection.lose();
    browser.pass(4_000);
    browser.connection.bringUp(2);
    browser.pass(4_000);
    browser.connection.beat();
    const again = browser.connection.commands.map(({ request }) => request.id);
    expect(again).toHaveLength(60);
    expect(again.slice(0, first.length)).toEqual(first);
  });

  test('that waited for a connection waits for its turn after it too, however many are before it', async () => {
    const { browser, send, settled } = open();
    browser.connection.lose();
    for (let i = 0; i < 200; i++) send();
    browser.pass(5_000);
    browser.connection.bringUp(2);
    for (let second = 0; second < 20; second++) {
      for (const { answer } of browser.connection.commands) answer(accepted);
      browser.pass(1_000);
      browser.connection.beat();
    }
    for (const { answer } of browser.connection.commands) answer(accepted);
    expect(await settled()).toEqual(Array.from({ length: 200 }, () => accepted));
  });

  test('is sent soon though the clock of this browser was put back', async () => {
    const { browser, send } = open();
    browser.nowMs = 3_600_000;
    for (let i = 0; i < 40; i++) send();
    browser.nowMs = 0;
    for (let i = 0; i < 20; i++) send();
    for (let second = 0; second < 8; second++) {
      browser.pass(1_000);
      browser.connection.beat();
    }
    expect(new Set(browser.connection.commands.map(({ request }) => request.id)).size).toBe(60);
  });

  test('that never left this browser is given up, and is not sent when the connection returns a minute later', async () => {
    const { browser, send, settled } = open();
    browser.connection.lose();
    send();
    for (const connection of browser.connections) expect(connection.commands).toEqual([]);
    browser.pass(10_000);
    expect(await settled()).toEqual([{ outcome: 'refused', rejection: { code: 'unavailable' } }]);
    browser.connection.bringUp(2);
    expect(browser.connection.commands).toEqual([]);
  });

  test('is not sent on a connection that has not caught up: it waits for the view it was decided on', async () => {
    const { browser, send } = open();
    browser.connection.lose();
    browser.pass(2_000);
    browser.connection.open();
    browser.connection.welcome();
    send();
    expect(browser.connection.commands).toEqual([]);
    browser.connection.frame(null, 3);
    expect(browser.connection.commands).toHaveLength(1);
  });

  test('has no answer any more once this browser is signed out', async () => {
    const { browser, send, settled } = open();
    send();
    browser.connection.goodbye({ because: 'signed-out' });
    expect(await settled()).toMatchObject([{ outcome: 'not-confirmed' }]);
  });
});
