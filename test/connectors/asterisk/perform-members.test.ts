import { describe, expect, test } from 'vitest';
import { EFFECT_OPS, type EffectOp } from '../../../shared/domain/action/effects.js';
import { key, type PerformRig, recordedCommands, withRecorded } from './perform-rig.js';

const paused = (it: PerformRig, agentKey: string) => {
  const agent = [...it.rig.site.agents.values()].find((one) => one.key === agentKey);
  return [...(agent?.memberships.values() ?? [])].map((membership) => membership.paused);
};
const agent = (number: number) => ({ agentKey: key(`PJSIP/${number}`) });

describe('ready and not ready', () => {
  test('an agent who is a member under two interfaces is paused under both', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      await it.playTo('con-17');
      expect(await it.perform({ op: 'set-not-ready', ...agent(1005), reasonCode: 'ADMIN' })).toEqual({ ok: true });
      expect(it.pbx.orders()).toEqual([
        { Action: 'QueuePause', Interface: 'Local/1005@agents/n', Paused: 'true' },
        { Action: 'QueuePause', Interface: 'PJSIP/1005', Paused: 'true' },
      ]);
      await it.playTo('con-19');
      expect(paused(it, 'PJSIP/1005')).toEqual([true, true]);
    });
  });

  test('what was changed is read back: an event that is cut is never sent', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      await it.playTo('con-5');
      await it.perform({ op: 'set-not-ready', ...agent(1001), reasonCode: 'MEAL' });
      const asked = () => it.pbx.server.actions.filter((action) => action.get('Action') === 'QueueStatus' && action.has('Member'));
      await it.pbx.server.until(() => asked().length > 0);
      expect(asked().map((action) => action.get('Member'))).toEqual(['PJSIP/1001']);
    });
  });

  test('ready again, without a reason', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      await it.playTo('con-7');
      expect(await it.perform({ op: 'set-ready', ...agent(1001) })).toEqual({ ok: true });
      expect(it.last()).toMatchObject({ Action: 'QueuePause', Interface: 'PJSIP/1001', Paused: 'false' });
      expect(it.pbx.server.actions.some((action) => action.has('Reason'))).toBe(false);
      await it.playTo('con-8');
      expect(paused(it, 'PJSIP/1001')).toEqual([false, false]);
    });
  });

  test('during a call the pause is taken at once, and the call goes on', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      await it.playTo('con-48');
      expect(await it.perform({ op: 'set-not-ready', ...agent(1001), reasonCode: 'BREAK' })).toEqual({ ok: true });
      await it.playTo('con-49');
      expect(it.story('Pat')).toBe('joined sales · answered 1001 · ended 1001 caller');
      expect(paused(it, 'PJSIP/1001')).toContain(true);
    });
  });

  test('an interface that the PBX does not know any more is refused in its words', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      await it.playTo('con-13');
      it.pbx.skipTo('con-14');
      expect(await it.perform({ op: 'set-not-ready', ...agent(1003), reasonCode: 'BREAK' })).toEqual({
        ok: false,
        failure: { code: 'refused', detail: 'Interface not found' },
      });
    });
  });

  test('who is a member of nothing can’t be paused', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      expect(await it.perform({ op: 'set-ready', ...agent(9999) })).toMatchObject({ failure: { code: 'not-found' } });
      expect(it.pbx.orders()).toEqual([]);
    });
  });
});

/** What was asked to be added, whole. */
const added = (it: PerformRig) =>
  it.pbx.server.actions
    .filter((action) => action.get('Action') === 'QueueAdd')
    .map((action) =>
      ['Queue', 'Interface', 'StateInterface', 'MemberName', 'Penalty', 'Paused', 'Reason'].map((name) =>
        action.has(name) ? action.get(name) : undefined,
      ),
    );

describe('queues joined and left', () => {
  test('an agent who joins another queue is known there by the same name', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      await it.playTo('con-21');
      expect(await it.perform({ op: 'join-queue', ...agent(1009), queueKey: key('sales'), penalty: 2 })).toEqual({ ok: true });
      const added = it.pbx.server.actions.find((action) => action.get('Action') === 'QueueAdd');
      expect(['Queue', 'MemberName', 'Penalty', 'Paused'].map((name) => added?.get(name))).toEqual(['sales', 'Ivan Petrov', '2', 'false']);
      await it.playTo('con-22');
      expect(it.told('member.seen').at(-1)).toMatchObject({ queueKey: 'sales', agentKey: 'PJSIP/1009', penalty: 2 });
    });
  });

  test('an agent on a break joins on a break', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      await it.playTo('con-7');
      await it.perform({ op: 'join-queue', ...agent(1001), queueKey: key('support') });
      const added = it.pbx.server.actions.find((action) => action.get('Action') === 'QueueAdd');
      expect(['Interface', 'Paused', 'Reason'].map((name) => added?.get(name))).toEqual(['PJSIP/1001', 'true', 'Training']);
    });
  });

  test.each([
    ['con-22', 'Unable to add interface: Already there'],
    ['con-25', 'Unable to add interface to queue: No such queue'],
  ])('%s: refused in the words of the PBX', async (recorded, detail) => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      it.pbx.skipTo(recorded);
      expect(await it.perform({ op: 'join-queue', ...agent(1009), queueKey: key('sales') })).toEqual({
        ok: false,
        failure: { code: 'refused', detail },
      });
    });
  });

  test('who was added at run time leaves again', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      await it.playTo('con-38');
      const recorded = it.pbx.expected();
      expect(await it.perform({ op: 'leave-queue', ...agent(1009), queueKey: key('sales') })).toEqual({ ok: true });
      expect(it.pbx.orders()).toEqual([recorded]);
      await it.playTo('con-39');
      expect(it.told('member.gone').at(-1)).toMatchObject({ queueKey: 'sales', agentKey: 'PJSIP/1009' });
    });
  });

  test.each(['leave-queue', 'sign-out'] as const)('%s: who is written in the configuration stays, and nothing is tried', async (op) => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      await it.playTo('con-43');
      const effect = op === 'sign-out' ? ({ op, ...agent(1004) } as const) : ({ op, ...agent(1004), queueKey: key('sales') } as const);
      expect(await it.perform(effect)).toEqual({
        ok: false,
        failure: { code: 'refused', detail: 'static member of sales: written in queues.conf' },
      });
      expect(it.pbx.orders()).toEqual([]);
    });
  });

  test('who is only a dynamic member is signed out', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      await it.playTo('con-42');
      expect(await it.perform({ op: 'sign-out', ...agent(4444) })).toEqual({ ok: true });
      await it.playTo('con-43');
      const gone = it.told('member.gone').filter((fact) => fact.agentKey === 'PJSIP/4444');
      expect(gone.map((fact) => fact.queueKey)).toEqual(['vip']);
    });
  });

  test('signing in again: as they were in each queue, and paused until they are ready', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      await it.playTo('con-43');
      const gone = it.told('member.gone').find((fact) => fact.member === 'Robot 3001');
      expect(gone?.via).toEqual({ interface: 'Local/3001@local-agents' });
      it.pbx.skipTo('con-24');
      const queues = [{ queueKey: key('vip'), penalty: 2, member: 'Robot 3001', via: { interface: 'Local/3001@local-agents' } }];
      expect(await it.perform({ op: 'sign-in', ...agent(3001), name: 'x', queues })).toEqual({ ok: true });
      expect(added(it)).toEqual([['vip', 'Local/3001@local-agents', 'Local/3001@local-agents', 'Robot 3001', '2', 'true', 'WARMUP']]);
    });
  });

  test('signing in where nothing but the phone is known; what one queue refuses keeps nobody out of the next', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      it.pbx.skipTo('con-25');
      const queues = [
        { queueKey: key('nosuch'), penalty: 0 },
        { queueKey: key('sales'), penalty: 0 },
      ];
      expect(await it.perform({ op: 'sign-in', ...agent(1009), name: 'Ivan Petrov', queues })).toMatchObject({
        ok: false,
        failure: { code: 'refused' },
      });
      expect(added(it).map((order) => order.slice(0, 4))).toEqual([
        ['nosuch', 'PJSIP/1009', 'PJSIP/1009', 'Ivan Petrov'],
        ['sales', 'PJSIP/1009', 'PJSIP/1009', 'Ivan Petrov'],
      ]);
    });
  });

  test('a wrap-up can’t be ended from outside', async () => {
    await withRecorded('04-pause-add-remove-members', async (it) => {
      expect(await it.perform({ op: 'end-wrap-up', ...agent(1001) })).toMatchObject({ failure: { code: 'not-supported' } });
    });
  });
});

const commanding = (text: string) => ({
  answer: (action: { get(name: string): string }) => (action.get('Action') === 'ListCommands' ? [text] : undefined),
});
const capabilities = async (text: string): Promise<readonly EffectOp[] | undefined> => {
  let can: readonly EffectOp[] | undefined;
  await withRecorded(
    '04-pause-add-remove-members',
    async (it) => {
      await it.rig.until(() => it.told('source.capabilities').length > 0);
      can = it.rig.site.sources.get('asterisk')?.can;
    },
    { server: commanding(text) },
  );
  return can;
};

describe('what this PBX can be asked for', () => {
  test('Asterisk 22 and a user with all rights: everything but ending wrap-up', async () => {
    expect([...((await capabilities(recordedCommands())) ?? [])].sort()).toEqual(
      [...EFFECT_OPS].filter((op) => op !== 'end-wrap-up').sort(),
    );
  });

  test('a user who may only read: what needs no right, and nothing that touches a call', async () => {
    const withoutRights = recordedCommands()
      .split('\r\n')
      .filter((line) => !/\(Priv: (?!<none>|.*reporting)/.test(line))
      .join('\r\n');
    expect([...((await capabilities(withoutRights)) ?? [])].sort()).toEqual(['resync', 'set-priority', 'withdraw']);
  });

  test('a version that knows no withdrawal: that alone is missing', async () => {
    const older = recordedCommands().replace(/^QueueWithdrawCaller:.*\r\n/m, '');
    const can = await capabilities(older);
    expect(can).not.toContain('withdraw');
    expect(can).toContain('set-priority');
  });
});
