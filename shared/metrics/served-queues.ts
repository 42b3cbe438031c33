import { personOf } from '../domain/config-index.js';
import type { Agent, SiteState } from '../domain/site.js';
import type { QueueId } from '../kernel/ids.js';

/** Which queues people can be counted on for, worked out once for a whole sheet. */
export interface SkillBook {
  skillsOf(agent: Agent): readonly string[];
  queuesOf(agent: Agent): readonly QueueId[];
}

/**
 * Somebody's skills are those of the site file. Where it names none, every queue is a skill of its own, and they are the queues that the
 * person serves: also after signing out, as far as their source tells which.
 */
export function skillBookOf(site: Readonly<SiteState>): SkillBook {
  const queuesBySkill = queuesBySkillOf(site);
  const configured = (agent: Agent): readonly string[] | undefined =>
    queuesBySkill.size === 0 ? undefined : personOf(site.config, agent.key)?.skills?.map(({ code }) => code);
  const served = (agent: Agent): QueueId[] => {
    const own = [...agent.memberships.keys()].filter((id) => id !== agent.borrowed?.queueId);
    return own.length > 0 ? own : (agent.left ?? []).map(({ queueId }) => queueId);
  };
  return {
    skillsOf: (agent) => configured(agent) ?? served(agent),
    queuesOf(agent) {
      const codes = configured(agent);
      if (codes === undefined) return served(agent);
      return [...new Set(codes.flatMap((code) => queuesBySkill.get(code) ?? []))];
    },
  };
}

/** Queues that the sources know; a key of the site file that none has is nobody's work. */
export function queuesBySkillOf(site: Readonly<Pick<SiteState, 'config' | 'queues'>>): Map<string, QueueId[]> {
  const { skills } = site.config.workforce;
  if (skills.length === 0) return new Map();
  const byKey = new Map<string, QueueId[]>();
  for (const { id, key, removed } of site.queues.values()) if (!removed) byKey.set(key, [...(byKey.get(key) ?? []), id]);
  return new Map(skills.map(({ code, queues }) => [code, queues.flatMap((key) => byKey.get(key) ?? [])]));
}
