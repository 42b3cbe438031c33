import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Framer } from '../../../server/connectors/asterisk/framing.js';
import { createCallerMask } from '../../../server/connectors/asterisk/mask.js';
import type { AmiMessage } from '../../../server/connectors/asterisk/message.js';
import { Translator } from '../../../server/connectors/asterisk/translate/translate.js';
import { type Fact, factSchema } from '../../../shared/domain/facts.js';
import { factsOf, foldFacts, isFact, recordingOf, type Scenario } from './recordings.js';

/** What Asterisk sent in a recorded session, a block each, with the time it came. */
function blocksOf(scenario: Scenario): string[] {
  const recording = recordingOf(scenario);
  const lines = recording.kind === 'session' ? recording.lines : [];
  const text = lines
    .filter((line) => line.dir === 'in')
    .map((line) => line.raw)
    .join('');
  return text.split('\r\n\r\n').map((block) => `${block}\r\n\r\n`);
}

const START = 1_795_296_000_000;

/** Blocks of bytes through framing and translation, a millisecond apart; every second something is waited for. */
function feed(blocks: readonly Buffer[]): Fact[] {
  const translator = new Translator({ mask: createCallerMask(), onDropped: () => {} });
  let now = START;
  const framer = new Framer({
    onMessage: (message: AmiMessage) => {
      if (message.get('Message') === 'Authentication accepted') translator.connected(now);
      translator.handle(message, now);
    },
    onBanner: () => {},
    onDropped: () => {},
  });
  for (const block of blocks) {
    now += 1;
    framer.push(block);
  }
  translator.tick(now + 10_000);
  translator.disconnected(now + 10_000, 'end');
  return translator.take();
}

const counted = (facts: readonly Fact[]) =>
  [...foldFacts(facts).site.queues.values()].map((queue) => [queue.key, queue.life, queue.quarters.map((quarter) => quarter.counters)]);

describe('facts told twice', () => {
  test.each(['02-abandon-while-waiting', '05-timeout-exitkey-exitempty-full', '07-reassign-mid-call', '12-restart-and-reconnect'] as const)(
    '%s: each fact delivered twice changes nothing',
    (scenario) => {
      const twice = factsOf(scenario).flatMap((fact) => [fact, fact]);
      expect(foldFacts(twice).site).toEqual(foldFacts(factsOf(scenario)).site);
    },
  );

  test('a whole session delivered again changes no figure', () => {
    const facts = factsOf('07-reassign-mid-call').filter((fact) => fact.type.startsWith('visit.'));
    const { site } = foldFacts(factsOf('07-reassign-mid-call'));
    const before = counted(factsOf('07-reassign-mid-call'));
    foldFacts(facts, site);
    expect([...site.queues.values()].map((queue) => [queue.key, queue.life, queue.quarters.map((quarter) => quarter.counters)])).toEqual(
      before,
    );
  });

  test('every event of the busy hour sent twice by the PBX comes to the same counts', () => {
    const blocks = blocksOf('11-busy-hour').map((block) => Buffer.from(block));
    const once = counted(feed(blocks));
    const twice = counted(
      feed(blocks.flatMap((block) => (block.includes('\nActionID:') || block.includes('Response:') ? [block] : [block, block]))),
    );
    // Arrival is a few ms later: the counts are what must agree, not the lengths.
    const counts = (queues: typeof once) => queues.map(([key, life]) => [key, life]);
    expect(counts(twice)).toEqual(counts(once));
  });
});

describe('mutated traffic', () => {
  const blocks = (
    ['03-ring-no-answer-next-agent', '05-timeout-exitkey-exitempty-full', '07-reassign-mid-call', '12-restart-and-reconnect'] as const
  ).flatMap(blocksOf);

  /** One thing done to a block on its way. */
  const mutation = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('flip', 'cut', 'drop', 'repeat', 'swap', 'insert', 'splice'),
    where: fc.nat(),
    byte: fc.integer({ min: 0, max: 255 }),
  });

  function mutate(source: readonly string[], mutations: readonly { at: number; kind: string; where: number; byte: number }[]): Buffer[] {
    const out: Buffer[] = source.map((block) => Buffer.from(block));
    for (const { at, kind, where, byte } of mutations) {
      const index = at % out.length;
      const block = out[index] ?? Buffer.alloc(0);
      const position = where % (block.length + 1);
      if (kind === 'flip' && block.length > 0) block[where % block.length] = byte;
      else if (kind === 'cut') out[index] = block.subarray(0, position);
      else if (kind === 'drop') out[index] = Buffer.alloc(0);
      else if (kind === 'repeat') out[index] = Buffer.concat([block, block]);
      else if (kind === 'swap') [out[index], out[where % out.length]] = [out[where % out.length] ?? block, block];
      else if (kind === 'insert')
        out[index] = Buffer.concat([block.subarray(0, position), Buffer.from([byte, byte]), block.subarray(position)]);
      else
        out[index] = Buffer.concat([
          block.subarray(0, position),
          (out[where % out.length] ?? block).subarray(0, 200),
          block.subarray(position),
        ]);
    }
    return out;
  }

  test('never crashes, gives only valid facts, and no caller ends twice', () => {
    fc.assert(
      fc.property(fc.nat(blocks.length - 1), fc.array(mutation, { minLength: 1, maxLength: 60 }), (from, mutations) => {
        const login = blocks.slice(0, 60);
        const facts = feed(mutate([...login, ...blocks.slice(from, from + 400)], mutations));
        for (const fact of facts) factSchema.parse(fact);
        const { site } = foldFacts(facts);
        for (const queue of site.queues.values()) {
          expect(queue.life.entered).toBe(queue.life.answered + queue.life.abandoned + queue.life.flowout + queue.waiting.size);
        }
        const ends = facts
          .filter((fact) => isFact('visit.left')(fact) || isFact('visit.abandoned')(fact))
          .map((fact) => ('visitKey' in fact ? fact.visitKey : ''));
        expect(new Set(ends).size).toBe(ends.length);
      }),
      { numRuns: Number(process.env.AMI_FUZZ_RUNS ?? 60) },
    );
  });
});
