import type { PersonRole } from '../../shared/protocol/http.js';
import type { Accounts } from './accounts.js';
import type { TvLinks } from './tv-links.js';
import type { Users } from './users.js';

/** Known to everyone who reads the manual; they open an invented floor and nothing else (`siteIds` of their accounts). */
export const DEMO_PASSWORD = 'harbour-demo-2026';
/** So that the address of the demonstration's television stays the same. */
export const DEMO_TV_TOKEN = 'demo-wall-demo-wall-demo-wall-demo-wall-dem';

export interface DemoAccount {
  readonly login: string;
  readonly displayName: string;
  readonly role: PersonRole;
  readonly password: string;
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { login: 'zhoumin', displayName: '周敏', role: 'supervisor', password: DEMO_PASSWORD },
  { login: 'linfeng', displayName: '林峰', role: 'lead', password: DEMO_PASSWORD },
  { login: 'agent', displayName: '演示坐席', role: 'agent', password: DEMO_PASSWORD },
  { login: 'admin', displayName: '管理员', role: 'admin', password: DEMO_PASSWORD },
];

/** The phone on somebody's own desk, by which they listen in and take calls: in no queue, so no agent's. */
const phoneOf = ({ login }: DemoAccount): string => `sim/desk-${login}`;

export interface DemoFloor {
  /** Teams that the demo's lead leads. */
  readonly teams: readonly string[];
  /** The agent that the demo's agent is. */
  readonly agent: { readonly key: string; readonly name: string } | null;
}

/** Makes the demonstration's accounts and its television's link, or brings them in line. Call it on a demonstration floor only. */
export async function ensureDemoAccounts(deps: { accounts: Accounts; users: Users; tvLinks: TvLinks }, floor: DemoFloor): Promise<void> {
  for (const account of DEMO_ACCOUNTS) {
    const teams = account.role === 'lead' ? [...floor.teams] : [];
    const agentKey = account.role === 'agent' ? (floor.agent?.key ?? null) : phoneOf(account);
    const displayName = account.role === 'agent' ? (floor.agent?.name ?? account.displayName) : account.displayName;
    const existing = await deps.users.findByLogin(account.login);
    if (!existing) {
      const { login, role, password } = account;
      await deps.accounts.add({ login, password, displayName, role, teams, agentKey, language: 'zh' });
    } else await deps.accounts.change(existing.userId, { role: account.role, displayName, teams, agentKey, disabled: false });
  }
  if (!(await deps.tvLinks.findByToken(DEMO_TV_TOKEN))) {
    await deps.tvLinks.create({ name: '演示大屏', createdBy: '周敏', token: DEMO_TV_TOKEN });
  }
}
