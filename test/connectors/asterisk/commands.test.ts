import { describe, expect, test } from 'vitest';
import { type Command, commandSchema } from '../../../shared/domain/commands.js';
import { decide } from '../../../shared/domain/decide.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import { evolve } from '../../../shared/domain/evolve.js';
import type { Actor } from '../../../shared/domain/policy.js';
import { type ActionId, actionIdOf, agentIdOf, type CommitId, queueIdOf, visitIdOf } from '../../../shared/kernel/ids.js';
import { ORIGIN } from '../../../shared/kernel/position.js';
import { epochMs } from '../../../shared/kernel/time.js';
import { key, type PerformRig, recordedCommands, withRecorded } from './perform-rig.js';
import type { Scenario } from './recordings.js';

/** What a supervisor asks for, decided by the rules, carried out at the recorded PBX, and ended by what that PBX then told. */

const mei: Actor = {
  userId: 'u-mei',
  name: '王梅',
  role: 'supervisor',
  teamIds: [],
  phoneKey: key('PJSIP/1099'),
  agentId: agentIdOf('asterisk', 'PJSIP/1099'),
};
const server = {
  answer: (action: { get(name: string): string }) => (action.get('Action') === 'ListCommands' ? [recordedCommands()] : undefined),
};
const agentId = (number: number) => agentIdOf('asterisk', `PJSIP/${number}`);
const queueId = (name: string) => queueIdOf('asterisk', name);

class Supervisor {
  private readonly it: PerformRig;
  private asked = 0;

  constructor(it: PerformRig) {
    this.it = it;
  }

  visitId(caller: string, queue?: string) {
    return visitIdOf('asterisk', this.it.call(caller, queue).visitKey);
  }

  action(id: ActionId) {
    return this.it.rig.site.actions.get(id);
  }

  /** As the node does: decided, taken up, asked of the source; what the source refuses at once is its end. */
  async ask(raw: { readonly type: Command['type'] } & Record<string, unknown>): Promise<ActionId> {
    const { rig } = this.it;
    this.asked += 1;
    const commitId = `mei/${this.asked}` as CommitId;
    const now = epochMs(rig.clock.now());
    const decided = decide(rig.site, commandSchema.parse(raw), { now, commitId, by: mei, person: () => undefined });
    if (!decided.ok) throw new Error(`refused: ${JSON.stringify(decided.error)}`);
    const id = actionIdOf(commitId);
    this.fold(decided.value.events);
    const effect = this.action(id)?.effect;
    if (effect === undefined) throw new Error(`${raw.type} asks nothing of the source`);
    this.fold([{ type: 'action.started', occurredAt: now, actionId: id, fence: 1 }]);
    const answer = await this.it.perform(effect);
    if (!answer.ok) this.fold([{ type: 'action.settled', occurredAt: now, actionId: id, result: 'failed', failure: answer.failure }]);
    return id;
  }

  private fold(events: readonly DomainEvent[]): void {
    const touched = { touch() {}, gone() {} };
    for (const event of events) evolve(this.it.rig.site, event, { position: ORIGIN, at: event.occurredAt }, touched);
  }
}

async function withSupervisor(scenario: Scenario, run: (it: PerformRig, mei: Supervisor) => Promise<void>): Promise<void> {
  await withRecorded(
    scenario,
    async (it) => {
      await it.rig.until(() => it.told('source.capabilities').length > 0);
      await run(it, new Supervisor(it));
    },
    { server },
  );
}

describe('a supervisor’s wish comes true, and is told so by the PBX alone', () => {
  test.each<[string, Scenario, string, (s: Supervisor) => { type: Command['type'] } & Record<string, unknown>, string]>([
    [
      'a waiting caller to another queue',
      '06-redirect-waiting-caller',
      'con-5',
      (s) => ({ type: 'call.reassign', visitId: s.visitId('Red One'), to: { kind: 'queue', queueId: queueId('support') } }),
      'con-6',
    ],
    [
      'a waiting caller to an agent',
      '06-redirect-waiting-caller',
      'con-6',
      (s) => ({ type: 'call.reassign', visitId: s.visitId('Red Two'), to: { kind: 'agent', agentId: agentId(1003) } }),
      'con-7',
    ],
    [
      'a talking caller to another agent',
      '07-reassign-mid-call',
      'con-7',
      (s) => ({ type: 'call.reassign', visitId: s.visitId('Mid Three'), to: { kind: 'agent', agentId: agentId(1004) } }),
      'con-8',
    ],
    [
      'a talking caller of a Local member to another agent',
      '07b-blindtransfer-with-local-member',
      'con-5',
      (s) => ({ type: 'call.reassign', visitId: s.visitId('Loc One'), to: { kind: 'agent', agentId: agentId(1003) } }),
      'con-6',
    ],
    [
      'a talking caller to a queue',
      '07b-blindtransfer-with-local-member',
      'con-8',
      (s) => ({ type: 'call.reassign', visitId: s.visitId('Loc Three'), to: { kind: 'queue', queueId: queueId('vip') } }),
      'con-9',
    ],
    [
      'a caller taken out of the queue',
      '09-priority-change-and-withdraw',
      'con-12',
      (s) => ({ type: 'call.withdraw', visitId: s.visitId('Prio 2'), reason: '已另行回电' }),
      'con-13',
    ],
    [
      'a call ended by force',
      '01-join-answer-complete',
      'con-12',
      (s) => ({ type: 'call.disconnect', visitId: s.visitId('Hana Caller'), reason: '骚扰电话' }),
      'con-13',
    ],
    [
      'a waiting call ended by force',
      '02-abandon-while-waiting',
      'con-8',
      (s) => ({ type: 'call.disconnect', visitId: s.visitId('Kicked Caller'), reason: '骚扰电话' }),
      'con-9',
    ],
    [
      'listening in',
      '08-listen-whisper-barge',
      'spy-listen',
      (s) => ({ type: 'call.monitor', visitId: s.visitId('Spied Upon'), mode: 'listen' }),
      'con-5',
    ],
    [
      'whispering',
      '08-listen-whisper-barge',
      'spy-whisper',
      (s) => ({ type: 'call.monitor', visitId: s.visitId('Spied Upon'), mode: 'whisper' }),
      'spy-barge',
    ],
    [
      'barging in',
      '08-listen-whisper-barge',
      'spy-barge',
      (s) => ({ type: 'call.monitor', visitId: s.visitId('Spied Upon'), mode: 'barge' }),
      'spy-prefix',
    ],
    [
      'an agent on a break, under both interfaces',
      '04-pause-add-remove-members',
      'con-17',
      () => ({
        type: 'agent.set-state',
        agentId: agentId(1005),
        to: { state: 'not-ready', reasonCode: 'ADMIN' },
        when: 'now',
        reason: '补单',
      }),
      'con-19',
    ],
  ])('%s', async (_title, scenario, from, command, to) => {
    await withSupervisor(scenario, async (it, supervisor) => {
      await it.playTo(from);
      const id = await supervisor.ask(command(supervisor));
      expect(supervisor.action(id)?.state).toBe('started');
      await it.playTo(to);
      expect(supervisor.action(id)).toMatchObject({ state: 'confirmed' });
    });
  });
});

test('a higher priority comes true when the queue, asked for it, shows it', async () => {
  await withSupervisor('09-priority-change-and-withdraw', async (it, supervisor) => {
    await it.playTo('con-8');
    const id = await supervisor.ask({ type: 'call.set-priority', visitId: supervisor.visitId('Prio 3'), priority: 9 });
    expect(supervisor.action(id)?.state).toBe('started');
    await it.pbx.server.until(() => it.pbx.server.actions.some((action) => action.get('Action') === 'QueueStatus' && action.has('Queue')));
    await it.settle();
    expect(supervisor.action(id)).toMatchObject({ state: 'confirmed' });
  });
});

describe('a wish that does not come true is told with the reason', () => {
  test.each([
    ['spy-ghost', ['Hangup', 'PJSIP/1099-00000008'], 'not-found'],
    ['spy-noanswer', ['Hangup', 'PJSIP/1099-00000009'], 'no-answer'],
    ['spy-busy', ['Hangup', 'PJSIP/1099-0000000a'], 'busy'],
  ] as const)('%s: nobody listens', async (recorded, [event, holds], code) => {
    await withSupervisor('08-listen-whisper-barge', async (it, supervisor) => {
      await it.playTo('spy-listen');
      it.pbx.skipTo(recorded);
      const id = await supervisor.ask({ type: 'call.monitor', visitId: supervisor.visitId('Spied Upon'), mode: 'listen' });
      expect(supervisor.action(id)?.state).toBe('started');
      await it.playPast(event, holds);
      expect(supervisor.action(id)).toMatchObject({ state: 'failed', failure: { code } });
    });
  });

  test('a PBX that refuses is quoted', async () => {
    await withSupervisor('06-redirect-waiting-caller', async (it, supervisor) => {
      await it.playTo('con-5');
      it.pbx.refuse('Redirect', 'Permission denied');
      const to = { kind: 'queue', queueId: queueId('support') };
      const id = await supervisor.ask({ type: 'call.reassign', visitId: supervisor.visitId('Red One'), to });
      expect(supervisor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'refused', detail: 'Permission denied' } });
    });
  });
});
