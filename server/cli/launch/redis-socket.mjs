// The few words of Redis's protocol that the launcher needs, over a unix socket: it runs before any package is there.
import { connect } from 'node:net';

/**
 * Sends one command and gives the first line of the answer.
 * @param {string} socketPath
 * @param {readonly string[]} words
 * @param {number} [withinMs]
 * @returns {Promise<string>} such as `+PONG`, `-LOADING Redis is loading the dataset in memory`
 */
export function ask(socketPath, words, withinMs = 2_000) {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    let answer = '';
    socket.setTimeout(withinMs, () => socket.destroy(new Error(`no answer within ${withinMs} ms`)));
    socket.on('connect', () => {
      socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`);
    });
    socket.on('data', (bytes) => {
      answer += bytes;
      if (!answer.includes('\r\n')) return;
      socket.destroy();
      resolve(answer.slice(0, answer.indexOf('\r\n')));
    });
    socket.on('error', reject);
    // SHUTDOWN answers by hanging up.
    socket.on('close', () => resolve(answer));
  });
}

/**
 * Whether a Redis lives behind this socket: a file alone proves nothing, and one that is still loading is alive.
 * @param {string} socketPath
 */
export async function isAlive(socketPath) {
  const answer = await ask(socketPath, ['PING']).catch(() => '');
  return /^(\+PONG|-LOADING|-BUSY|-MASTERDOWN)/.test(answer);
}

/**
 * Waits until Redis serves; loading a long append-only file may take minutes.
 * @param {string} socketPath
 * @param {{ within: number, isGone: () => boolean, everyMs?: number }} limits
 */
export async function pingUntilReady(socketPath, { within, isGone, everyMs = 10 }) {
  const until = Date.now() + within;
  for (;;) {
    const answer = await ask(socketPath, ['PING']).catch(() => '');
    if (answer.startsWith('+PONG')) return;
    if (isGone()) throw new Error('Redis ended before it was ready');
    if (Date.now() > until) throw new Error(`Redis was not ready within ${within} ms${answer && `: ${answer.slice(1)}`}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
