import { Readable, Writable } from 'node:stream';
import { run } from '../../server/cli/user.js';

export const ACCOUNT_PASSWORD = 'quiet-harbour-7';

/** An account on a real site, made as its operator makes one. */
export const addAccount = (redisUrl: string, login: string, ...options: string[]): Promise<void> =>
  makeAccount({ SOURCE: 'none', REDIS_URL: redisUrl }, login, options);

/** One more on a demonstration. */
export const addDemoAccount = (redisUrl: string, login: string, ...options: string[]): Promise<void> =>
  makeAccount({ SOURCE: 'simulator', REDIS_URL: redisUrl }, login, options);

async function makeAccount(env: Record<string, string>, login: string, options: readonly string[]): Promise<void> {
  const said: string[] = [];
  const into = () =>
    new Writable({
      write(chunk, _encoding, done) {
        said.push(String(chunk));
        done();
      },
    });
  const code = await run(['add', login, ...options], {
    stdin: Readable.from([`${ACCOUNT_PASSWORD}\n`]),
    stdout: into(),
    stderr: into(),
    env,
  });
  if (code !== 0) throw new Error(said.join(''));
}
