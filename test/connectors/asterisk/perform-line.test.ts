import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../shared/domain/action/effects.js';
import { AmiServer } from '../../support/ami-server.js';
import { joins, LiveRig } from './live-rig.js';
import { key, LAB_CONTEXTS, withRecorded } from './perform-rig.js';
import { recordingOf } from './recordings.js';

const pause: Effect = { op: 'set-not-ready', agentKey: key('PJSIP/1001'), reasonCode: 'BREAK' };
/** Asked, and not answered: the PBX has read it. */
const unanswered = { answer: (action: { get(name: string): string }) => (action.get('Action') === 'QueuePause' ? [] : undefined) };

describe('a user who may only read', () => {
  test.each([
    ['con-5', pause],
    ['con-6', { op: 'move-waiting', to: { kind: 'queue', queueKey: key('support') } }],
  ] as const)('%s: is told what the PBX said, and nothing changes', async (recorded, wish) => {
    await withRecorded('04b-readonly-user-permission-denied', async (it) => {
      await it.playTo('con-9');
      it.pbx.server.send(joins('1.1', 'sales', 1, 'Here Now'));
      await it.settle();
      it.pbx.skipTo(recorded);
      const effect = wish.op === 'move-waiting' ? { ...wish, ...it.call('Here Now') } : wish;
      expect(await it.perform(effect)).toEqual({ ok: false, failure: { code: 'refused', detail: 'Permission denied' } });
      await it.settle();
      expect(it.story('Here Now')).toBe('joined sales');
    });
  });

  test('a phone is not even rung', async () => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo('spy-listen');
      const denied = recordingOf('04b-readonly-user-permission-denied');
      const answers = denied.kind === 'session' ? denied.lines.map((line) => line.raw).join('') : '';
      expect(answers).toContain('ActionID: con-7\r\nMessage: Permission denied');
      it.pbx.refuse('Originate', 'Permission denied');
      const effect = { op: 'monitor', ...it.call('Spied Upon'), agentKey: key('PJSIP/1001'), phoneKey: key('PJSIP/1099') } as const;
      expect(await it.perform({ ...effect, mode: 'listen', monitorKey: key('x-1') })).toEqual({
        ok: false,
        failure: { code: 'refused', detail: 'Permission denied' },
      });
    });
  });

  test('a PBX that shuts down refuses', async () => {
    await withRecorded('06-redirect-waiting-caller', async (it) => {
      await it.playTo('con-5');
      it.pbx.refuse('Redirect', 'Asterisk is shutting down');
      const effect = { op: 'move-waiting', ...it.call('Red One'), to: { kind: 'queue', queueKey: key('support') } } as const;
      expect(await it.perform(effect)).toEqual({ ok: false, failure: { code: 'refused', detail: 'Asterisk is shutting down' } });
      // What was refused explains nothing that happens later: this caller gives up.
      const [uid, channel] = [effect.visitKey.split('|')[0], 'PJSIP/trunk-a-00000069'];
      const about = `Channel: ${channel}\r\nUniqueid: ${uid}\r\nQueue: sales\r\nCount: 0\r\n\r\n`;
      it.pbx.server.send(`Event: QueueCallerAbandon\r\n${about}Event: QueueCallerLeave\r\n${about}Event: Hangup\r\n${about}`);
      await it.settle();
      expect(it.story('Red One', 'sales')).toBe('joined sales · abandoned');
    });
  });
});

describe('an answer that does not come', () => {
  test('is waited for for five seconds', async () => {
    await withRecorded(
      '04-pause-add-remove-members',
      async (it) => {
        const asked = it.perform(pause);
        await it.pbx.server.until(() => it.pbx.server.asked('QueuePause') === 1);
        it.rig.clock.advance(5_000);
        expect(await asked).toEqual({ ok: false, failure: { code: 'unreachable', detail: 'no answer within 5 s' } });
      },
      { server: unanswered },
    );
  });

  test('because the connection is lost is told at once, and nothing is asked twice', async () => {
    await withRecorded(
      '04-pause-add-remove-members',
      async (it) => {
        const asked = it.perform(pause);
        await it.pbx.server.until(() => it.pbx.server.asked('QueuePause') === 1);
        it.pbx.server.drop();
        expect(await asked).toEqual({
          ok: false,
          failure: { code: 'unreachable', detail: 'the connection was lost before the PBX answered' },
        });
        it.rig.clock.advance(1_000);
        await it.rig.live(2);
        expect(it.pbx.server.asked('QueuePause')).toBe(1);
      },
      { server: unanswered },
    );
  });

  test('is not replaced by a forged one', async () => {
    await withRecorded(
      '04-pause-add-remove-members',
      async (it) => {
        let answer: unknown;
        const asked = it.perform(pause).then((given) => {
          answer = given;
        });
        await it.pbx.server.until(() => it.pbx.server.asked('QueuePause') === 1);
        it.pbx.server.send('Response: Success\r\nActionID: bw-000000000000000000000000\r\nMessage: Interface paused successfully\r\n\r\n');
        it.pbx.server.send('Event: OriginateResponse\r\nActionID: bw-guessed\r\nResponse: Success\r\n\r\n');
        await it.settle();
        expect(answer).toBeUndefined();
        const id = it.pbx.server.actions.find((action) => action.get('Action') === 'QueuePause')?.actionId;
        it.pbx.server.send(`Response: Error\r\nActionID: ${id}\r\nMessage: Interface not found\r\n\r\n`);
        await asked;
        expect(answer).toEqual({ ok: false, failure: { code: 'refused', detail: 'Interface not found' } });
      },
      { server: unanswered },
    );
  });
});

describe('nothing is sent', () => {
  test('without a connection', async () => {
    const server = await AmiServer.start({ recording: recordingOf('01-join-answer-complete') });
    const rig = new LiveRig(server, { contexts: LAB_CONTEXTS });
    expect(await rig.perform(pause)).toEqual({ ok: false, failure: { code: 'unreachable', detail: 'no connection to the PBX' } });
    expect(await rig.perform({ op: 'resync' })).toMatchObject({ failure: { code: 'unreachable' } });
    await rig.stop();
    expect(await rig.perform(pause)).toMatchObject({ failure: { code: 'unreachable' } });
    await server.stop();
  });

  test('once another node holds the source, not even the second half', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      let asked = 0;
      const onlyFirst = () => {
        asked += 1;
        return asked === 1;
      };
      await it.playTo('con-17');
      const effect: Effect = { op: 'set-not-ready', agentKey: key('PJSIP/1005'), reasonCode: 'BREAK' };
      expect(await it.perform(effect, onlyFirst)).toMatchObject({ failure: { code: 'interrupted' } });
      expect(it.pbx.server.asked('QueuePause')).toBe(1);
      expect(await it.perform(effect, () => false)).toMatchObject({ failure: { code: 'interrupted' } });
      expect(it.pbx.server.asked('QueuePause')).toBe(1);
    });
  });

  test('that could be more than a value: refused, not repaired', async () => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo('spy-listen');
      const effect = {
        op: 'monitor',
        ...it.call('Spied Upon'),
        agentKey: key('PJSIP/1001'),
        mode: 'listen',
        monitorKey: key('x-1'),
      } as const;
      expect(await it.perform({ ...effect, phoneKey: key('PJSIP/1099\r\nApplication: System') })).toMatchObject({
        failure: { code: 'refused' },
      });
      expect(it.pbx.orders()).toEqual([]);
    });
  });
});

test('the whole truth is asked for again, and told', async () => {
  await withRecorded('01-join-answer-complete', async (it) => {
    expect(it.told('source.resynced')).toHaveLength(1);
    expect(await it.perform({ op: 'resync' })).toEqual({ ok: true });
    await it.rig.live(2);
    expect(it.told('source.resynced')).toHaveLength(2);
    expect(it.rig.status).toEqual(['connected', 'connected']);
  });
});
