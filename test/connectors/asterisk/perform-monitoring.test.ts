import { describe, expect, test } from 'vitest';
import type { MonitorMode } from '../../../shared/domain/action/commands.js';
import type { Effect } from '../../../shared/domain/action/effects.js';
import type { SiteState } from '../../../shared/domain/site.js';
import { RecordedPbx } from '../../support/recorded-pbx.js';
import { LiveRig, listedChannel } from './live-rig.js';
import { key, LAB_CONTEXTS, PerformRig, withRecorded } from './perform-rig.js';
import { recordingOf } from './recordings.js';

type Monitor = Extract<Effect, { op: 'monitor' }>;
const EAR = key('x-ear');

const listenTo = (it: PerformRig, mode: MonitorMode, more: Partial<Monitor> = {}): Monitor => ({
  op: 'monitor',
  ...it.call('Spied Upon'),
  agentKey: key('PJSIP/1001'),
  phoneKey: key('PJSIP/1099'),
  mode,
  monitorKey: EAR,
  ...more,
});

/** Asks, and lets the recorded consequences of the recorded request happen. */
async function perform(it: PerformRig, effect: Monitor, until: readonly [event: string, holds: string]) {
  const answer = await it.perform(effect);
  it.pbx.playPast(...until);
  await it.settle();
  return answer;
}

const failures = (it: PerformRig) => it.told('monitor.failed').map((fact) => fact.failure);

describe('a supervisor listens in', () => {
  test.each([
    ['spy-listen', 'listen', 'PJSIP/1001-00000001,qS', 'PJSIP/1099-00000002'],
    ['spy-whisper', 'whisper', 'PJSIP/1001-00000001,qwS', 'PJSIP/1099-00000003'],
    ['spy-barge', 'barge', 'PJSIP/1001-00000001,qBS', 'PJSIP/1099-00000004'],
  ] as const)('%s: begun when the PBX says so, and over when the phone hangs up', async (recorded, mode, data, phone) => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo(recorded);
      const expected = it.pbx.expected();
      expect(await perform(it, listenTo(it, mode), ['ChanSpyStart', phone])).toEqual({ ok: true });
      expect(it.pbx.orders()).toEqual([expected]);
      expect(expected.Data).toBe(data);
      await it.settle();
      const { visitKey } = it.call('Spied Upon');
      expect(it.told('monitor.started')).toMatchObject([{ monitorKey: EAR, visitKey, agentKey: 'PJSIP/1001', mode }]);
      expect(it.told('monitor.stopped')).toEqual([]);
      await it.playPast('Hangup', phone);
      expect(it.told('monitor.stopped').map((fact) => fact.monitorKey)).toEqual([EAR]);
      expect(it.story('Spied Upon')).toBe('joined sales · answered 1001');
    });
  });

  test('is told too where the PBX gives the phone’s channel an id of its own', async () => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      it.pbx.ignoresChannelIds = true;
      await it.playTo('spy-listen');
      expect(await perform(it, listenTo(it, 'listen'), ['ChanSpyStart', 'PJSIP/1099-00000002'])).toEqual({ ok: true });
      await it.playPast('Hangup', 'PJSIP/1099-00000002');
      expect([it.told('monitor.started'), it.told('monitor.stopped')].map((facts) => facts.length)).toEqual([1, 1]);
      it.pbx.skipTo('spy-ghost');
      await perform(it, listenTo(it, 'listen', { monitorKey: key('x-ghost') }), ['Hangup', 'PJSIP/1099-00000008']);
      expect(failures(it)).toMatchObject([{ code: 'not-found' }]);
    });
  });

  test('the phone that answers and hears nothing has failed', async () => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo('spy-listen');
      it.pbx.skipTo('spy-ghost');
      expect(await perform(it, listenTo(it, 'listen'), ['Hangup', 'PJSIP/1099-00000008'])).toEqual({ ok: true });
      expect(it.told('monitor.failed')).toMatchObject([
        { monitorKey: EAR, failure: { code: 'not-found', detail: 'the phone was answered, but there was nothing to listen to' } },
      ]);
      expect(it.told('monitor.started')).toEqual([]);
    });
  });

  test('a phone that was answered, of which the PBX says no more, is not waited for for ever', async () => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo('spy-listen');
      await perform(it, listenTo(it, 'listen'), ['OriginateResponse', 'PJSIP/1099-00000002']);
      expect(failures(it)).toEqual([]);
      it.rig.clock.advance(3_000);
      await it.rig.until(() => failures(it).length > 0);
      expect(failures(it)).toMatchObject([{ code: 'unreachable' }]);
    });
  });

  test('a phone that rings keeps nobody else’s request waiting', async () => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo('spy-listen');
      expect(await perform(it, listenTo(it, 'listen'), ['DialBegin', 'PJSIP/1099-00000002'])).toEqual({ ok: true });
      it.rig.clock.advance(20_000);
      expect([failures(it), it.told('monitor.started')]).toEqual([[], []]);
    });
  });

  test('a phone that rang when the connection was lost, and rings no more, has failed', async () => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo('spy-listen');
      await perform(it, listenTo(it, 'listen'), ['DialBegin', 'PJSIP/1099-00000002']);
      it.pbx.server.drop();
      await it.rig.until(() => it.rig.status.length > 1);
      expect(failures(it)).toEqual([]);
      it.rig.clock.advance(1_000);
      await it.rig.live(2);
      expect(failures(it)).toMatchObject([{ code: 'interrupted' }]);
    });
  });

  test.each([
    ['spy-noanswer', 'no-answer', ['Hangup', 'PJSIP/1099-00000009']],
    ['spy-busy', 'busy', ['Hangup', 'PJSIP/1099-0000000a']],
    ['spy-nophone', 'refused', ['OriginateResponse', 'PJSIP/7777']],
  ] as const)('%s: the supervisor’s phone was not reached', async (recorded, code, until) => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo('spy-listen');
      it.pbx.skipTo(recorded);
      expect(await perform(it, listenTo(it, 'listen'), until)).toEqual({ ok: true });
      expect(failures(it)).toMatchObject([{ code }]);
      expect(it.told('monitor.started')).toEqual([]);
    });
  });

  test('a call that is over can’t be listened to: the phone does not even ring', async () => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo('spy-ghost');
      expect(await it.perform(listenTo(it, 'listen'))).toMatchObject({ failure: { code: 'not-found' } });
      expect(it.pbx.orders()).toEqual([]);
    });
  });

  test('of an agent behind a Local member the phone itself is listened to', async () => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo('spy-local-member');
      const call = { ...it.call('Spied Local'), agentKey: key('PJSIP/1010') };
      expect(await perform(it, listenTo(it, 'whisper', call), ['ChanSpyStart', 'PJSIP/1099-0000000e'])).toEqual({ ok: true });
      expect(it.last()?.Data).toBe('PJSIP/1010-0000000d,qwS');
    });
  });

  test('ends with the call, though nobody hung up', async () => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo('spy-listen2');
      expect(await perform(it, listenTo(it, 'listen'), ['ChanSpyStart', 'PJSIP/1099-00000007'])).toEqual({ ok: true });
      await it.playTo('spy-ghost');
      expect(it.told('monitor.stopped').map((fact) => fact.monitorKey)).toEqual([EAR]);
      expect(it.story('Spied Upon')).toBe('joined sales · answered 1001 · ended 1001 caller');
    });
  });

  test('a supervisor who is an agent too is on no call of their own while the phone rings and listens', async () => {
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await it.playTo('spy-listen');
      const member = 'Queue: vip\r\nMemberName: Chief\r\nInterface: PJSIP/1099\r\nStateInterface: PJSIP/1099\r\nStatus: 1\r\nPaused: 0\r\n';
      it.pbx.server.send(`Event: QueueMemberAdded\r\n${member}\r\n`);
      await it.settle();
      expect(await perform(it, listenTo(it, 'listen'), ['ChanSpyStart', 'PJSIP/1099-00000002'])).toEqual({ ok: true });
      await it.settle();
      expect(it.told('agent.off-queue-call').filter((fact) => fact.agentKey === 'PJSIP/1099')).toEqual([]);
    });
  });
});

/** Listening has begun; the recorded supervisor would hang up next. */
async function listening(it: PerformRig): Promise<void> {
  await it.playTo('spy-listen');
  await perform(it, listenTo(it, 'listen'), ['ChanSpyStart', 'PJSIP/1099-00000002']);
  await it.settle();
}

/** What the PBX says when it hangs the listening phone up for us. */
const spyGone = (monitorKey = EAR) => {
  const uid = `bw-spy-${monitorKey}`;
  return (
    `Event: ChanSpyStop\r\nSpyerChannel: PJSIP/1099-00000002\r\nSpyerUniqueid: ${uid}\r\n\r\n` +
    `Event: Hangup\r\nChannel: PJSIP/1099-00000002\r\nUniqueid: ${uid}\r\nCause: 16\r\n\r\n`
  );
};
const done = (text: string) => [`Response: Success\r\nMessage: ${text}\r\n\r\n`];
/** Hangs up what we ask it to, unless the recording has its own answer. */
const hangsUp = {
  answer: (action: { get(name: string): string }) => (action.get('Action') === 'Hangup' ? done('Channel Hungup') : undefined),
};

describe('a supervisor who listens', () => {
  test('stops: the listening phone is hung up, and nothing else', async () => {
    await withRecorded(
      '08-listen-whisper-barge',
      async (it) => {
        await listening(it);
        const stopped = it.perform({ op: 'stop-monitor', monitorKey: EAR });
        await it.pbx.server.until(() => it.pbx.server.asked('Hangup') > 0);
        it.pbx.server.send(spyGone());
        expect(await stopped).toEqual({ ok: true });
        expect(it.last()).toMatchObject({ Action: 'Hangup', Channel: 'PJSIP/1099-00000002' });
        expect(it.told('monitor.stopped')).toHaveLength(1);
        expect(await it.perform({ op: 'stop-monitor', monitorKey: EAR })).toMatchObject({ failure: { code: 'not-found' } });
      },
      { server: hangsUp },
    );
  });

  test('changes to a whisper: the phone is freed first, and then rung again', async () => {
    await withRecorded(
      '08-listen-whisper-barge',
      async (it) => {
        await listening(it);
        it.pbx.skipTo('spy-whisper');
        const changed = it.perform(listenTo(it, 'whisper', { monitorKey: key('x-whisper'), replaces: EAR }));
        await it.pbx.server.until(() => it.pbx.server.asked('Hangup') > 0);
        await it.settle();
        expect(it.pbx.server.asked('Originate')).toBe(1);
        it.pbx.server.send(spyGone());
        await it.pbx.server.until(() => it.pbx.server.asked('Originate') === 2);
        it.pbx.playPast('ChanSpyStart', 'PJSIP/1099-00000003');
        expect(await changed).toEqual({ ok: true });
        await it.settle();
        expect(it.told('monitor.stopped').map((fact) => fact.monitorKey)).toEqual([EAR]);
        expect(it.told('monitor.started').map((fact) => [fact.monitorKey, fact.mode])).toEqual([
          [EAR, 'listen'],
          ['x-whisper', 'whisper'],
        ]);
      },
      { server: hangsUp },
    );
  });

  test('takes the call over: hung up as a listener, then given the caller; the agent was not the one to end it', async () => {
    const answer = (action: { get(name: string): string }) =>
      action.get('Action') === 'BlindTransfer' ? done('Transfer succeeded') : hangsUp.answer(action);
    await withRecorded(
      '08-listen-whisper-barge',
      async (it) => {
        await listening(it);
        const call = it.call('Spied Upon');
        const effect = { op: 'take-over', ...call, agentKey: key('PJSIP/1001'), phoneKey: key('PJSIP/1099'), monitorKey: EAR } as const;
        const taken = it.perform(effect);
        await it.pbx.server.until(() => it.pbx.server.asked('Hangup') > 0);
        it.pbx.server.send(spyGone());
        expect(await taken).toEqual({ ok: true });
        expect(it.last()).toEqual({ Action: 'BlindTransfer', Channel: 'PJSIP/1001-00000001', Context: 'agents', Exten: '1099' });
        it.pbx.server.send(
          `Event: AgentComplete\r\nQueue: sales\r\nUniqueid: ${call.visitKey.split('|')[0]}\r\nInterface: PJSIP/1001\r\nReason: transfer\r\n\r\n`,
        );
        await it.settle();
        expect(it.story('Spied Upon')).toBe('joined sales · answered 1001 · ended 1001 taken-over');
        // The supervisor's phone is dialled, and hears the caller.
        const [uid, bridge] = [call.visitKey.split('|')[0], 'BridgeUniqueid: b-2'];
        const phone = 'Channel: PJSIP/1099-000000aa\r\nUniqueid: pbx1-2.1';
        it.pbx.server.send(`Event: BridgeLeave\r\nBridgeUniqueid: d8cea4b0-b692-4024-b984-063de7a52cdf\r\nUniqueid: ${uid}\r\n\r\n`);
        it.pbx.server.send(`Event: Newchannel\r\n${phone}\r\nLinkedid: ${uid}\r\nChannelState: 6\r\n\r\n`);
        it.pbx.server.send(`Event: BridgeEnter\r\n${bridge}\r\n${phone}\r\n\r\n`);
        it.pbx.server.send(`Event: BridgeEnter\r\n${bridge}\r\nChannel: PJSIP/trunk-a-00000000\r\nUniqueid: ${uid}\r\n\r\n`);
        await it.settle();
        expect(it.story('Spied Upon')).toBe('joined sales · answered 1001 · ended 1001 taken-over · handed over 1099');
      },
      { server: { answer } },
    );
  });

  test('is still known after another node took the connection over, until the list of channels says otherwise', async () => {
    let site: SiteState | undefined;
    await withRecorded('08-listen-whisper-barge', async (it) => {
      await listening(it);
      const visit = [...it.rig.site.visits.values()].find((one) => one.key === it.call('Spied Upon').visitKey);
      const agentId = [...it.rig.site.agents.values()].find((agent) => agent.key === 'PJSIP/1001')?.id;
      visit?.monitors.push({ actionId: EAR, agentId, by: { userId: 'u', name: 'S', role: 'lead' }, mode: 'listen', since: 0 } as never);
      site = it.rig.site;
    });
    const pbx = await RecordedPbx.start(recordingOf('08-listen-whisper-barge'));
    pbx.server.channels = [listedChannel('bw-spy-x-ear', 'PJSIP/1099-00000002', ['Application: ChanSpy'])];
    const rig = new LiveRig(pbx.server, { contexts: LAB_CONTEXTS }, site);
    const next = new PerformRig(pbx, rig);
    await rig.live();
    expect(next.told('monitor.stopped')).toEqual([]);
    pbx.server.channels = [];
    expect(await next.perform({ op: 'resync' })).toEqual({ ok: true });
    await rig.live(2);
    await rig.until(() => next.told('monitor.stopped').length > 0);
    expect(next.told('monitor.stopped').map((fact) => fact.monitorKey)).toEqual([EAR]);
    await rig.stop();
    await pbx.stop();
  });
});
