import type { Language, PersonRole } from '../../shared/protocol/http.js';
import type { Accounts } from './accounts.js';
import type { Users } from './users.js';

/** A person as the site file lists them. */
export interface ListedUser {
  readonly login: string;
  readonly name: string;
  readonly role: PersonRole;
  readonly teams: readonly string[];
  readonly agentKey?: string | undefined;
  readonly language: Language;
}

/**
 * Brings the accounts that there are in line with the site file; it goes before what an admin changed. Those who have no account yet
 * are returned: they get one, with a password, by `breakwater user add`.
 */
export async function syncListedUsers(auth: { accounts: Accounts; users: Users }, listed: readonly ListedUser[]): Promise<string[]> {
  const without: string[] = [];
  for (const { login, name, role, teams, agentKey } of listed) {
    const user = await auth.users.findByLogin(login);
    if (!user) without.push(login);
    else await auth.accounts.change(user.userId, { displayName: name, role, teams: [...teams], agentKey: agentKey ?? null });
  }
  return without;
}
