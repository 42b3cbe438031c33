// One owner for a data folder. Two redis-servers on one folder are refused by nobody: the second would write into the
// first one's append-only file. So the owner's process is noted in a file that only one start can create.
import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRunning, noteOf } from './processes.mjs';
import { Stop } from './say.mjs';

/** @typedef {import('./processes.mjs').ProcessNote} ProcessNote */
/**
 * @typedef {object} LockContent
 * @property {string} token told apart from any other start's lock
 * @property {string} what what the owner runs, for the refusal: `npm start`
 * @property {ProcessNote} owner
 * @property {Record<string, ProcessNote>} children processes the owner started: they may outlive it
 */
/**
 * @typedef {object} DataLock
 * @property {Record<string, ProcessNote>} orphans what a dead owner had started
 * @property {(role: string, pid: number) => void} noteChild
 * @property {() => void} release
 */

/**
 * @param {string} dataDir
 * @param {string} what
 * @returns {{ lock: DataLock } | { heldBy: { pid: number, what: string } }}
 */
export function lockDataDir(dataDir, what) {
  makeFolder(dataDir, dataDir);
  const path = join(dataDir, 'breakwater.pid');
  /** @type {LockContent} */
  const mine = { token: randomUUID(), what, owner: noteOf(process.pid), children: {} };
  /** @type {Record<string, ProcessNote>} */
  let orphans = {};
  while (!createWhole(path, JSON.stringify(mine))) {
    const there = read(path);
    if (there && isRunning(there.owner)) return { heldBy: { pid: there.owner.pid, what: there.what } };
    orphans = { ...orphans, ...there?.children };
    takeAway(path, there);
  }
  return {
    lock: {
      orphans,
      noteChild(role, pid) {
        mine.children[role] = noteOf(pid);
        // Never half written: a reader sees the old note or the new one.
        writeFileSync(`${path}.new`, JSON.stringify(mine), { mode: 0o600 });
        renameSync(`${path}.new`, path);
      },
      release() {
        if (read(path)?.token === mine.token) rmSync(path, { force: true });
      },
    },
  };
}

/**
 * One folder after the other: Node's own `recursive` never comes back from a place like /proc.
 * @param {string} path
 * @param {string} dataDir
 */
function makeFolder(path, dataDir) {
  try {
    if (existsSync(path)) {
      if (!statSync(path).isDirectory()) throw new Stop(`DATA_DIR ${dataDir} can't be used: ${path} is not a folder.`, 2);
      return;
    }
    makeFolder(dirname(path), dataDir);
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop(`DATA_DIR ${dataDir} can't be used: ${/** @type {Error} */ (error).message}`, 2);
  }
}

/**
 * Creates a file together with its content, so that nobody ever reads it empty. False when it exists already.
 * @param {string} path
 * @param {string} content
 */
function createWhole(path, content) {
  const draft = `${path}.${process.pid}.${randomUUID()}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Removes a dead owner's lock. It is moved aside first and looked at again: if another start was quicker and what was
 * moved is its lock, it is put back.
 * @param {string} path
 * @param {LockContent | null} dead
 */
function takeAway(path, dead) {
  const aside = `${path}.${process.pid}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another start took it away
  }
  try {
    const moved = read(aside);
    if (moved && moved.token !== dead?.token) linkSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} path @returns {LockContent | null} null when absent or not a lock we wrote (a crash while writing) */
function read(path) {
  try {
    const content = JSON.parse(readFileSync(path, 'utf8'));
    return typeof content?.owner?.pid === 'number' ? content : null;
  } catch {
    return null;
  }
}

/**
 * Who owns a data folder now, without asking for it.
 * @param {string} dataDir
 */
export function ownerOf(dataDir) {
  const there = read(join(dataDir, 'breakwater.pid'));
  return there && isRunning(there.owner) ? { pid: there.owner.pid, what: there.what } : null;
}
