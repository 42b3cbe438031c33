// Telling one process from another: a number alone may have been given to someone else since it was noted.
import { readFileSync } from 'node:fs';

/** @typedef {{ pid: number, since: string }} ProcessNote */

/**
 * When a process began, in a form that no other process with its number shares. '' where the system does not tell.
 * @param {number} pid
 * @returns {string | null} null when there is no such process (one that ended and was not yet collected counts as gone)
 */
export function sinceOf(pid) {
  if (process.platform === 'linux') {
    try {
      // The name stands in parentheses and may hold anything; state and start time are the 1st and 20th field after it.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return null;
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot}/${fields[19]}`;
    } catch {
      return null;
    }
  }
  try {
    process.kill(pid, 0);
    return '';
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM' ? '' : null;
  }
}

/** @param {number} pid @returns {ProcessNote} */
export function noteOf(pid) {
  return { pid, since: sinceOf(pid) ?? '' };
}

/** Whether the noted process still runs. @param {ProcessNote} note */
export function isRunning({ pid, since }) {
  return sinceOf(pid) === since;
}

/**
 * Asks a process that we noted ourselves to end, waits, and then makes it.
 * @param {ProcessNote} note
 * @param {number} patienceMs
 */
export async function end(note, patienceMs) {
  if (!isRunning(note)) return;
  signal(note.pid, 'SIGTERM');
  const until = Date.now() + patienceMs;
  while (isRunning(note)) {
    if (Date.now() > until) signal(note.pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** @param {number} pid @param {NodeJS.Signals} name */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile, which is what was wanted.
  }
}
