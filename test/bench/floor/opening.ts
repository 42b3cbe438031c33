import type { DomainEvent } from '../../../shared/domain/events.js';
import { type Fact, factSchema } from '../../../shared/domain/facts.js';
import { siteConfigSchema } from '../../../shared/domain/site-config.js';
import { epochMs } from '../../../shared/kernel/time.js';
import type { Batch, SourceFloor } from './floor.js';

export interface FloorSize {
  readonly agents: number;
  readonly queues: number;
}

export const agentKey = (n: number): string => `PJSIP/${1_000 + n}`;
export const queueKey = (n: number): string => `queue-${n}`;
/** How many queues an agent serves. */
const QUEUES_EACH = 2;
const AGENTS_PER_TEAM = 50;
const FACTS_PER_COMMIT = 2_000;

/** Two queues for each agent; agents next to one another share them. */
export const queuesOfAgent = (agent: number, { queues }: FloorSize): number[] =>
  Array.from({ length: Math.min(QUEUES_EACH, queues) }, (_, i) => (agent + i * Math.max(1, Math.floor(queues / 2))) % queues);

/** The floor at the start of the day: everybody signed in and ready, nobody waiting. In commits of a bounded size. */
export function* openFloor(floor: SourceFloor, size: FloorSize, at: number): Generator<Batch> {
  yield floor.apply([configured(size, at)], at);
  const facts = [...openingFacts(size, at)];
  for (let from = 0; from < facts.length; from += FACTS_PER_COMMIT) yield floor.tell(facts.slice(from, from + FACTS_PER_COMMIT));
}

function* openingFacts(size: FloorSize, at: number): Generator<Fact> {
  const fact = (raw: object) => factSchema.parse({ occurredAt: at, ...raw });
  yield fact({ type: 'source.status', status: 'connected' });
  for (let queue = 0; queue < size.queues; queue++) {
    yield fact({ type: 'queue.seen', queueKey: queueKey(queue), name: `Queue ${queue}`, thresholdMs: 20_000 });
  }
  for (let agent = 0; agent < size.agents; agent++) {
    yield fact({ type: 'agent.seen', agentKey: agentKey(agent), name: `Agent ${agent}` });
    for (const queue of queuesOfAgent(agent, size)) {
      yield fact({ type: 'member.seen', agentKey: agentKey(agent), queueKey: queueKey(queue), paused: false });
    }
  }
}

/** Teams, as a site file gives them. */
function configured({ agents }: FloorSize, at: number): DomainEvent {
  const team = (n: number) => `Team ${n}`;
  const config = siteConfigSchema.parse({
    name: 'Bench',
    timeZone: 'Asia/Shanghai',
    teams: Array.from({ length: Math.ceil(agents / AGENTS_PER_TEAM) }, (_, n) => ({ name: team(n), lead: `Lead ${n}` })),
    people: Array.from({ length: agents }, (_, n) => ({
      key: agentKey(n),
      name: `Agent ${n}`,
      team: team(Math.floor(n / AGENTS_PER_TEAM)),
    })),
  });
  return { type: 'site.configured', occurredAt: epochMs(at), config };
}
