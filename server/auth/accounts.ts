import { err, ok, type Result } from '../../shared/kernel/result.js';
import { type DurationMs, durationMs, type EpochMs } from '../../shared/kernel/time.js';
import type { ChangeUserRequest, NewUserRequest } from '../../shared/protocol/http.js';
import type { Limits } from './limits.js';
import { HashingBusy, type Passwords, passwordProblem } from './passwords.js';
import type { RevocationReason } from './principal.js';
import type { Sessions } from './sessions.js';
import { canonicalLogin, type User, type Users } from './users.js';

export interface AccountsDeps {
  readonly siteId: User['siteIds'][number];
  readonly users: Users;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly limits: Limits;
  readonly now: () => EpochMs;
}

export type SignInRefusal = { readonly code: 'wrong-credentials' } | { readonly code: 'too-many'; readonly retryAfterMs: DurationMs };
export type AccountRefusal =
  | { readonly code: 'gone' }
  | { readonly code: 'field'; readonly field: string; readonly reason: string }
  /** Nobody could mend anything any more. */
  | { readonly code: 'last-admin' };

/** What can be done with people's accounts. Whatever changes what somebody may do ends their open sessions on every node. */
export interface Accounts {
  signIn(attempt: { login: string; password: string; address: string }): Promise<Result<User, SignInRefusal>>;
  add(user: NewUserRequest): Promise<Result<User, AccountRefusal>>;
  change(userId: string, change: ChangeUserRequest): Promise<Result<User, AccountRefusal>>;
  /** The person's own wish; they prove that they are who signed in. */
  changePassword(
    userId: string,
    passwords: { current: string; next: string; address: string },
  ): Promise<Result<User, AccountRefusal | SignInRefusal>>;
}

export function createAccounts({ siteId, users, sessions, passwords, limits, now }: AccountsDeps): Accounts {
  const works = (user: User | null): user is User => user !== null && !user.disabled && user.siteIds.includes(siteId);

  /** The same time and the same answer whether the name, the password or the site was wrong. */
  const check = async (login: string, password: string, address: string): Promise<Result<User, SignInRefusal>> => {
    const limited = await limits.loginBegins(address, login);
    if (limited) return err({ code: 'too-many', ...limited });
    const user = await users.findByLogin(login);
    try {
      const fits = await passwords.verify(works(user) ? user.passwordHash : null, password);
      if (!fits || user === null) return err({ code: 'wrong-credentials' });
    } catch (error) {
      if (error instanceof HashingBusy) return err({ code: 'too-many', retryAfterMs: durationMs(2_000) });
      throw error;
    }
    await limits.loginSucceeded(address, login);
    return ok(user);
  };

  const isLastAdmin = async (userId: string) => {
    const admins = (await users.list(siteId)).filter((user) => user.role === 'admin' && !user.disabled);
    return admins.length === 1 && admins[0]?.userId === userId;
  };

  const change: Accounts['change'] = async (userId, wanted) => {
    const before = await users.get(userId);
    if (!before?.siteIds.includes(siteId)) return err({ code: 'gone' });
    const losesAdmin = wanted.disabled === true || (wanted.role !== undefined && wanted.role !== 'admin');
    if (losesAdmin && before.role === 'admin' && (await isLastAdmin(userId))) return err({ code: 'last-admin' });

    const { password, ...fields } = wanted;
    const problem = password === undefined ? null : passwordProblem(password, before.login);
    if (problem) return err({ code: 'field', field: 'password', reason: problem });
    const passwordHash = password === undefined ? undefined : await passwords.hash(password);

    let reason: RevocationReason | null = null;
    const changed = await users.update(userId, (user) => {
      const next: User = { ...user, ...withoutUndefined(fields), ...(passwordHash === undefined ? {} : { passwordHash }) };
      reason = reasonToEnd(user, next);
      return reason === null ? next : { ...next, authVersion: user.authVersion + 1 };
    });
    if (!changed.ok) return err({ code: 'gone' });
    if (reason !== null) await sessions.endAll(userId, reason);
    return changed;
  };

  return {
    signIn: ({ login, password, address }) => check(login, password, address),
    change,
    async add({ password, ...fields }) {
      const problem = passwordProblem(password, fields.login);
      if (problem) return err({ code: 'field', field: 'password', reason: problem });
      const passwordHash = await passwords.hash(password);
      const login = canonicalLogin(fields.login);
      const added = await users.create({ ...fields, login, disabled: false, siteIds: [siteId], passwordHash, createdAt: now() });
      return added.ok ? added : err({ code: 'field', field: 'login', reason: 'is taken' });
    },
    async changePassword(userId, { current, next, address }) {
      const user = await users.get(userId);
      if (!user) return err({ code: 'gone' });
      const proven = await check(user.login, current, address);
      if (!proven.ok) return proven;
      return change(userId, { password: next });
    },
  };
}

function reasonToEnd(before: User, after: User): RevocationReason | null {
  if (after.disabled && !before.disabled) return 'user-disabled';
  if (after.passwordHash !== before.passwordHash) return 'password-changed';
  const rights = ({ role, teams, agentKey, disabled }: User) => JSON.stringify([role, teams, agentKey, disabled]);
  return rights(before) === rights(after) ? null : 'role-changed';
}

/** Drops what was not given: `{ ...user, role: undefined }` would erase it. */
function withoutUndefined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
