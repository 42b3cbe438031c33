import type { Person } from '../../shared/domain/person.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { AgentId, SiteId, TeamId } from '../../shared/kernel/ids.js';
import { agentOf } from './scope.js';
import { canonicalLogin, type User, type Users } from './users.js';

/** Everybody of this site, read every few seconds: whom a case can be given to, who can be mentioned. */
export class PeopleDirectory {
  readonly #users: Users;
  readonly #siteId: SiteId;
  readonly #site: () => Readonly<SiteState>;
  #known = new Map<string, User>();

  constructor(users: Users, siteId: SiteId, site: () => Readonly<SiteState>) {
    this.#users = users;
    this.#siteId = siteId;
    this.#site = site;
  }

  async refresh(): Promise<void> {
    const users = await this.#users.list(this.#siteId);
    this.#known = new Map(users.filter((user) => !user.disabled).map((user) => [user.userId, user]));
  }

  get(userId: string): Person | undefined {
    const user = this.#known.get(userId);
    return user === undefined ? undefined : this.#personOf(user);
  }

  all(): Person[] {
    return [...this.#known.values()].map((user) => this.#personOf(user));
  }

  /** By the login or the name shown. */
  named(word: string): Person | undefined {
    const users = [...this.#known.values()];
    const user = users.find(({ login }) => login === canonicalLogin(word)) ?? users.find(({ displayName }) => displayName === word);
    return user === undefined ? undefined : this.#personOf(user);
  }

  /** Whoever leads the agent's team, else a supervisor. */
  custodian(agentId: AgentId): Person | undefined {
    const { agents, teams } = this.#site();
    const team = teams.get(agents.get(agentId)?.teamId ?? ('' as TeamId));
    const users = [...this.#known.values()];
    const lead = team === undefined ? undefined : users.find((user) => user.role === 'lead' && user.teams.includes(team.name));
    const keeper = lead ?? users.find(({ role }) => role === 'supervisor');
    return keeper === undefined ? undefined : this.#personOf(keeper);
  }

  #personOf({ userId, displayName, role, agentKey }: User): Person {
    const agentId = agentKey === null ? undefined : agentOf({ agentKey }, this.#site())?.id;
    return { userId, name: displayName, role, ...(agentId === undefined ? {} : { agentId }) };
  }
}
