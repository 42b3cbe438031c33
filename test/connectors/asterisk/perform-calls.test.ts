import { describe, expect, test } from 'vitest';
import { key, withRecorded } from './perform-rig.js';

const toQueue = (queue: string, priority?: number) =>
  ({ kind: 'queue', queueKey: key(queue), ...(priority === undefined ? {} : { priority }) }) as const;
const toAgent = (agentKey: string) => ({ kind: 'agent', agentKey: key(agentKey) }) as const;

describe('a waiting caller is moved', () => {
  test('to another queue: the stay ends as redirected, and the next one begins', async () => {
    await withRecorded('06-redirect-waiting-caller', async (it) => {
      await it.playTo('con-5');
      const recorded = it.pbx.expected();
      expect(await it.perform({ op: 'move-waiting', ...it.call('Red One'), to: toQueue('support') })).toEqual({ ok: true });
      expect(it.pbx.orders()).toEqual([recorded]);
      await it.playTo('con-6');
      expect([it.story('Red One', 'sales'), it.story('Red One', 'support')]).toEqual([
        'joined sales · left redirected',
        'joined support · answered 1010 · ended 1010 caller',
      ]);
    });
  });

  test('to an agent: the caller goes on waiting until that agent answers, and is answered by that agent', async () => {
    await withRecorded('06-redirect-waiting-caller', async (it) => {
      await it.playTo('con-6');
      const recorded = it.pbx.expected();
      const call = it.call('Red Two');
      expect(await it.perform({ op: 'move-waiting', ...call, to: toAgent('PJSIP/1003') })).toEqual({ ok: true });
      expect(it.pbx.orders()).toEqual([recorded]);
      await it.playPast('DialBegin', 'PJSIP/1003-');
      expect(it.told('visit.offered').at(-1)).toMatchObject({ visitKey: call.visitKey, agentKey: 'PJSIP/1003' });
      expect(it.told('visit.left').filter((fact) => fact.visitKey === call.visitKey)).toEqual([]);
      await it.playTo('con-7');
      expect(it.story('Red Two')).toBe('joined sales · answered 1003 · ended 1003 caller');
      // In no queue's call, and yet in no call of the agent's own.
      expect(it.told('agent.off-queue-call').filter((fact) => fact.agentKey === 'PJSIP/1003')).toEqual([]);
    });
  });

  test('to an agent, and gives up while the phone rings: abandoned, as everywhere else', async () => {
    await withRecorded('06-redirect-waiting-caller', async (it) => {
      await it.playTo('con-6');
      const { visitKey, queueKey } = it.call('Red Two');
      await it.perform({ op: 'move-waiting', visitKey, queueKey, to: toAgent('PJSIP/1003') });
      await it.playPast('DialBegin', 'PJSIP/1003-');
      const uid = visitKey.split('|')[0];
      it.pbx.server.send(`Event: HangupRequest\r\nChannel: PJSIP/trunk-a-0000006b\r\nUniqueid: ${uid}\r\n\r\n`);
      it.pbx.server.send(`Event: Hangup\r\nChannel: PJSIP/trunk-a-0000006b\r\nUniqueid: ${uid}\r\nCause: 16\r\n\r\n`);
      await it.settle();
      expect(it.story('Red Two')).toBe('joined sales · abandoned');
      expect(it.told('visit.offer-ended').at(-1)).toMatchObject({ agentKey: 'PJSIP/1003', how: 'cancelled' });
    });
  });

  test('while another phone rings, with a priority: it is set before the move, and read back after', async () => {
    await withRecorded('06-redirect-waiting-caller', async (it) => {
      await it.playTo('con-7');
      const before = it.pbx.expected();
      expect(await it.perform({ op: 'move-waiting', ...it.call('Red Three', 'vip'), to: toQueue('sales', 10) })).toEqual({ ok: true });
      expect(it.pbx.orders().map((order) => order.Action)).toEqual(['Setvar', 'Redirect']);
      expect(it.pbx.orders()[0]).toEqual(before);
      await it.playTo('con-10');
      expect(it.story('Red Three', 'vip')).toContain('left redirected');
      expect(it.story('Red Three', 'sales')).toContain('answered 1003');
    });
  });

  test('picked up by a supervisor, whose phone is nobody’s agent until it has the caller', async () => {
    await withRecorded('06-redirect-waiting-caller', async (it) => {
      await it.playTo('con-6');
      expect(await it.perform({ op: 'pick-up', ...it.call('Red Two'), phoneKey: key('PJSIP/1099') })).toEqual({ ok: true });
      expect(it.last()).toEqual({ Action: 'Redirect', Channel: 'PJSIP/trunk-a-0000006b', Context: 'agents', Exten: '1099' });
      // The recorded caller went to 1003; the same happens at the supervisor's phone.
      it.pbx.rename('PJSIP/1003-', 'PJSIP/1099-');
      await it.playPast('DialBegin', 'PJSIP/1099-');
      expect(it.told('visit.offered').map((fact) => fact.agentKey)).not.toContain('PJSIP/1099');
      expect(it.told('agent.seen').filter((fact) => fact.agentKey === 'PJSIP/1099')).toEqual([]);
      await it.playTo('con-7');
      expect(it.story('Red Two')).toBe('joined sales · answered 1099 · ended 1099 caller');
      expect(it.told('agent.seen').find((fact) => fact.agentKey === 'PJSIP/1099')?.name).toBe('Supervisor');
    });
  });
});

describe('a caller is never sent where the dial plan has no place', () => {
  test.each([
    ['no such context', { queue: 'nowhere' }, toQueue('support'), 'AMI_QUEUE_CONTEXT: support not there in nowhere'],
    ['no such queue', { queue: 'queues' }, toQueue('9'), 'AMI_QUEUE_CONTEXT: 9 not there in queues'],
    ['no such extension', { agent: 'agents' }, toAgent('PJSIP/nobody'), 'AMI_AGENT_CONTEXT: nobody not there in agents'],
    ['nothing configured', {}, toAgent('PJSIP/1003'), 'AMI_AGENT_CONTEXT is not set'],
  ])('%s: the waiting caller stays', async (_title, contexts, to, detail) => {
    await withRecorded(
      '06-redirect-waiting-caller',
      async (it) => {
        await it.playTo('con-11');
        expect(await it.perform({ op: 'move-waiting', ...it.call('Red Four'), to })).toEqual({
          ok: false,
          failure: { code: 'not-configured', detail },
        });
        expect(it.pbx.orders()).toEqual([]);
      },
      { connector: { contexts } },
    );
  });

  test('the talking caller stays too', async () => {
    await withRecorded('07b-blindtransfer-with-local-member', async (it) => {
      await it.playTo('con-9');
      const call = it.call('Loc Four');
      expect(await it.perform({ op: 'move-talking', ...call, agentKey: key('PJSIP/1002'), to: toAgent('PJSIP/nobody') })).toMatchObject({
        failure: { code: 'not-configured' },
      });
      expect(it.pbx.orders()).toEqual([]);
    });
  });

  test('a hint alone is no place: there is nothing to ring', async () => {
    const hintOnly = (action: { get(name: string): string }) =>
      action.get('Action') === 'ShowDialPlan'
        ? [
            'Response: Success\r\nEventList: start\r\n\r\n',
            'Event: ListDialplan\r\nContext: agents\r\nExtension: 1003\r\nPriority: hint\r\nApplication: PJSIP/1003\r\n\r\n',
            'Event: ShowDialPlanComplete\r\nEventList: Complete\r\n\r\n',
          ]
        : undefined;
    await withRecorded(
      '06-redirect-waiting-caller',
      async (it) => {
        await it.playTo('con-6');
        expect(await it.perform({ op: 'move-waiting', ...it.call('Red Two'), to: toAgent('PJSIP/1003') })).toMatchObject({
          failure: { code: 'not-configured' },
        });
        expect(it.pbx.orders()).toEqual([]);
      },
      { server: { answer: hintOnly } },
    );
  });

  test('a PBX that may not be asked for its dial plan moves nobody', async () => {
    const denied = (action: { get(name: string): string }) =>
      action.get('Action') === 'ShowDialPlan' ? ['Response: Error\r\nMessage: Permission denied\r\n\r\n'] : undefined;
    await withRecorded(
      '06-redirect-waiting-caller',
      async (it) => {
        await it.playTo('con-6');
        expect(await it.perform({ op: 'move-waiting', ...it.call('Red Two'), to: toAgent('PJSIP/1003') })).toEqual({
          ok: false,
          failure: { code: 'not-configured', detail: 'ShowDialPlan is not permitted: write = reporting' },
        });
      },
      { server: { answer: denied } },
    );
  });

  test('a place that was there is not looked up again for a while, and then is', async () => {
    await withRecorded('06-redirect-waiting-caller', async (it) => {
      await it.playTo('con-6');
      const move = () => it.perform({ op: 'move-waiting', ...it.call('Red Two'), to: toAgent('PJSIP/1003') });
      await move();
      await move();
      expect(it.pbx.server.asked('ShowDialPlan')).toBe(1);
      it.rig.clock.advance(10_000);
      await move();
      expect(it.pbx.server.asked('ShowDialPlan')).toBe(2);
    });
  });
});

describe('a caller who is not there any more', () => {
  test('is not moved, and nothing is sent', async () => {
    await withRecorded('06-redirect-waiting-caller', async (it) => {
      await it.playTo('con-7');
      const gone = it.call('Red Two');
      expect(await it.perform({ op: 'move-waiting', ...gone, to: toQueue('support') })).toEqual({
        ok: false,
        failure: { code: 'caller-gone' },
      });
      expect(it.pbx.orders()).toEqual([]);
    });
  });

  test('who hung up while the PBX was asked is gone in its own words too', async () => {
    await withRecorded('06-redirect-waiting-caller', async (it) => {
      await it.playTo('con-6');
      it.pbx.skipTo('con-10');
      expect(await it.perform({ op: 'move-waiting', ...it.call('Red Two'), to: toQueue('support') })).toEqual({
        ok: false,
        failure: { code: 'caller-gone', detail: 'Channel does not exist: PJSIP/trunk-a-deadbeef' },
      });
    });
  });

  test('who hangs up while the dial plan is looked up is left alone', async () => {
    await withRecorded('06-redirect-waiting-caller', async (it) => {
      await it.playTo('con-5');
      const waiting = it.call('Red One');
      const asked = it.perform({ op: 'move-waiting', ...waiting, to: toQueue('support') });
      // Before the dial plan's answer is read: the caller hangs up.
      it.pbx.server.send(`Event: HangupRequest\r\nChannel: x\r\nUniqueid: ${waiting.visitKey.split('|')[0]}\r\n\r\n`);
      expect(await asked).toEqual({ ok: false, failure: { code: 'caller-gone' } });
      expect(it.pbx.orders()).toEqual([]);
    });
  });
});

describe('a talking caller is moved by the agent’s channel', () => {
  test('to another agent: the first one is released at once, the second has the caller', async () => {
    await withRecorded('07-reassign-mid-call', async (it) => {
      await it.playTo('con-7');
      const recorded = it.pbx.expected();
      const effect = { op: 'move-talking', ...it.call('Mid Three'), agentKey: key('PJSIP/1003'), to: toAgent('PJSIP/1004') } as const;
      expect(await it.perform(effect)).toEqual({ ok: true });
      expect(it.pbx.orders()).toEqual([recorded]);
      await it.playTo('con-8');
      expect(it.story('Mid Three')).toBe('joined sales · answered 1003 · ended 1003 moved · handed over 1004 · ended 1004 caller');
    });
  });

  test('an agent behind a Local member is transferred by what the queue calls the channel', async () => {
    await withRecorded('07b-blindtransfer-with-local-member', async (it) => {
      await it.playTo('con-5');
      const effect = { op: 'move-talking', ...it.call('Loc One'), agentKey: key('PJSIP/1010'), to: toAgent('PJSIP/1003') } as const;
      expect(await it.perform(effect)).toEqual({ ok: true });
      expect(it.last()).toMatchObject({ Action: 'BlindTransfer', Channel: 'Local/1010@agents-00000065;1', Exten: '1003' });
      await it.playTo('con-6');
      expect(it.story('Loc One')).toBe('joined support · answered 1010 · ended 1010 moved · handed over 1003 · ended 1003 caller');
    });
  });

  test('to a queue: the caller waits there', async () => {
    await withRecorded('07b-blindtransfer-with-local-member', async (it) => {
      await it.playTo('con-8');
      const effect = { op: 'move-talking', ...it.call('Loc Three'), agentKey: key('PJSIP/1001'), to: toQueue('vip') } as const;
      expect(await it.perform(effect)).toEqual({ ok: true });
      await it.playTo('con-9');
      expect([it.story('Loc Three', 'sales'), it.story('Loc Three', 'vip')]).toEqual([
        'joined sales · answered 1001 · ended 1001 moved',
        'joined vip · answered 1019 · ended 1019 caller',
      ]);
    });
  });

  test('another agent than the one who has the caller is left alone', async () => {
    await withRecorded('07b-blindtransfer-with-local-member', async (it) => {
      await it.playTo('con-10');
      const effect = { op: 'move-talking', ...it.call('Loc Five'), agentKey: key('PJSIP/1004'), to: toAgent('PJSIP/1001') } as const;
      expect(await it.perform(effect)).toEqual({ ok: false, failure: { code: 'caller-gone' } });
      // Never by the caller's channel: the agent would be sent away, and the caller cut off.
      expect(it.pbx.orders()).toEqual([]);
    });
  });
});

describe('a call is ended by force', () => {
  test('of two who talk: forced, neither the agent nor the caller ended it', async () => {
    await withRecorded('01-join-answer-complete', async (it) => {
      await it.playTo('con-12');
      const recorded = it.pbx.expected();
      expect(await it.perform({ op: 'disconnect', ...it.call('Hana Caller'), agentKey: key('PJSIP/1004') })).toEqual({ ok: true });
      expect(it.pbx.orders()).toEqual([recorded]);
      await it.playOut();
      expect(it.story('Hana Caller')).toBe('joined sales · answered 1004 · ended 1004 forced');
    });
  });

  test('of one who waits: not abandoned, since the caller did not give up', async () => {
    await withRecorded('02-abandon-while-waiting', async (it) => {
      await it.playTo('con-8');
      expect(await it.perform({ op: 'disconnect', ...it.call('Kicked Caller') })).toEqual({ ok: true });
      await it.playOut();
      expect(it.story('Kicked Caller')).toBe('joined sales · left system');
    });
  });
});

describe('a caller’s place', () => {
  test('a priority is set at once, and told when the PBX shows it', async () => {
    await withRecorded('09-priority-change-and-withdraw', async (it) => {
      await it.playTo('con-8');
      const recorded = it.pbx.expected();
      expect(await it.perform({ op: 'set-priority', ...it.call('Prio 3'), priority: 9 })).toEqual({ ok: true });
      expect(it.pbx.orders()).toEqual([recorded]);
      expect(it.pbx.server.actions.find((action) => action.get('Action') === 'QueueChangePriorityCaller')?.get('Immediate')).toBe('yes');
      await it.pbx.server.until(() =>
        it.pbx.server.actions.some((action) => action.get('Action') === 'QueueStatus' && action.has('Queue')),
      );
      await it.settle();
      expect(it.told('visit.priority-changed').map((fact) => [fact.visitKey, fact.priority])).toContainEqual([
        it.call('Prio 3').visitKey,
        9,
      ]);
    });
  });

  test('withdrawn to where the dial plan goes on', async () => {
    await withRecorded('09-priority-change-and-withdraw', async (it) => {
      await it.playTo('con-12');
      const recorded = it.pbx.expected();
      expect(await it.perform({ op: 'withdraw', ...it.call('Prio 2') })).toEqual({ ok: true });
      expect(it.pbx.orders()).toEqual([recorded]);
      await it.playTo('con-13');
      expect(it.story('Prio 2')).toBe('joined sales · left withdrawn');
    });
  });

  test.each([
    ['con-14', { op: 'withdraw' }, 'caller-gone', 'Unable to request withdraw from queue: No such caller'],
    ['con-15', { op: 'withdraw' }, 'refused', 'Unable to request withdraw from queue: No such queue'],
    ['con-16', { op: 'set-priority', priority: 3 }, 'caller-gone', 'Unable to change priority caller on queue: No such caller'],
  ] as const)('%s: what the PBX refuses is told in its words', async (recorded, wish, code, detail) => {
    await withRecorded('09-priority-change-and-withdraw', async (it) => {
      await it.playTo('con-12');
      it.pbx.skipTo(recorded);
      expect(await it.perform({ ...wish, ...it.call('Prio 3') })).toEqual({ ok: false, failure: { code, detail } });
    });
  });
});
