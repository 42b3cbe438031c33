import { describe, expect, test } from 'vitest';
import { AmiServer, liveEvents } from '../../support/ami-server.js';
import { joins, LiveRig, listedCaller, listedChannel, withLive } from './live-rig.js';
import { recordingOf } from './recordings.js';

const lab = recordingOf('01-join-answer-complete');
const start = (options: Parameters<typeof AmiServer.start>[0] = {}) => AmiServer.start({ recording: lab, ...options });
const waiting = (rig: LiveRig) => [...rig.site.queues.values()].reduce((sum, queue) => sum + queue.waiting.size, 0);
const outcomes = (rig: LiveRig) => [...rig.site.visits.values()].map((visit) => visit.outcome ?? visit.state);

describe('connecting', () => {
  test('queues and agents are discovered, with nothing configured but the login', async () => {
    await withLive(await start(), {}, async (rig) => {
      await rig.live();
      expect(rig.status).toEqual(['connected']);
      expect([...rig.site.queues.values()].map((queue) => queue.key).sort()).toEqual(['complaints', 'sales', 'support', 'vip']);
      expect(rig.site.agents.size).toBe(20);
    });
  });

  test('only the queues that are wanted are shown', async () => {
    await withLive(await start(), { queues: ['vip'] }, async (rig) => {
      await rig.live();
      expect([...rig.site.queues.values()].map((queue) => queue.key)).toEqual(['vip']);
    });
  });

  test('a wrong password is told as what it is, and not tried again at once', async () => {
    const server = await start({ secret: 'another' });
    await withLive(server, {}, async (rig) => {
      await rig.until(() => rig.status.length > 0);
      expect(rig.status).toEqual(['login refused: user or secret is wrong, or this address is not permitted']);
      rig.clock.advance(14_000);
      expect(server.logins).toBe(1);
      rig.clock.advance(2_000);
      await server.until(() => server.logins === 2);
    });
  });

  test('a PBX that cuts us off before its greeting is starting up, not refusing us', async () => {
    const server = await start();
    server.resetsNew = true;
    await withLive(server, {}, async (rig) => {
      await rig.until(() => rig.status.length > 0);
      expect(rig.status).toEqual(['ECONNRESET']);
      server.resetsNew = false;
      rig.clock.advance(500);
      await rig.live();
      expect(rig.status).toEqual(['ECONNRESET', 'connected']);
    });
  });

  test('nobody there at all is tried again, more and more slowly', async () => {
    const server = await start();
    await server.stop();
    const rig = new LiveRig(server);
    await rig.until(() => rig.status.length > 0);
    expect(rig.status).toEqual(['ECONNREFUSED']);
    const again = await AmiServer.start({ recording: lab }, server.port);
    rig.clock.advance(500);
    await rig.live();
    await rig.stop();
    await again.stop();
  });

  test('a user who may not filter events sees the same floor', async () => {
    const denied = (action: { get(name: string): string }) =>
      action.get('Action') === 'Filter' ? ['Response: Error\r\nMessage: Permission denied\r\n\r\n'] : undefined;
    await withLive(await start({ answer: denied }), {}, async (rig) => {
      await rig.live();
      expect(rig.site.agents.size).toBe(20);
    });
  });

  test('a user who may not see queues is told so', async () => {
    const denied = (action: { get(name: string): string }) =>
      action.get('Action') === 'QueueStatus' ? ['Response: Error\r\nMessage: Permission denied\r\n\r\n'] : undefined;
    await withLive(await start({ answer: denied }), {}, async (rig) => {
      await rig.until(() => rig.status.length > 0);
      expect(rig.status).toEqual(['the PBX does not tell its queues: Permission denied']);
    });
  });

  test('the secret is in no log line', async () => {
    const server = await start({ secret: 'another' });
    await withLive(server, { secret: 'kept-to-ourselves' }, async (rig) => {
      await rig.until(() => rig.status.length > 0);
      expect(rig.logged.length).toBeGreaterThan(0);
      expect(rig.logged.join('')).not.toContain('kept-to-ourselves');
    });
  });
});

describe('keeping the connection', () => {
  test('a PBX that answers nothing for ten seconds after a question is lost', async () => {
    const server = await start();
    await withLive(server, {}, async (rig) => {
      await rig.live();
      rig.clock.advance(5_000);
      await server.until(() => server.asked('Ping') === 1);
      await rig.caughtUp(server);
      server.isMute = true;
      rig.clock.advance(5_000);
      await server.until(() => server.asked('Ping') === 2);
      expect(rig.status).toEqual(['connected']);
      rig.clock.advance(10_000);
      await rig.until(() => rig.status.length === 2);
      expect(rig.status).toEqual(['connected', 'no answer for 10 s']);
    });
  });

  test('saying goodbye leaves no connection and no timer', async () => {
    const server = await start();
    const rig = new LiveRig(server);
    await rig.live();
    await rig.stop();
    await server.until(() => server.connections === 0);
    expect(server.asked('Logoff')).toBe(1);
    expect(rig.clock.size).toBe(0);
    await server.stop();
  });

  test('lists are asked for again every three quarters of a minute', async () => {
    const server = await start();
    await withLive(server, {}, async (rig) => {
      await rig.live();
      const before = server.asked('QueueStatus');
      for (let second = 0; second < 45; second += 5) {
        rig.clock.advance(5_000);
        await server.until(() => server.asked('Ping') === second / 5 + 1);
        await rig.caughtUp(server);
      }
      await server.until(() => server.asked('QueueStatus') === before + 1);
    });
  });
});

describe('connection lost, and found again', () => {
  test('five hundred callers who vanished meanwhile are lost, and none of them abandoned', async () => {
    const server = await start();
    server.callers = Array.from({ length: 500 }, (_, index) => listedCaller(`1795296000.${index}`, 'sales', 10));
    server.channels = Array.from({ length: 500 }, (_, index) =>
      listedChannel(`1795296000.${index}`, `PJSIP/trunk-${index.toString(16).padStart(8, '0')}`),
    );
    await withLive(server, {}, async (rig) => {
      await rig.live();
      expect(waiting(rig)).toBe(500);
      server.callers = [];
      server.channels = [];
      server.drop();
      await rig.until(() => rig.status.at(-1) !== 'connected');
      rig.clock.advance(500);
      await rig.live(2);
      expect(waiting(rig)).toBe(0);
      expect(outcomes(rig)).toEqual(Array(500).fill('lost'));
    });
  });

  test('a caller who is still there waits on, as the same visit', async () => {
    const server = await start();
    await withLive(server, {}, async (rig) => {
      await rig.live();
      server.send(joins('1795296000.7', 'sales', 1));
      await rig.until(() => waiting(rig) === 1);
      server.callers = [listedCaller('1795296000.7', 'sales', 1)];
      server.channels = [listedChannel('1795296000.7', 'PJSIP/trunk-00000007')];
      server.drop();
      await rig.until(() => rig.status.length === 2);
      rig.clock.advance(1_000);
      await rig.live(2);
      expect(outcomes(rig)).toEqual(['queued']);
    });
  });

  test('a message cut in two by the loss is not glued to the next connection', async () => {
    const server = await start();
    await withLive(server, {}, async (rig) => {
      await rig.live();
      server.send('Event: QueueCallerJoin\r\nUniqueid: 1.1\r\nQueue: sal');
      server.drop();
      await rig.until(() => rig.status.length === 2);
      rig.clock.advance(500);
      await rig.live(2);
      expect(waiting(rig)).toBe(0);
      expect(rig.dropped).toEqual([]);
    });
  });

  test('a connector that starts anew goes on with the visits that the log holds', async () => {
    const server = await start();
    const first = new LiveRig(server);
    await first.live();
    server.send(joins('1795296000.9', 'vip', 1));
    await first.until(() => waiting(first) === 1);
    await first.stop();
    server.callers = [listedCaller('1795296000.9', 'vip', 0)];
    server.channels = [listedChannel('1795296000.9', 'PJSIP/trunk-00000009')];
    const second = new LiveRig(server, {}, first.site);
    await second.live();
    expect(outcomes(second)).toEqual(['queued']);
    server.send(
      'Event: QueueCallerAbandon\r\nUniqueid: 1795296000.9\r\nQueue: vip\r\n\r\nEvent: QueueCallerLeave\r\nChannel: PJSIP/trunk-9\r\nUniqueid: 1795296000.9\r\nQueue: vip\r\nCount: 0\r\n\r\nEvent: Hangup\r\nUniqueid: 1795296000.9\r\n\r\n',
    );
    await second.until(() => waiting(second) === 0);
    expect(outcomes(second)).toEqual(['abandoned']);
    await second.stop();
    await server.stop();
  });
  test('a caller who comes back to a queue after the connector started anew is a new visit', async () => {
    const server = await start();
    const first = new LiveRig(server);
    await first.live();
    server.send(joins('1795296000.5', 'sales', 1));
    server.send(
      'Event: QueueCallerLeave\r\nUniqueid: 1795296000.5\r\nQueue: sales\r\nCount: 0\r\n\r\nEvent: QueueCallerJoin\r\nUniqueid: 1795296000.5\r\nQueue: vip\r\nCount: 1\r\n\r\n',
    );
    await first.caughtUp(server);
    await first.stop();
    server.callers = [listedCaller('1795296000.5', 'sales', 0)];
    const second = new LiveRig(server, {}, first.site);
    await second.live();
    expect(outcomes(second)).toEqual(['key-exit', 'lost', 'queued']);
    await second.stop();
    await server.stop();
  });
});

describe('what the PBX says', () => {
  test('a busy hour at once is read to the end, and every caller counted', async () => {
    const server = await start({ recording: recordingOf('11-busy-hour') });
    await withLive(server, {}, async (rig) => {
      await rig.live();
      server.send(liveEvents(recordingOf('11-busy-hour')).join(''));
      server.send('Event: QueueMemberAdded\r\nQueue: vip\r\nMemberName: The End\r\nInterface: PJSIP/9999\r\nPaused: 0\r\n\r\n');
      await rig.until(() => rig.of('member.seen').some((fact) => fact.member === 'The End'));
      rig.clock.advance(1_000);
      const life = [...rig.site.queues.values()].map((queue) => queue.life);
      expect(life.reduce((sum, queue) => sum + queue.entered, 0)).toBe(164);
      expect(life.reduce((sum, queue) => sum + queue.answered, 0)).toBe(133);
    });
  });

  test('answers and list items that nobody asked for are dropped and counted', async () => {
    const server = await start();
    await withLive(server, {}, async (rig) => {
      await rig.live();
      server.send(
        `Response: Success\r\nActionID: guessed\r\nMessage: Authentication accepted\r\n\r\n${listedCaller('6.6', 'sales', 5).replace('Queue:', 'ActionID: guessed\r\nQueue:')}`,
      );
      await rig.until(() => rig.dropped.length === 2);
      expect(rig.dropped).toEqual(['unasked-answer', 'unasked-answer']);
      expect(waiting(rig)).toBe(0);
    });
  });

  test('a queue that is longer than we think is asked about', async () => {
    const server = await start();
    await withLive(server, {}, async (rig) => {
      await rig.live();
      server.send(joins('1795296000.1', 'support', 4));
      await rig.until(() => waiting(rig) === 1);
      rig.clock.advance(500);
      await server.until(() =>
        server.actions.some((action) => action.get('Action') === 'QueueStatus' && action.get('Queue') === 'support'),
      );
    });
  });

  test('after a reload everything is asked for again', async () => {
    const server = await start();
    await withLive(server, {}, async (rig) => {
      await rig.live();
      const before = server.asked('QueueStatus');
      server.send('Event: Reload\r\nModule: All\r\n\r\n');
      await rig.caughtUp(server);
      rig.clock.advance(500);
      await server.until(() => server.asked('QueueStatus') === before + 1);
    });
  });

  test('a caller’s name that looks like a protocol is a name', async () => {
    const server = await start();
    await withLive(server, {}, async (rig) => {
      await rig.live();
      server.send(
        joins('1795296000.2', 'sales', 1, String.raw`Eve\r\n\r\nEvent: QueueCallerLeave\r\nUniqueid: 1795296000.2\r\nQueue: sales`),
      );
      await rig.until(() => waiting(rig) === 1);
      expect(rig.of('visit.joined').map((fact) => fact.caller.name)).toEqual([
        'Eve Event: QueueCallerLeave Uniqueid: 179****0002 Queue: sales',
      ]);
    });
  });

  test('a caller who left, of whom nothing more is heard, is settled within a tenth of a second', async () => {
    const server = await start();
    await withLive(server, {}, async (rig) => {
      await rig.live();
      server.send(joins('1795296000.3', 'sales', 1));
      await rig.until(() => waiting(rig) === 1);
      const leaves = 'Event: QueueCallerLeave\r\nChannel: PJSIP/trunk-3\r\nUniqueid: 1795296000.3\r\nQueue: sales\r\nCount: 0\r\n\r\n';
      server.send(leaves);
      await rig.caughtUp(server);
      rig.clock.advance(99);
      expect(outcomes(rig)).toEqual(['queued']);
      rig.clock.advance(1);
      expect(outcomes(rig)).toEqual(['key-exit']);
    });
  });

  test('an answer that the PBX is slow to tell is an answer, not an exit by key', async () => {
    const server = await start();
    await withLive(server, {}, async (rig) => {
      await rig.live();
      const leg = 'DestChannel: PJSIP/1001-00000001\r\nDestUniqueid: 1795296000.5';
      const caller = 'Channel: PJSIP/trunk-4\r\nUniqueid: 1795296000.4';
      const member = 'Queue: sales\r\nInterface: PJSIP/1001\r\nMemberName: Alice Ng';
      server.send(joins('1795296000.4', 'sales', 1));
      server.send(
        `Event: AgentCalled\r\n${caller}\r\n${leg}\r\n${member}\r\n\r\nEvent: DialBegin\r\n${caller}\r\n${leg}\r\nDestChannelState: 0\r\n\r\n`,
      );
      server.send(
        `Event: DialEnd\r\n${caller}\r\n${leg}\r\nDialStatus: ANSWER\r\n\r\nEvent: QueueCallerLeave\r\n${caller}\r\nQueue: sales\r\nCount: 0\r\n\r\n`,
      );
      await rig.caughtUp(server);
      rig.clock.advance(2_000);
      server.send(`Event: AgentConnect\r\n${caller}\r\n${leg}\r\n${member}\r\n\r\n`);
      await rig.until(() => rig.of('visit.answered').length === 1);
      expect(outcomes(rig)).toEqual(['answered']);
    });
  });
});
