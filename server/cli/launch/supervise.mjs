// Runs the server as a child and passes on the wish to stop.
import { spawn } from 'node:child_process';

/** A server that has not stopped by then is ended: its commits are in the log, and browsers reconnect by themselves. */
const STOP_PATIENCE_MS = 20_000;
/** Ctrl-C in a terminal also comes through npm: the same wish, told twice. */
const SAME_WISH_MS = 1_000;

/**
 * @param {{ args: string[], root: string, env: NodeJS.ProcessEnv, onSpawn: (pid: number) => void,
 *   say: import('./say.mjs').Say, lost: Promise<string> | null }} request
 *   `args`: for node. `lost`: settles when what the server needs has gone; it is then stopped.
 * @returns {Promise<number>} the exit code to end with
 */
export function supervise({ args, root, env, onSpawn, say, lost }) {
  return new Promise((resolve) => {
    // In a process group of its own, so that Ctrl-C reaches it once: from here, in order.
    const child = spawn(process.execPath, args, { cwd: root, env, detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    if (child.pid) onSpawn(child.pid);
    let askedAt = 0;
    let lostIt = false;
    let isOver = false;
    /** @type {NodeJS.Timeout | undefined} */
    let patience;
    /** @param {NodeJS.Signals} signal */
    const stop = (signal) => {
      const now = Date.now();
      if (askedAt === 0) {
        askedAt = now;
        say('Stopping…');
        child.kill(signal);
        patience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
      } else if (now - askedAt > SAME_WISH_MS) {
        say('Stopping now.');
        child.kill('SIGKILL');
      }
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, stop);
    void lost?.then((reason) => {
      if (askedAt > 0 || isOver) return;
      say(`Redis ${reason}.`);
      lostIt = true;
      stop('SIGTERM');
    });
    child.once('error', (error) => {
      say(`The server could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code, signal) => {
      isOver = true;
      clearTimeout(patience);
      // Signals stay caught: Redis is still to be stopped, and a second Ctrl-C must not cut that short.
      if (askedAt > 0) resolve(lostIt ? 1 : 0);
      else if (signal) {
        say(`The server was ended by ${signal}.`);
        resolve(1);
      } else resolve(code ?? 1);
    });
  });
}
