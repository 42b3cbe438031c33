import type { QueueId } from '../../kernel/ids.js';
import { personOf } from '../config-index.js';
import type { Agent, SiteState } from '../site.js';

/** Whom plans and effects count on for which queue: one rule for all of them, looked up once for however many people are asked about. */
export interface SkillBook {
  /** Codes of the site file; queue ids where it names none. */
  skillsOf(agent: Agent): readonly string[];
  queuesOf(agent: Agent): readonly QueueId[];
}

/**
 * Somebody serves the queues of the skills that the site file gives them, whatever they are signed in to at this moment: who helps out
 * elsewhere this morning, or is kept from a queue for half an hour, is still planned for their own next week. Of whom the file names no
 * skill that any queue asks for, the source is believed: the queues that they are signed in to, signed out those that they left last. A loan
 * is no skill.
 */
export function skillBookOf(site: Readonly<SiteState>): SkillBook {
  const queuesBySkill = queuesBySkillOf(site);
  const known = new Map<string, readonly QueueId[]>();
  const codesOf = (agent: Agent): readonly string[] | undefined =>
    queuesBySkill.size === 0 ? undefined : personOf(site.config, agent.key)?.skills?.map(({ code }) => code);
  const queuesFor = (codes: readonly string[]): readonly QueueId[] => {
    const key = codes.join();
    let queues = known.get(key);
    if (queues === undefined) {
      queues = [...new Set(codes.flatMap((code) => queuesBySkill.get(code) ?? []))];
      known.set(key, queues);
    }
    return queues;
  };
  const joined = (agent: Agent) => joinedQueues(site, agent);
  return {
    skillsOf: (agent) => codesOf(agent) ?? joined(agent),
    queuesOf(agent) {
      const queues = queuesFor(codesOf(agent) ?? []);
      return queues.length > 0 ? queues : joined(agent);
    },
  };
}

function joinedQueues(site: Readonly<Pick<SiteState, 'queues'>>, agent: Agent): QueueId[] {
  const isThere = (id: QueueId) => site.queues.get(id)?.removed === false;
  const own = [...agent.memberships.keys()].filter((id) => id !== agent.borrowed?.queueId);
  return (own.length > 0 ? own : (agent.left ?? []).map(({ queueId }) => queueId)).filter(isThere);
}

/** Queues that the sources know; a key of the site file that none has is nobody's work. */
export function queuesBySkillOf(site: Readonly<Pick<SiteState, 'config' | 'queues'>>): Map<string, QueueId[]> {
  const { skills } = site.config.workforce;
  if (skills.length === 0) return new Map();
  const byKey = new Map<string, QueueId[]>();
  for (const { id, key, removed } of site.queues.values()) if (!removed) byKey.set(key, [...(byKey.get(key) ?? []), id]);
  return new Map(skills.map(({ code, queues }) => [code, queues.flatMap((key) => byKey.get(key) ?? [])]));
}
