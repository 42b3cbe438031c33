import { queuesBySkillOf } from '../../shared/domain/roster/served-queues.js';
import type { SiteState } from '../../shared/domain/site.js';
import { durationMs } from '../../shared/kernel/time.js';
import type { RosterCatalogue } from '../../shared/protocol/roster-http.js';

/** What rosters are made of, as the site file has it; without skills in it every queue is one. */
export function catalogueOf(site: Readonly<SiteState>): RosterCatalogue {
  const { workforce, timeZone, intervalMs } = site.config;
  return {
    timeZone,
    intervalMs: durationMs(intervalMs),
    skills: workforce.skills.length > 0 ? configuredSkills(site) : queuesAsSkills(site),
    contracts: workforce.contracts.map(({ code, name, ruleSet, weeklyHours, nightAllowed, templates }) => ({
      code,
      name,
      ruleSet,
      weeklyHours,
      nightAllowed,
      templates: templates.length === 0 ? null : [...templates],
    })),
    templates: workforce.templates.map(({ code, name, nameEn = null, startLocal, lengthMin }) => ({
      code,
      name,
      nameEn,
      startLocal,
      lengthMin,
    })),
    posts: workforce.posts.map(({ code, name, nameEn = null, capacity }) => ({ code, name, nameEn, capacity })),
    holidays: [...workforce.holidays],
    shrinkageRatio: workforce.planning.shrinkageRatio,
    maxOccupancyRatio: workforce.planning.maxOccupancyRatio,
  };
}

function configuredSkills(site: Readonly<SiteState>): RosterCatalogue['skills'] {
  const queues = queuesBySkillOf(site);
  return site.config.workforce.skills.map(({ code, name, nameEn = null }) => ({ code, name, nameEn, queueIds: queues.get(code) ?? [] }));
}

const queuesAsSkills = (site: Readonly<SiteState>): RosterCatalogue['skills'] =>
  [...site.queues.values()]
    .filter(({ removed }) => !removed)
    .map(({ id, name, nameEn = null }) => ({ code: id, name, nameEn, queueIds: [id] }));
