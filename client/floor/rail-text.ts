import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { type AlertTextTools, alertEvidence, alertTitle } from '../alerts/alert-text.js';
import type { Formats, Translate } from '../i18n/provider.js';
import type { LiveStore } from '../live/store.js';
import { limitText } from './agent-look.js';
import type { RailEntry } from './past-limit.js';

/** Agents shown by name in an entry for many. */
const NAMES = 3;

export interface Words {
  readonly t: Translate;
  readonly formats: Formats;
  readonly store: LiveStore;
  readonly window: FigureWindow;
}

export function entryText(entry: RailEntry, words: Words): { readonly title: string; readonly evidence: string } {
  const { t, formats } = words;
  switch (entry.kind) {
    case 'queue':
      return queueText(entry, words);
    case 'agent': {
      const { agent, limit } = entry.past;
      const team = teamName(agent, words);
      return {
        title: t('floor.rail.agent', { name: formats.name(agent), limit: limitText(t, limit.kind, agent) }),
        evidence:
          limit.kind === 'unreachable'
            ? t('floor.rail.agentGone', { team })
            : t('floor.rail.agentLimit', { team, limit: formats.duration(limit.limitMs) }),
      };
    }
    case 'agents': {
      const first = entry.past[0]?.agent;
      const names = entry.past.slice(0, NAMES).map((one) => formats.name(one.agent));
      return {
        title: t('floor.rail.agents', {
          count: entry.past.length,
          limit: first ? limitText(t, entry.limitKind, entry.limitKind === 'not-ready' ? { state: 'not-ready' } : first) : '',
        }),
        evidence: t('floor.rail.agentsWho', { names: names.join(formats.language === 'en' ? ', ' : '、') }),
      };
    }
    case 'alert': {
      const tools = { t, formats, lookup: lookupIn(words.store) };
      return { title: alertTitle(entry.alert, tools), evidence: alertEvidence(entry.alert, tools) };
    }
    case 'source':
      return {
        title: t('floor.rail.source', { source: entry.source.id }),
        evidence: t('floor.rail.sourceWhat', { at: formats.clock(entry.source.since), detail: entry.source.detail ?? '' }),
      };
    case 'dead-entries':
      return { title: t('floor.rail.dead', { count: entry.count }), evidence: t('floor.rail.deadWhat') };
  }
}

const lookupIn =
  (store: LiveStore): AlertTextTools['lookup'] =>
  (kind, id) =>
    id == null ? undefined : store.get(kind, id);

function queueText({ row, late }: Extract<RailEntry, { kind: 'queue' }>, { t, formats, store, window }: Words) {
  const { ready, staffed, waiting, goalRatio } = row;
  const threshold = `${(store.get('queue', row.id)?.thresholdMs ?? 0) / 1_000} s`;
  if (late > 0) {
    return {
      title: t('floor.rail.queueLate', { queue: row.name, late, waiting }),
      evidence: t('floor.rail.queueEvidence', { longest: formats.duration(row.longestWaitMs), threshold, ready, staffed }),
    };
  }
  return {
    title: t('floor.rail.queueLevel', { queue: row.name, level: formats.percent(row.serviceLevelRatio) }),
    evidence: t('floor.rail.levelEvidence', {
      goal: formats.percent(goalRatio, 0),
      window: t(`floor.window.${window}`),
      waiting,
      ready,
      staffed,
    }),
  };
}

function teamName(agent: AgentView, { t, formats, store }: Words): string {
  const team = agent.teamId == null ? undefined : store.get('team', agent.teamId);
  return team ? formats.name(team) : t('floor.team.none');
}
