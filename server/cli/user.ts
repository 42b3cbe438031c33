import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import type { SiteId } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import { newUserSchema } from '../../shared/protocol/http.js';
import { type Auth, createAuth } from '../auth/auth.js';
import type { User } from '../auth/users.js';
import { type Config, describeProblems, loadConfig, readEnvFile } from '../config.js';
import { createLogger } from '../ops/logger.js';
import { createRedisConnections } from '../ops/redis.js';
import { wording } from '../ops/wording.js';
import { readSite } from '../site-file/read.js';
import type { CommandIo, RunCommand } from './command.js';

const USAGE = `Usage: breakwater user add <login> [--role agent|lead|supervisor|admin] [--name NAME] [--team TEAM]… [--agent-key KEY] [--language zh|en]
       breakwater user list [--json]
       breakwater user password <login>
       breakwater user revoke <login>

A password is read from standard input when something is piped in; otherwise one is made and told once.
What the site file says of a login is taken from there.
`;

const OPTIONS = {
  role: { type: 'string' },
  name: { type: 'string' },
  team: { type: 'string', multiple: true },
  'agent-key': { type: 'string' },
  language: { type: 'string' },
  json: { type: 'boolean' },
} as const;
type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** Accounts, for whoever has the machine: it needs no sign-in, so the first admin is made by it. */
export const run: RunCommand = async (args, io) => {
  const asked = parse(args);
  if (asked === null) return usage(io);
  const loaded = loadConfig({ ...readEnvFile(process.cwd()), ...io.env });
  if (!loaded.ok) return fail(io, describeProblems(loaded.error), 2);
  const config = loaded.value;
  if (!config.redis.url && !config.redis.sentinels)
    return fail(io, 'No Redis is named: set REDIS_URL, or run this by `npm run -s breakwater`.');
  const redis = createRedisConnections(config.redis, createLogger({ level: 'silent' })).sessions();
  try {
    await redis.ping();
    const auth = await createAuth({
      redis,
      siteId: config.siteId,
      publicOrigin: config.http.publicOrigin,
      logger: createLogger({ level: 'silent' }),
      now: () => epochMs(Date.now()),
      delay: async () => {},
    });
    return await act(asked, { auth, config, io });
  } catch (error) {
    return fail(io, `Redis: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    redis.destroy();
  }
};

interface Asked {
  readonly verb: 'add' | 'list' | 'password' | 'revoke';
  readonly login: string;
  readonly options: Options;
}
interface Parts {
  readonly auth: Auth;
  readonly config: Config;
  readonly io: CommandIo;
}

function parse(args: string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const [verb, login, ...rest] = positionals;
    if (rest.length > 0) return null;
    if (verb === 'list') return login === undefined ? { verb, login: '', options: values } : null;
    const known = verb === 'add' || verb === 'password' || verb === 'revoke';
    return known && login !== undefined ? { verb, login, options: values } : null;
  } catch {
    return null;
  }
}

async function act({ verb, login, options }: Asked, parts: Parts): Promise<number> {
  if (verb === 'list') return list(parts, options.json ?? false);
  if (verb === 'add') return add(login, options, parts);
  const { auth, config, io } = parts;
  const user = await auth.users.findByLogin(login);
  if (!user?.siteIds.includes(config.siteId as SiteId))
    return fail(io, `There is no ${JSON.stringify(login)} at the site ${config.siteId}.`);
  return verb === 'revoke' ? revoke(user, parts) : setPassword(user, parts);
}

async function add(login: string, options: Options, { auth, config, io }: Parts): Promise<number> {
  const listed = await listedUser(config, login);
  const { password, isMade } = await passwordFor(io);
  const given = {
    login,
    password,
    displayName: options.name ?? listed?.name ?? login,
    role: options.role ?? listed?.role ?? 'agent',
    teams: options.team ?? listed?.teams ?? [],
    agentKey: options['agent-key'] ?? listed?.agentKey ?? null,
    language: options.language ?? listed?.language ?? 'zh',
  };
  const parsed = newUserSchema.safeParse(given, { error: wording });
  if (!parsed.success) return fail(io, problemsOf(parsed.error), 2);
  const added = await auth.accounts.add(parsed.data);
  if (!added.ok) return fail(io, added.error.code === 'field' ? `${added.error.field} ${added.error.reason}` : added.error.code);
  const { role } = added.value;
  io.stdout.write(`added ${added.value.login} as ${role} of the site ${config.siteId}\n`);
  if (isMade) io.stdout.write(`password: ${password}\n`);
  return 0;
}

async function setPassword(user: User, { auth, io }: Parts): Promise<number> {
  const { password, isMade } = await passwordFor(io);
  const parsed = newUserSchema.shape.password.safeParse(password, { error: wording });
  if (!parsed.success) return fail(io, `password ${parsed.error.issues[0]?.message}`, 2);
  const changed = await auth.accounts.change(user.userId, { password });
  if (!changed.ok) return fail(io, changed.error.code === 'field' ? `password ${changed.error.reason}` : changed.error.code);
  io.stdout.write(`the password of ${user.login} was changed; their sessions have ended\n`);
  if (isMade) io.stdout.write(`password: ${password}\n`);
  return 0;
}

async function revoke(user: User, { auth, io }: Parts): Promise<number> {
  const changed = await auth.accounts.change(user.userId, { disabled: true });
  if (!changed.ok) {
    return fail(io, changed.error.code === 'last-admin' ? `${user.login} is the last admin: add another first` : changed.error.code);
  }
  io.stdout.write(`${user.login} can no longer sign in; their sessions have ended\n`);
  return 0;
}

async function list({ auth, config, io }: Parts, asJson: boolean): Promise<number> {
  const users = (await auth.users.list(config.siteId)).map(({ login, displayName, role, teams, agentKey, disabled }) => ({
    login,
    displayName,
    role,
    teams,
    agentKey,
    disabled,
  }));
  if (asJson) io.stdout.write(`${JSON.stringify(users)}\n`);
  else for (const user of users) io.stdout.write(`${lineOf(user)}\n`);
  return 0;
}

const lineOf = (user: { login: string; role: string; displayName: string; teams: readonly string[]; disabled: boolean }) =>
  [user.login, user.role, user.displayName, user.teams.join(', '), user.disabled ? 'disabled' : ''].join('\t').trimEnd();

async function listedUser(config: Config, login: string) {
  const site = await readSite(config);
  return site.ok ? (site.value.users.find((user) => user.login.toLowerCase() === login.toLowerCase()) ?? null) : null;
}

/** No characters that are taken for one another. 5 × 5 of 31: 123 bits. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const madePassword = () =>
  Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join('-');

async function passwordFor(io: CommandIo): Promise<{ password: string; isMade: boolean }> {
  const isTerminal = 'isTTY' in io.stdin && io.stdin.isTTY === true;
  const piped = isTerminal ? '' : await firstLine(io.stdin);
  return piped === '' ? { password: madePassword(), isMade: true } : { password: piped, isMade: false };
}

async function firstLine(stdin: CommandIo['stdin']): Promise<string> {
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.includes('\n') || text.length > 1_000) break;
  }
  return text.split(/\r?\n/, 1)[0] ?? '';
}

const problemsOf = (error: z.ZodError) => error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('\n');

function usage(io: CommandIo): number {
  io.stderr.write(USAGE);
  return 2;
}

function fail(io: CommandIo, message: string, code = 1): number {
  io.stderr.write(`${message}\n`);
  return code;
}
