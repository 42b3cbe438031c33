import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../../server/cli/replay.js';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/ami/${name}`, import.meta.url));

async function ask(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const told = { out: '', err: '' };
  stdout.on('data', (text) => (told.out += text));
  stderr.on('data', (text) => (told.err += text));
  const code = await run(args, { stdin: new PassThrough(), stdout, stderr, env: {} });
  return { code, ...told };
}

const folder = await mkdtemp(join(tmpdir(), 'breakwater-replay-'));
afterAll(() => rm(folder, { recursive: true }));
const file = async (name: string, content: string | Buffer) => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

test('a file that is no recording is refused by name: it must not pass for a day without calls', async () => {
  for (const path of [await file('shopping.txt', 'bread\nmilk\n'), await file('nothing.jsonl', '\n'), await file('nothing.in.txt', '')]) {
    expect(await ask(path, '--report', 'json', '--log', 'memory')).toEqual({ code: 1, out: '', err: `${path}: no AMI session in it\n` });
  }
});

describe('a replay prints what a recording comes to', () => {
  test('as one JSON object, with nothing else beside it', async () => {
    const { code, out, err } = await ask(fixture('05-timeout-exitkey-exitempty-full.jsonl.gz'), '--report', 'json', '--log', 'memory');
    expect([code, err]).toEqual([0, '']);
    const { sales, complaints, vip } = JSON.parse(out).queues;
    expect([sales.offered, sales.exitTimeout, sales.exitKey, sales.abandoned]).toEqual([5, 1, 2, 2]);
    expect([complaints.exitEmpty, complaints.rejected, complaints.ringNoAnswer]).toEqual([1, 1, 7]);
    expect([vip.abandoned, vip.rejected]).toEqual([5, 1]);
  });

  test('for people, as a table', async () => {
    const { code, out } = await ask(fixture('01-join-answer-complete.jsonl.gz'), '--log', 'memory');
    expect(code).toBe(0);
    expect(out).toMatch(/^sales +4 +4 +0 /m);
    expect(out).toMatch(/^Júlia Santos +1 /m);
  });

  test('by a threshold given by hand', async () => {
    const { out } = await ask(
      fixture('01-join-answer-complete.jsonl.gz'),
      '--report',
      'json',
      '--log',
      'memory',
      '--service-level',
      'sales=1',
    );
    expect(JSON.parse(out).queues.sales).toMatchObject({ serviceLevelSeconds: 1, answered: 4, answeredWithinSL: 0, answeredWithin20: 4 });
  });

  test('from the bytes alone, without knowing what the console asked', async () => {
    const { out } = await ask(fixture('06-redirect-waiting-caller.in.txt.gz'), '--report', 'json', '--log', 'memory');
    const { sales } = JSON.parse(out).queues;
    expect([sales.offered, sales.answered, sales.abandoned + sales.redirected]).toEqual([6, 2, 4]);
  });

  test('of two sessions as of one site', async () => {
    const { out } = await ask(
      fixture('01-join-answer-complete.jsonl.gz'),
      fixture('02-abandon-while-waiting.jsonl.gz'),
      '--report',
      'json',
      '--log',
      'memory',
    );
    const { sales } = JSON.parse(out).queues;
    expect([sales.offered, sales.answered, sales.abandoned]).toEqual([10, 4, 6]);
  });
});

describe('what can’t be replayed is told', () => {
  test.each([
    ['no recording', [], 2],
    ['an unknown option', ['x.jsonl', '--speed', '9'], 2],
    ['an unknown form of report', ['x.jsonl', '--report', 'xml'], 2],
    ['a threshold that is none', ['x.jsonl', '--service-level', 'sales=soon'], 2],
    ['a file that is not there', ['no-such.jsonl', '--log', 'memory'], 1],
  ])('%s', async (_title, args, expected) => {
    const { code, out, err } = await ask(...args);
    expect([code, out]).toEqual([expected, '']);
    expect(err.length).toBeGreaterThan(0);
  });

  test('a file that is no recording, with the line', async () => {
    const path = await file('broken.jsonl', '{"t":1,"dir":"ctl","raw":"connected"}\n{"t":"soon"}\n');
    expect(await ask(path, '--log', 'memory')).toMatchObject({ code: 1, err: expect.stringContaining('line 2') });
  });
  test('a file that is not gzipped as its name says', async () => {
    const path = await file('plain.jsonl.gz', 'not gzip');
    expect((await ask(path, '--log', 'memory')).code).toBe(1);
  });
  test('no Redis to replay on, and how to do without', async () => {
    const { code, err } = await ask(fixture('01-join-answer-complete.jsonl.gz'));
    expect([code, err]).toEqual([1, expect.stringContaining('--log memory')]);
  });
});
