import { type SiteConfig, siteConfigSchema } from '../../../shared/domain/site-config.js';
import { SECOND_MS } from '../../../shared/kernel/time.js';
import {
  AGENTS_PER_REGION,
  CONTRACTS,
  FULL_TIME,
  ONLY_REGION,
  QUEUES,
  type QueueEntry,
  REGIONS,
  type Region,
  TEAMS,
  TEMPLATES,
} from './catalogue.js';
import type { QueueTraits } from './model.js';
import { peopleNames } from './names.js';

export interface QueueSpec extends QueueTraits {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly goalRatio: number;
  readonly load: number;
  /** Where it overflows and transfers to. */
  readonly partner?: string;
}

export interface PersonSpec {
  readonly key: string;
  readonly name: string;
  readonly nameEn: string;
  readonly team: string;
  /** The first is their own; the others they help out in. */
  readonly queueKeys: readonly string[];
}

export interface Centre {
  readonly queues: readonly QueueSpec[];
  readonly teams: readonly { readonly name: string; readonly nameEn: string; readonly lead: string }[];
  readonly people: readonly PersonSpec[];
}

/** Everything about the centre that does not change with time. The same for the same number of agents and seed. */
export function simulatedCentre(options: { agents: number; seed: number }): Centre {
  const { agents, seed } = options;
  const count = Math.min(REGIONS.length, Math.ceil(agents / AGENTS_PER_REGION));
  const regions: readonly Region[] = count > 1 ? REGIONS.slice(0, count) : [ONLY_REGION];
  const sizes = shareOut(
    agents,
    regions.map(() => 1),
  );
  const parts = regions.map((region, i) => regionalCentre(sizes[i] ?? 0, region));
  const places = parts.flatMap((part) => part.places);
  const names = peopleNames(
    seed,
    places.map((place) => place.isEnglish),
  );
  const people = places.map(({ team, queueKeys }, i) => ({ key: `SIM/${1001 + i}`, name: '', nameEn: '', ...names[i], team, queueKeys }));
  return { queues: parts.flatMap((part) => part.queues), teams: parts.flatMap((part) => part.teams), people };
}

/** A small site has fewer queues, and everyone helps out; else one in six is new and serves one queue alone. */
const SMALL_SITE = 24;
const AGENTS_PER_QUEUE = 5;

interface Place {
  readonly team: string;
  readonly queueKeys: readonly string[];
  readonly isEnglish: boolean;
}

function regionalCentre(agents: number, region: Region) {
  const isSmall = agents < SMALL_SITE;
  const entries = QUEUES.slice(0, Math.max(2, Math.floor(agents / AGENTS_PER_QUEUE)));
  const sizes = new Map(
    shareOut(
      agents,
      entries.map(({ weight }) => weight),
    ).map((size, i) => [entries[i]?.key, size]),
  );
  const partnersOf = (entry: QueueEntry) => {
    const there = entry.partners.filter((key) => entries.some((other) => other.key === key));
    return there.length > 0 ? there : entries.filter((other) => other !== entry).map(({ key }) => key);
  };
  const teams = TEAMS.filter((team) => entries.some(({ key }) => holds(team, key)));
  const places = teams.flatMap((team) =>
    entries
      .filter(({ key }) => holds(team, key))
      .flatMap((entry) =>
        Array.from({ length: sizes.get(entry.key) ?? 0 }, (_, i): Place => {
          const partners = partnersOf(entry);
          const second = !isSmall && i % 6 === 5 ? [] : partners.slice(i % partners.length, (i % partners.length) + 1);
          const queueKeys = [entry.key, ...second].map((key) => region.key + key);
          return { team: region.name + team.name, queueKeys, isEnglish: entry.key === 'english' && i % 2 === 0 };
        }),
      ),
  );
  return {
    queues: entries.map((entry) => queueSpec(entry, region, partnersOf(entry)[0], agents)),
    teams: teams.map(({ name, nameEn, lead }) => ({ name: region.name + name, nameEn: region.nameEn + nameEn, lead })),
    places,
  };
}

const holds = (team: (typeof TEAMS)[number], key: string): boolean => (team.queueKeys as readonly string[]).includes(key);

function queueSpec(entry: QueueEntry, region: Region, partner: string | undefined, agents: number): QueueSpec {
  return {
    key: region.key + entry.key,
    code: entry.code,
    name: region.name + entry.name,
    nameEn: region.nameEn + entry.nameEn,
    thresholdMs: entry.thresholdSec * SECOND_MS,
    goalRatio: entry.goalRatio,
    handleMs: entry.handleSec * SECOND_MS,
    wrapUpMs: entry.wrapUpSec * SECOND_MS,
    patienceMs: entry.patienceSec * SECOND_MS,
    priority: entry.priority,
    load: entry.load * loadScale(agents),
    ...(partner !== undefined && { partner: region.key + partner }),
  };
}

/** The loads are set for 120 agents. Fewer can be kept less busy for the same waits, more busier (the square-root rule). */
const loadScale = (agents: number): number => (1 - 0.72 / Math.sqrt(agents)) / (1 - 0.72 / Math.sqrt(120));

/** Whole numbers in proportion to the weights, which add up to the total: the largest remainders get what is over. */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const shares = exact.map(Math.floor);
  const over = total - shares.reduce((all, share) => all + share, 0);
  const byRemainder = exact.map((value, i) => ({ i, rest: value - Math.floor(value) })).sort((x, y) => y.rest - x.rest || x.i - y.i);
  for (const { i } of byRemainder.slice(0, over)) shares[i] = (shares[i] ?? 0) + 1;
  return shares;
}

/** Ring time before an answer, on average. Agents are reserved while it rings. */
const MEAN_RING_MS = 4 * SECOND_MS;
/** Of an agent's time, what is left for calls after absences, meals, breaks and meetings. */
const ON_LINE_RATIO = 0.8;

/** Mean arrivals per ms of a queue that keep its own agents as busy as its `load` says. */
export function arrivalsPerMs(queue: QueueSpec, people: readonly PersonSpec[]): number {
  const own = people.filter((person) => person.queueKeys[0] === queue.key).length;
  return (own * ON_LINE_RATIO * queue.load) / (queue.handleMs + queue.wrapUpMs + MEAN_RING_MS);
}

/** The simulated centre as a site file would describe it. */
export function simulatedSiteConfig(options: { agents: number; seed: number; timeZone?: string }): SiteConfig {
  const centre = simulatedCentre(options);
  return siteConfigSchema.parse({
    name: '东湾客服中心',
    nameEn: 'Dongwan Centre',
    timeZone: options.timeZone ?? 'Asia/Shanghai',
    demo: true,
    teams: centre.teams,
    people: centre.people.map(({ key, name, nameEn, team, queueKeys }) => ({
      key,
      name,
      nameEn,
      team,
      contract: FULL_TIME,
      // The first is their own, the other one they help out in.
      skills: queueKeys.map((code, i) => ({ code, level: i === 0 ? 4 : 2 })),
    })),
    workforce: {
      // Each queue is a skill.
      skills: centre.queues.map(({ key, name, nameEn }) => ({ code: key, name, nameEn, queues: [key] })),
      contracts: CONTRACTS,
      templates: TEMPLATES,
      buffer: {
        complaintQueues: centre.queues.map(({ key }) => key).filter((key) => key.endsWith('complaints')),
        eap: { name: '员工关怀热线（演示）', phone: '8899', hours: '24 h' },
        crisis: [
          { name: '全国心理援助热线 12356', phone: '12356' },
          { name: '急救 120', phone: '120' },
        ],
        wellbeingContact: 'zhoumin',
      },
    },
    queues: centre.queues.map(({ key, name, nameEn, code, thresholdMs, goalRatio }) => ({
      key,
      name,
      nameEn,
      code,
      thresholdMs,
      goalRatio,
      channel: 'voice',
    })),
  });
}
