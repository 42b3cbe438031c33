import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { siteIdSchema } from '../../shared/kernel/ids.js';
import { err, ok, type Result } from '../../shared/kernel/result.js';
import { epochMsSchema } from '../../shared/kernel/time.js';
import { languageSchema, personRoleSchema, userIdSchema } from '../../shared/protocol/http.js';
import { type AuthRedis, authKeys } from './keys.js';

const createUserLua = readFileSync(new URL('./create-user.lua', import.meta.url), 'utf8');
const swapLua = readFileSync(new URL('./swap.lua', import.meta.url), 'utf8');

/** An account as it is stored. Never sent anywhere whole: see `userViewSchema` for what an admin sees. */
export const userSchema = z.strictObject({
  userId: userIdSchema,
  /** Lower case. */
  login: z.string().min(1).max(64),
  displayName: z.string().min(1).max(64),
  role: personRoleSchema,
  /** Team names of the site file. */
  teams: z.array(z.string()).max(100),
  agentKey: z.string().nullable(),
  language: languageSchema,
  disabled: z.boolean(),
  /** Where this person may sign in. A demonstration's people can't sign in to a real floor in the same Redis. */
  siteIds: z.array(siteIdSchema).min(1),
  passwordHash: z.string(),
  /** Raised when what a session rests on changes (role, teams, agent, password, disabled): sessions of an older one are void. */
  authVersion: z.number().int().nonnegative(),
  createdAt: epochMsSchema,
});
export type User = z.infer<typeof userSchema>;

export interface Users {
  get(userId: string): Promise<User | null>;
  findByLogin(login: string): Promise<User | null>;
  /** Everyone of this site, by login name. */
  list(siteId: string): Promise<User[]>;
  create(user: Omit<User, 'userId' | 'authVersion'>): Promise<Result<User, 'login-taken'>>;
  /** Reads, changes and writes as one: a change that came between is seen, not overwritten. */
  update(userId: string, change: (user: User) => User): Promise<Result<User, 'gone'>>;
}

export const canonicalLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase();

export function createUsers(redis: AuthRedis): Users {
  const read = (text: string | null): User | null => (text === null ? null : userSchema.parse(JSON.parse(text)));
  return {
    get: async (userId) => read(await redis.get(authKeys.user(userId))),

    async findByLogin(login) {
      const userId = await redis.get(authKeys.login(canonicalLogin(login)));
      return userId === null ? null : read(await redis.get(authKeys.user(userId)));
    },

    async list(siteId) {
      const ids = await redis.sMembers(authKeys.userIds);
      if (ids.length === 0) return [];
      const texts = await redis.mGet(ids.map(authKeys.user));
      const users = texts.map(read).filter((user): user is User => user?.siteIds.some((id) => id === siteId) ?? false);
      return users.sort((a, b) => (a.login < b.login ? -1 : 1));
    },

    async create(fields) {
      const login = canonicalLogin(fields.login);
      const user: User = { ...fields, login, userId: `u-${randomBytes(12).toString('hex')}`, authVersion: 0 };
      const answer = await redis.eval(createUserLua, {
        keys: [authKeys.login(login), authKeys.user(user.userId), authKeys.userIds],
        arguments: [user.userId, JSON.stringify(userSchema.parse(user))],
      });
      if (answer === 'created') return ok(user);
      if (answer === 'login-taken') return err('login-taken');
      throw new Error('a new user id was not new');
    },

    async update(userId, change) {
      for (;;) {
        const before = await redis.get(authKeys.user(userId));
        const user = read(before);
        if (before === null || user === null) return err('gone');
        const changed = userSchema.parse(change(user));
        const answer = await redis.eval(swapLua, { keys: [authKeys.user(userId)], arguments: [before, JSON.stringify(changed)] });
        if (answer === 'swapped') return ok(changed);
        if (answer === 'gone') return err('gone');
      }
    },
  };
}
