import type { AlertRule } from '../domain/alert/rule.js';
import { RECEIVER_PREFIX, sourceOf } from '../domain/alert/subject.js';
import type { Measuring, Reading, Readings } from '../domain/alert/watch.js';
import type { SiteState } from '../domain/site.js';
import type { QueueId } from '../kernel/ids.js';
import type { EpochMs } from '../kernel/time.js';
import { unreachable } from '../kernel/unreachable.js';
import { agentReadings, callReadings } from './alert-values-agent.js';
import { queueReadings, teamReadings } from './alert-values-queue.js';
import type { Figures } from './figures.js';
import { ghostReadings } from './ghosts.js';

/** What is known beside the folded site when alerts are looked for. */
export interface AlertMoment {
  /** The site clock. */
  readonly now: EpochMs;
  /** A queue's figures over the last half hour. */
  figures(queueId: QueueId): Figures;
  /** Sources of which nothing new is known: what they tell of stays as it was. */
  readonly staleSources: ReadonlySet<string>;
  /** For how long each source has been silent, real ms. */
  readonly silentMs: ReadonlyMap<string, number>;
  /** For how long each receiver of ours has taken nothing, real ms; null: not known on this node now. */
  readonly undeliveredMs: ReadonlyMap<string, number> | null;
}

/** The plain numbers that rules are held against. */
export function measuringAt(moment: AlertMoment): Measuring {
  return {
    measure(site, rule) {
      const readings = new Map<string, Reading>();
      for (const reading of readingsOf(site, rule, moment)) readings.set(reading.subject.id, reading);
      return readings satisfies Readings;
    },
    isFrozen(site, subject) {
      if (subject.kind === 'source') return subject.id.startsWith(RECEIVER_PREFIX) && moment.undeliveredMs === null;
      // A team's agents may come from several sources.
      if (subject.kind === 'team') return moment.staleSources.size > 0;
      const source = sourceOf(site, subject);
      return source !== undefined && moment.staleSources.has(source);
    },
  };
}

function readingsOf(site: Readonly<SiteState>, rule: AlertRule, moment: AlertMoment): Iterable<Reading> {
  switch (rule.subject) {
    case 'queue':
      return queueReadings(site, rule, moment);
    case 'team':
      return teamReadings(site, rule, moment);
    case 'agent':
      return agentReadings(site, rule, moment);
    case 'call':
      return callReadings(site, rule, moment);
    case 'source':
      return sourceReadings(rule, moment);
    case 'ghost':
      return ghostReadings(site, rule, moment);
    default:
      return unreachable(rule.subject);
  }
}

function* sourceReadings({ metric }: AlertRule, { silentMs, undeliveredMs }: AlertMoment): Generator<Reading> {
  const values = metric === 'undeliveredMs' ? (undeliveredMs ?? []) : silentMs;
  for (const [id, ms] of values) yield { subject: { kind: 'source', id }, value: Math.round(ms), evidence: {} };
}
