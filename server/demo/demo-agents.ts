import { decide } from '../../shared/domain/decide.js';
import type { Actor } from '../../shared/domain/policy.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { CommitId } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import type { Site } from '../site/site.js';
import { type DemoWish, demoWishes } from './wishes.js';

/** The demonstration's agents at their desks: what they wish for is decided by the same rules as anybody's. */
export class DemoAgents {
  readonly #site: Pick<Site, 'state' | 'siteNow' | 'propose'>;

  constructor(site: Pick<Site, 'state' | 'siteNow' | 'propose'>) {
    this.#site = site;
  }

  async tick(): Promise<void> {
    for (const wish of demoWishes(this.#site.state(), epochMs(this.#site.siteNow()))) await this.#act(wish);
  }

  async #act({ agentId, id, command }: DemoWish): Promise<void> {
    const commitId = id as CommitId;
    await this.#site.propose({
      id: commitId,
      by: { kind: 'clock' },
      cause: command.type,
      decide: (state) => {
        const by = actorOf(state, agentId);
        const context = { now: epochMs(this.#site.siteNow()), commitId, by, person: () => undefined };
        const decided = by.agentId === undefined ? undefined : decide(state, command, context);
        return decided?.ok ? decided.value : { events: [], reads: [] };
      },
    });
  }
}

function actorOf(site: Readonly<SiteState>, id: DemoWish['agentId']): Actor {
  const agent = site.agents.get(id);
  const known = agent === undefined ? {} : { agentId: agent.id };
  return { userId: `sim-${agent?.key ?? id}`.slice(0, 64), name: agent?.name ?? id, role: 'agent', teamIds: [], ...known };
}
