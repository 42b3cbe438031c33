import { expect, test } from 'vitest';
import { checkPbx } from '../../server/cli/doctor-pbx.js';
import { recordingOf } from '../connectors/asterisk/recordings.js';
import type { AmiServerOptions } from '../support/ami-server.js';
import { RecordedPbx } from '../support/recorded-pbx.js';

const ALL =
  'Redirect BlindTransfer Setvar Hangup ShowDialPlan Originate QueuePause QueueAdd QueueRemove QueueChangePriorityCaller QueueWithdrawCaller';
const commands = (names: string) => [
  `Response: Success\r\n${names
    .split(' ')
    .map((name) => `${name}:  (Priv: call,all)\r\n`)
    .join('')}\r\n`,
];
type Answer = NonNullable<AmiServerOptions['answer']>;

async function doctor(contexts: { agent: string | null; queue: string | null }, answer: Answer) {
  const pbx = await RecordedPbx.start(recordingOf('01-join-answer-complete'), { answer });
  try {
    const checks = await checkPbx({ host: '127.0.0.1', port: pbx.server.port, user: 'console', secret: 'secret', contexts });
    return { of: (name: string) => checks.find((check) => check.check === name), orders: pbx.orders() };
  } finally {
    await pbx.stop();
  }
}

const whole: Answer = (action) => {
  if (action.get('Action') === 'ListCommands') return commands(ALL);
  return action.get('Action') === 'ModuleCheck' ? ['Response: Success\r\nVersion: 22\r\n\r\n'] : undefined;
};

test('a PBX where calls can be moved and listened to is good in every point, and nothing is done to it', async () => {
  const { of, orders } = await doctor({ agent: 'agents', queue: 'queues' }, whole);
  expect(of('pbx-agent-context')).toMatchObject({ ok: true, detail: 'agents rings each of the 27 members looked at' });
  expect(of('pbx-queue-context')).toMatchObject({ ok: true, detail: 'queues has an extension for each of the 4 queues' });
  expect(of('pbx-move')?.detail).toMatch(/: permitted$/);
  expect(of('pbx-chanspy')).toMatchObject({ ok: true, detail: 'app_chanspy is loaded' });
  expect(orders.map((order) => order.Action)).toEqual(['ModuleCheck']);
});

test('a context that is the wrong one is named before it cuts anybody off', async () => {
  const { of } = await doctor({ agent: 'queues', queue: 'agents' }, whole);
  expect(of('pbx-agent-context')?.detail).toMatch(/^27 of 27 members have no extension in queues: /);
  expect(of('pbx-agent-context')?.fix).toContain('AMI_AGENT_CONTEXT must be');
  expect(of('pbx-queue-context')).toMatchObject({ ok: false, detail: expect.stringContaining('no extension in agents for ') });
});

test('who only wants to watch needs no contexts and no rights, and is told what is missing', async () => {
  const watching: Answer = (action) => {
    if (action.get('Action') === 'ListCommands') return commands('QueueStatus QueueChangePriorityCaller QueueWithdrawCaller');
    return action.get('Action') === 'ModuleCheck' ? ['Response: Error\r\nMessage: Permission denied\r\n\r\n'] : undefined;
  };
  const { of } = await doctor({ agent: null, queue: null }, watching);
  expect(of('pbx-move')).toMatchObject({
    ok: true,
    detail:
      'Redirect, BlindTransfer, Setvar, Hangup, ShowDialPlan: not permitted (write = call,reporting); calls can’t be moved, picked up, taken over or ended',
  });
  expect(of('pbx-priority')?.detail).toMatch(/: permitted$/);
  expect(of('pbx-agent-context')).toMatchObject({ ok: true, detail: expect.stringContaining('is not set') });
  expect(of('pbx-chanspy')?.detail).toContain('not looked at');
});

test('a PBX without the module that listens is told', async () => {
  const without: Answer = (action) =>
    action.get('Action') === 'ModuleCheck' ? ['Response: Error\r\nMessage: Module not loaded\r\n\r\n'] : whole(action);
  const { of } = await doctor({ agent: null, queue: null }, without);
  expect(of('pbx-chanspy')).toMatchObject({ ok: false, fix: 'load app_chanspy.so at the PBX, or nobody can listen in' });
});
