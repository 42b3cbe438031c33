import { createUsers } from '../auth/users.js';
import { type Config, loadConfig, readEnvFile } from '../config.js';
import { bad, type Check, good, reasonOf } from '../ops/check.js';
import { checkRedis } from '../ops/check-redis.js';
import { createLogger } from '../ops/logger.js';
import { createRedisConnections } from '../ops/redis.js';
import type { CommandIo, RunCommand } from './command.js';
import { checkHost } from './doctor-host.js';
import { checkPbx } from './doctor-pbx.js';

const USAGE = 'Usage: breakwater doctor [--json]\n';

/** Looks at everything that an installation needs. Changes nothing; exit code 1 when something is wrong. */
export const run: RunCommand = async (args, io) => {
  if (args.some((arg) => arg !== '--json') || args.length > 1) {
    io.stderr.write(USAGE);
    return 2;
  }
  const checks = await examine({ ...readEnvFile(process.cwd()), ...io.env });
  tell(io, checks, args.includes('--json'));
  return checks.every((check) => check.ok) ? 0 : 1;
};

async function examine(env: CommandIo['env']): Promise<Check[]> {
  const loaded = loadConfig(env);
  // Nothing else can be looked at: what it would be looked at with is wrong.
  if (!loaded.ok) return loaded.error.map(({ variable, reason }) => bad('configuration', `${variable} ${reason}`, `correct ${variable}`));
  const config = loaded.value;
  const { source } = config;
  return [
    good('configuration', `site ${config.siteId}, source ${source.kind}`),
    ...(await checkHost(config)),
    ...(await checkStore(config)),
    ...(source.kind === 'asterisk' ? await checkPbx(source) : []),
  ];
}

async function checkStore(config: Config): Promise<Check[]> {
  if (!config.redis.url && !config.redis.sentinels)
    return [bad('redis', 'none is named', 'set REDIS_URL, or run this by `npm run -s breakwater -- doctor`')];
  const connections = createRedisConnections(config.redis, createLogger({ level: 'silent' }));
  const redis = connections.general();
  const sessions = connections.sessions();
  try {
    const checks = await checkRedis(redis, Date.now);
    const isReached = checks.every(({ check }) => check !== 'redis');
    return isReached && !config.demo ? [...checks, await checkAdmin(config, createUsers(sessions))] : checks;
  } catch (error) {
    return [bad('redis', `did not answer (${reasonOf(error)})`, 'look at Redis’s log, and at the rights of its user')];
  } finally {
    redis.disconnect();
    sessions.destroy();
  }
}

async function checkAdmin({ siteId }: Config, users: ReturnType<typeof createUsers>): Promise<Check> {
  const admins = (await users.list(siteId)).filter((user) => user.role === 'admin' && !user.disabled);
  if (admins.length > 0) return good('admin', `${admins.length} can sign in`);
  return bad('admin', 'nobody could add people', 'make the first one: breakwater user add <login> --role admin');
}

function tell(io: CommandIo, checks: readonly Check[], asJson: boolean): void {
  if (asJson) {
    io.stdout.write(`${JSON.stringify(checks)}\n`);
    return;
  }
  const width = Math.max(...checks.map(({ check }) => check.length));
  for (const { check, ok, detail, fix } of checks) {
    io.stdout.write(`${ok ? 'ok ' : 'BAD'}  ${check.padEnd(width)}  ${detail}\n`);
    if (fix !== null) io.stdout.write(`${' '.repeat(width + 7)}→ ${fix}\n`);
  }
}
