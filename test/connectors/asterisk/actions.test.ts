import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AmiAction, encodeAction, newActionId } from '../../../server/connectors/asterisk/actions.js';
import { Framer } from '../../../server/connectors/asterisk/framing.js';
import type { AmiMessage } from '../../../server/connectors/asterisk/message.js';

function parse(bytes: Buffer): AmiMessage[] {
  const messages: AmiMessage[] = [];
  new Framer({ onMessage: (message) => void messages.push(message), onBanner: () => {}, onDropped: () => {} }).push(bytes);
  return messages;
}

/** Text as an attacker would choose it. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
  fc.constantFrom(
    'Bob\r\n\r\nAction: Originate\r\nApplication: System\r\nData: id',
    'a\rb',
    'a\nb',
    'x\u0000',
    '\u2028',
    'x\r\nAction: Command',
    '',
    ' ',
    ':',
  ),
);
const channel = fc.constantFrom('PJSIP/1001-0000018d', 'Local/1005@agents-00000065;1', '/.*/', 'PJSIP/a\r\nb');
const action: fc.Arbitrary<AmiAction> = fc.oneof(
  fc.record({
    action: fc.constant('Login' as const),
    username: nasty,
    secret: nasty,
    events: fc.constantFrom('on' as const, 'off' as const),
  }),
  fc.record({ action: fc.constant('QueueStatus' as const), queue: nasty }),
  fc.record({ action: fc.constant('GetConfig' as const), filename: fc.constant('queues.conf' as const), category: nasty }),
  fc.record({ action: fc.constant('Events' as const), mask: nasty }),
  fc.record({ action: fc.constant('Filter' as const), filter: nasty }),
  fc.record({ action: fc.constantFrom('Redirect' as const, 'BlindTransfer' as const), channel: nasty, context: nasty, exten: nasty }),
  fc.record({
    action: fc.constantFrom('Redirect' as const, 'BlindTransfer' as const),
    channel,
    context: fc.constant('agents'),
    exten: nasty,
  }),
  fc.record({
    action: fc.constant('Setvar' as const),
    channel: fc.oneof(channel, nasty),
    variable: fc.constant('QUEUE_PRIO' as const),
    value: fc.integer(),
  }),
  fc.record({ action: fc.constant('Hangup' as const), channel: fc.oneof(channel, nasty) }),
  fc.record({ action: fc.constant('QueueChangePriorityCaller' as const), queue: nasty, caller: channel, priority: fc.integer() }),
  fc.record({ action: fc.constant('QueueWithdrawCaller' as const), queue: nasty, caller: fc.oneof(channel, nasty) }),
  fc.record({ action: fc.constant('QueuePause' as const), interface: nasty, paused: fc.boolean(), reason: nasty }),
  fc.record({ action: fc.constant('QueueRemove' as const), queue: nasty, interface: nasty }),
  fc.record({
    action: fc.constant('QueueAdd' as const),
    queue: fc.constant('sales'),
    interface: nasty,
    memberName: nasty,
    stateInterface: nasty,
    penalty: fc.integer(),
    paused: fc.boolean(),
  }),
  fc.record({ action: fc.constant('ShowDialPlan' as const), context: nasty, extension: nasty }),
  fc.constantFrom<AmiAction>({ action: 'Ping' }, { action: 'Logoff' }, { action: 'CoreShowChannels' }, { action: 'ExtensionStateList' }),
);
const FIELD: Readonly<Record<string, string>> = {
  username: 'Username',
  secret: 'Secret',
  events: 'Events',
  queue: 'Queue',
  filename: 'Filename',
  category: 'Category',
  mask: 'EventMask',
  filter: 'Filter',
  channel: 'Channel',
  context: 'Context',
  exten: 'Exten',
  extension: 'Extension',
  variable: 'Variable',
  value: 'Value',
  caller: 'Caller',
  priority: 'Priority',
  interface: 'Interface',
  paused: 'Paused',
  reason: 'Reason',
  memberName: 'MemberName',
  stateInterface: 'StateInterface',
  penalty: 'Penalty',
};

test('whatever is asked for, exactly that one action is on the wire, or nothing is', () => {
  let sent = 0;
  fc.assert(
    fc.property(action, fc.oneof(fc.constant(newActionId()), nasty), (wanted, id) => {
      const encoded = encodeAction(wanted, id);
      if (!encoded.ok) return;
      sent += 1;
      const messages = parse(encoded.value);
      expect(messages).toHaveLength(1);
      expect(encoded.value.toString('utf8').endsWith('\r\n\r\n')).toBe(true);
      expect(messages[0]?.get('Action')).toBe(wanted.action);
      expect(messages[0]?.get('ActionID')).toBe(id);
      expect(messages[0]?.all('Action')).toHaveLength(1);
      for (const [name, value] of Object.entries(wanted))
        if (name !== 'action') expect(messages[0]?.get(FIELD[name] ?? name)).toBe(String(value));
    }),
    { numRuns: 20_000 },
  );
  expect(sent).toBeGreaterThan(1_000);
});

const spying = {
  action: 'Originate',
  phone: 'PJSIP/1099',
  spied: 'PJSIP/1001-00000001',
  options: 'qwS',
  channelId: 'bw-spy-x-1',
  shownNumber: '1001',
  ringMs: 15_000,
} as const;

describe('a value that could be more than a value is refused, not repaired', () => {
  test.each([
    ['a second action in a queue’s name', { action: 'QueueStatus', queue: 'sales\r\n\r\nAction: Originate' }, 'Queue', 'control-character'],
    [
      'a header in a secret',
      { action: 'Login', username: 'u', secret: 's\nAction: Command', events: 'off' },
      'Secret',
      'control-character',
    ],
    ['a zero byte', { action: 'QueueStatus', queue: 'a\u0000b' }, 'Queue', 'control-character'],
    ['a delete character', { action: 'QueueStatus', queue: 'a\u007fb' }, 'Queue', 'control-character'],
    ['an event mask that is none', { action: 'Events', mask: 'call; drop' }, 'EventMask', 'does-not-fit'],
    [
      'a line that the PBX would refuse',
      { action: 'GetConfig', filename: 'queues.conf', category: '王'.repeat(400) },
      'Category',
      'does-not-fit',
    ],
    ['a pattern where a channel should be', { action: 'Hangup', channel: '/.*/' }, 'Channel', 'does-not-fit'],
    ['a variable of the whole PBX', { action: 'Setvar', channel: '', variable: 'QUEUE_PRIO', value: 1 }, 'Channel', 'does-not-fit'],
    ['options smuggled into who is listened to', { ...spying, spied: 'PJSIP/1001-00000001,qX' }, 'Data', 'does-not-fit'],
    ['a second phone in who is listened to', { ...spying, spied: 'PJSIP/1001-1&PJSIP/1002-1' }, 'Data', 'does-not-fit'],
    [
      'a pattern where an extension should be',
      { action: 'Redirect', channel: 'PJSIP/1-1', context: 'a', exten: '_X.' },
      'Exten',
      'does-not-fit',
    ],
    [
      'a reason that Asterisk would cut inside a character',
      { action: 'QueuePause', interface: 'PJSIP/1', paused: true, reason: '休'.repeat(27) },
      'Reason',
      'does-not-fit',
    ],
  ] as const)('%s', (_title, wanted, field, reason) => {
    expect(encodeAction(wanted as AmiAction, 'bw-1')).toEqual({ ok: false, error: { field, reason } });
  });

  test('a queue’s name may be any words of any language', () => {
    const encoded = encodeAction({ action: 'QueueStatus', queue: '售后 · VIP' }, 'bw-1');
    expect(encoded.ok && encoded.value.toString()).toBe('Action: QueueStatus\r\nActionID: bw-1\r\nQueue: 售后 · VIP\r\n\r\n');
  });
});

test('a phone that is rung to listen gets exactly the call that was meant', () => {
  const encoded = encodeAction(spying, 'bw-1');
  expect(encoded.ok && encoded.value.toString()).toBe(
    'Action: Originate\r\nActionID: bw-1\r\nChannel: PJSIP/1099\r\nApplication: ChanSpy\r\nData: PJSIP/1001-00000001,qwS\r\n' +
      'CallerID: "Breakwater" <1001>\r\nAsync: true\r\nTimeout: 15000\r\nChannelId: bw-spy-x-1\r\n\r\n',
  );
});

test('action ids don’t repeat and can’t be guessed', () => {
  const ids = Array.from({ length: 1_000 }, newActionId);
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.every((id) => /^bw-[0-9a-f]{24}$/.test(id))).toBe(true);
});
