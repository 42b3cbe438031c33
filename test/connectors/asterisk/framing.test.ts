import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Framer } from '../../../server/connectors/asterisk/framing.js';
import type { AmiMessage } from '../../../server/connectors/asterisk/message.js';
import { recordingOf } from './recordings.js';

function frame(chunks: readonly Buffer[]) {
  const messages: AmiMessage[] = [];
  const banners: string[] = [];
  const dropped: string[] = [];
  const framer = new Framer({
    onMessage: (message) => void messages.push(message),
    onBanner: (version) => void banners.push(version),
    onDropped: (reason) => void dropped.push(reason),
  });
  for (const chunk of chunks) framer.push(chunk);
  return { messages, banners, dropped };
}
const frameText = (text: string) => frame([Buffer.from(text)]);

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
}

describe('what the PBX sends is read the same however the network cuts it', () => {
  const recording = recordingOf('06-redirect-waiting-caller.in.txt');
  const bytes = recording.kind === 'bytes' ? recording.bytes : Buffer.alloc(0);
  const whole = frame([bytes]).messages.map((message) => message.entries());

  test('a recorded session, cut anywhere, gives the same messages', () => {
    expect(whole.length).toBeGreaterThan(1_000);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 200 }), (cuts) => {
        expect(frame(split(bytes, cuts)).messages.map((message) => message.entries())).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  test('byte by byte, a name with characters of several bytes arrives whole', () => {
    const text = Buffer.from('Event: AgentConnect\r\nMemberName: Émile 王小明\r\n\r\n');
    const { messages } = frame([...text].map((byte) => Buffer.from([byte])));
    expect(messages.map((message) => message.get('MemberName'))).toEqual(['Émile 王小明']);
  });

  test('bounds hold however a long line arrives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8_180, max: 8_200 }), fc.array(fc.nat(9_000), { maxLength: 6 }), (length, cuts) => {
        const text = Buffer.from(`Event: X\r\nA: ${'a'.repeat(length - 3)}\r\n\r\nEvent: Y\r\n\r\n`);
        const { messages, dropped } = frame(split(text, cuts));
        expect(messages.map((message) => message.event)).toEqual(length > 8_192 ? ['Y'] : ['X', 'Y']);
        expect(dropped).toEqual(length > 8_192 ? ['line-too-long'] : []);
      }),
    );
  });
});

describe('damaged and hostile input is dropped, and what follows is read', () => {
  test.each([
    ['a line of ten megabytes', `A: ${'x'.repeat(10_000_000)}\r\n\r\n`, 'line-too-long'],
    ['a block without an end', `${`A: ${'x'.repeat(1_000)}\r\n`.repeat(100)}\r\n`, 'block-too-long'],
    ['a thousand headers', `${Array.from({ length: 1_000 }, (_, index) => `H${index}: x\r\n`).join('')}\r\n`, 'too-many-headers'],
    ['text that is no message', 'GET / HTTP/1.1\r\nno colon here\r\n\r\n', 'not-a-message'],
  ])('%s', (_title, hostile, reason) => {
    const { messages, dropped } = frameText(`${hostile}Event: Next\r\n\r\n`);
    expect(dropped).toEqual([reason]);
    expect(messages.map((message) => message.event)).toEqual(['Next']);
  });

  test('empty lines too many between messages are no messages', () => {
    expect(frameText('Response: Success\r\n\r\n\r\nEvent: A\r\n\r\n\r\n\r\n').messages.map((message) => message.event)).toEqual(['', 'A']);
  });
  test('bytes that are not UTF-8 become replacement characters', () => {
    const { messages } = frame([
      Buffer.concat([Buffer.from('Event: A\r\nName: '), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('\r\n\r\n')]),
    ]);
    expect(messages[0]?.get('Name')).toBe('\ufffd(\ufffd');
  });
  test('a lone line feed in a value does not begin a header', () => {
    expect(frameText('Event: A\r\nData: x\nUniqueid: forged\r\n\r\n').messages[0]?.get('Uniqueid')).toBe('');
  });
  test('lines smuggled into a value can’t replace the event before them', () => {
    const [message] = frameText('Event: UserEvent\r\nData: x\r\nEvent: QueueCallerAbandon\r\nUniqueid: 1\r\n\r\n').messages;
    expect(message?.event).toBe('UserEvent');
  });
  test('an event that holds an answer further down is no answer', () => {
    expect(frameText('Event: UserEvent\r\nResponse: Success\r\nActionID: x\r\n\r\n').messages[0]?.response).toBe('');
  });
  test('names that mean something to JavaScript are names like any other', () => {
    const [message] = frameText('Event: A\r\n__proto__: x\r\nconstructor: y\r\ntoString: z\r\n\r\n').messages;
    expect([message?.get('__proto__'), message?.get('constructor'), message?.get('hasOwnProperty')]).toEqual(['x', 'y', '']);
  });
});

describe('headers', () => {
  test.each([
    ['a value may hold colons', 'Event: A\r\nData: a: b:c\r\n\r\n', 'Data', 'a: b:c'],
    ['one blank after the colon separates, the next belongs to the value', 'Event: A\r\nData:  two\r\n\r\n', 'Data', ' two'],
    ['blanks at the end are kept', 'Event: A\r\nData: x \r\n\r\n', 'Data', 'x '],
    ['no blank is needed', 'Event: A\r\nData:x\r\n\r\n', 'Data', 'x'],
    ['a value may be empty', 'Event: A\r\nData: \r\n\r\n', 'Data', ''],
  ])('%s', (_title, text, name, value) => {
    expect(frameText(text).messages[0]?.get(name)).toBe(value);
  });
  test('a header that repeats keeps all its values', () => {
    expect(frameText('Event: A\r\nOutput: 1\r\nOutput: 2\r\n\r\n').messages[0]?.all('Output')).toEqual(['1', '2']);
  });
  test('the greeting is no message, also where a new connection cuts one short', () => {
    const { banners, messages } = frameText('Event: Cut\r\nName: ha\r\nAsterisk Call Manager/11.0.0\r\nEvent: A\r\n\r\n');
    expect([banners, messages.map((message) => message.event)]).toEqual([['11.0.0'], ['A']]);
  });
});
