import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { lockDataDir, ownerOf } from '../../server/cli/launch/data-lock.mjs';
import { noteOf } from '../../server/cli/launch/processes.mjs';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'breakwater-lock-'));
  const made = dataDir;
  onTestFinished(() => rmSync(made, { recursive: true }));
});
const take = (what: string) => {
  const answer = lockDataDir(dataDir, what);
  if ('heldBy' in answer) throw new Error(`held by ${answer.heldBy.what}`);
  return answer.lock;
};
/** A process that has ended: its number means nobody now. */
async function someoneGone() {
  const child = spawn(process.execPath, ['-e', '']);
  const note = noteOf(child.pid ?? 0);
  await once(child, 'exit');
  return note;
}
const writeLock = (content: unknown) => writeFileSync(join(dataDir, 'breakwater.pid'), JSON.stringify(content));

test('a second start on the same data is refused, and told by whom', () => {
  take('npm start');
  expect(lockDataDir(dataDir, 'npm run dev')).toEqual({ heldBy: { pid: process.pid, what: 'npm start' } });
  expect(ownerOf(dataDir)).toEqual({ pid: process.pid, what: 'npm start' });
});

test('after an orderly stop the data is free, and nothing of the lock is left', () => {
  take('npm start').release();
  expect(readdirSync(dataDir)).toEqual([]);
  take('npm start');
});

test('after a crash the next start gets the data, and learns what the dead one had left running', async () => {
  const redis = noteOf(process.pid);
  writeLock({ token: 'old', what: 'npm start', owner: await someoneGone(), children: { redis } });
  expect(take('npm start').orphans).toEqual({ redis });
});

test('a process number that was given to someone else meanwhile does not hold the data', () => {
  writeLock({ token: 'old', what: 'npm start', owner: { ...noteOf(process.pid), since: 'another-boot/1' }, children: {} });
  expect(take('npm start').orphans).toEqual({});
});

test('a lock file cut short by a power failure does not keep anyone out', () => {
  writeFileSync(join(dataDir, 'breakwater.pid'), '{"tok');
  expect(take('npm start').orphans).toEqual({});
});

test('what a start has running is noted at once, for whoever comes after a crash', () => {
  const lock = take('npm start');
  lock.noteChild('redis', process.pid);
  expect(JSON.parse(readFileSync(join(dataDir, 'breakwater.pid'), 'utf8')).children).toEqual({ redis: noteOf(process.pid) });
});

test('of many starts at one instant after a crash, exactly one gets the data', async () => {
  writeLock({ token: 'old', what: 'npm start', owner: await someoneGone(), children: {} });
  const lockModule = new URL('../../server/cli/launch/data-lock.mjs', import.meta.url).href;
  // Each says what it got, and then holds on until its input ends, so that no winner makes room for another.
  const racer = `import { lockDataDir } from ${JSON.stringify(lockModule)};
    process.stdin.once('data', () => process.stdout.write('lock' in lockDataDir(${JSON.stringify(dataDir)}, 'racer') ? 'won' : 'refused'));`;
  const racers = Array.from({ length: 8 }, () => spawn(process.execPath, ['--input-type=module', '-e', racer]));
  onTestFinished(() => {
    for (const child of racers) child.kill('SIGKILL');
  });
  const answers = Promise.all(racers.map(async (child) => String((await once(child.stdout, 'data'))[0])));
  for (const child of racers) child.stdin.write('go');
  expect((await answers).sort()).toEqual([...Array(7).fill('refused'), 'won']);
});

test('a folder that can not be used is refused by name, and at once', () => {
  const file = join(dataDir, 'a-file');
  writeFileSync(file, '');
  expect(() => lockDataDir(file, 'npm start')).toThrow(`DATA_DIR ${file} can't be used: ${file} is not a folder.`);
  expect(() => lockDataDir(join(file, 'below'), 'npm start')).toThrow(`${file} is not a folder`);
});
