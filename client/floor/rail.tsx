import { memo, useCallback, useMemo } from 'react';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import { type Severity, severityRank } from '../../shared/metrics/limits.js';
import type { AgentView, SourceView } from '../../shared/protocol/views.js';
import { type Formats, type Translate, useFormats, useT } from '../i18n/provider.js';
import { useLiveSession } from '../live/provider.js';
import type { LiveStore } from '../live/store.js';
import { Badge, EmptyState, KeyCap } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { limitText } from './agent-look.js';
import { useFloorActions } from './floor-context.js';
import { agentEntries, agentsPastLimit, countOf, entryName, type RailEntry, railEntries } from './past-limit.js';
import { type QueueRow, queueRow } from './queue-rows.js';
import { useSampled } from './sampled.js';
import { Elapsed } from './ticking.js';

/** Agents shown by name in an entry for many. */
const NAMES = 3;

/** What is past its limit, the worst first. It lists and leads there; it does not act. */
export const Rail = memo(function Rail({ entries, window }: { entries: readonly RailEntry[]; window: FigureWindow }) {
  const t = useT();
  return (
    <aside className="floor-pan floor-side" data-region="" aria-label={t('floor.rail.label')}>
      <RailHead entries={entries} />
      {entries.length === 0 ? (
        <EmptyState title={t('floor.rail.calm')}>
          <p className="s12 t3">{t('floor.rail.calmWhat')}</p>
        </EmptyState>
      ) : (
        <div className="floor-scroll">
          <ul className="floor-list">
            {entries.map((entry, at) => (
              <li key={entryName(entry)}>
                <Entry entry={entry} window={window} first={at === 0} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="floor-keys">
        <span>
          <KeyCap>J</KeyCap>
          <KeyCap>K</KeyCap>
          {t('floor.keys.move')}
        </span>
        <span>
          <KeyCap>↵</KeyCap>
          {t('floor.keys.open')}
        </span>
        <span>
          <KeyCap>F6</KeyCap>
          {t('floor.keys.regions')}
        </span>
        <span>
          <KeyCap>?</KeyCap>
          {t('floor.keys.all')}
        </span>
      </div>
    </aside>
  );
});

function RailHead({ entries }: { entries: readonly RailEntry[] }) {
  const t = useT();
  const [breaches, watches] = [countOf(entries, 'breach'), countOf(entries, 'watch')];
  return (
    <div className="floor-h">
      <h2>{t('floor.rail')}</h2>
      {breaches > 0 && (
        <Badge hot>
          {breaches}
          <span className="sr"> {t('floor.rail.breaches', { count: breaches })}</span>
        </Badge>
      )}
      <Badge>
        {watches}
        <span className="sr"> {t('floor.rail.watches', { count: watches })}</span>
      </Badge>
    </div>
  );
}

export function SeverityGlyph({ severity, size }: { severity: Severity; size?: 'sm' }) {
  const t = useT();
  const more = size ? { size } : {};
  if (severity === 'calm') return null;
  return severity === 'breach' ? (
    <Glyph name="octagon" className="c-breach" label={t('severity.breach')} {...more} />
  ) : (
    <Glyph name="triangle" className="c-watch" label={t('severity.watch')} {...more} />
  );
}

function Entry({ entry, window, first }: { entry: RailEntry; window: FigureWindow; first: boolean }) {
  const t = useT();
  const formats = useFormats();
  const { open, change } = useFloorActions();
  const { store } = useLiveSession();
  const text = entryText(entry, { t, formats, store, window });
  const go = () => {
    switch (entry.kind) {
      case 'queue':
        return open({ kind: 'queue', id: entry.row.id });
      case 'agent':
        return open({ kind: 'agent', id: entry.past.agent.id });
      case 'agents':
        return change({ agents: 'exceptions' });
      case 'source':
      case 'dead-entries':
        return;
    }
  };
  const body = (
    <>
      <span className="ic">
        <SeverityGlyph severity={entry.severity} />
      </span>
      <span className="ti">{text.title}</span>
      <span className="since">{entrySince(entry)}</span>
      <span className="ev">{text.evidence}</span>
    </>
  );
  const classes = `floor-al is-${entry.severity}${first ? ' is-first' : ''}`;
  // What leads nowhere is no button.
  return entry.kind === 'source' || entry.kind === 'dead-entries' ? (
    <div className={classes}>{body}</div>
  ) : (
    <button type="button" className={classes} data-item={entryName(entry)} onClick={go}>
      {body}
    </button>
  );
}

function entrySince(entry: RailEntry) {
  switch (entry.kind) {
    case 'agent':
      return <Elapsed since={entry.past.agent.since} />;
    case 'source':
      return <Elapsed since={entry.source.since} />;
    case 'queue':
      return entry.row.times > 1 ? `${entry.row.times.toFixed(1)} × SLA` : null;
    case 'agents':
    case 'dead-entries':
      return null;
  }
}

interface Words {
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
    case 'source':
      return {
        title: t('floor.rail.source', { source: entry.source.id }),
        evidence: t('floor.rail.sourceWhat', { at: formats.clock(entry.source.since), detail: entry.source.detail ?? '' }),
      };
    case 'dead-entries':
      return { title: t('floor.rail.dead', { count: entry.count }), evidence: t('floor.rail.deadWhat') };
  }
}

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

/** Looked at once a second, and for the queues with each frame that touches one: a breach shows at once. */
export function useRailEntries(window: FigureWindow): readonly RailEntry[] {
  const formats = useFormats();
  const { indexes } = useLiveSession();
  const agents = useSampled(
    useCallback(
      (store: LiveStore, siteNow: number) =>
        agentsPastLimit(store.all('agent').values(), (id) => store.get('figures', `${id}|today`)?.ahtMs ?? null, siteNow),
      [],
    ),
    useCallback(
      (a: ReturnType<typeof agentsPastLimit>, b: ReturnType<typeof agentsPastLimit>) =>
        a.length === b.length && a.every((one, i) => one.agent === b[i]?.agent && one.limit.severity === b[i]?.limit.severity),
      [],
    ),
  );
  const queues = useSampled(
    useCallback(
      (store: LiveStore, siteNow: number): QueuesPastLimit => {
        const late = new Map<string, number>();
        const rows = [...store.all('queue').values()]
          .filter((queue) => !queue.removed)
          .map((queue) => {
            const waiting = indexes.visits.ids(`${queue.id}|waiting`);
            // Longest first: the first who is in time ends the count.
            const inTime = waiting.findIndex((id) => siteNow - (store.get('visit', id)?.enteredAt ?? siteNow) <= queue.thresholdMs);
            late.set(queue.id, inTime === -1 ? waiting.length : inTime);
            return queueRow(queue, store.get('figures', `${queue.id}|${window}`), formats.name(queue), siteNow);
          })
          .filter((row) => row.severity !== 'calm')
          .sort((a, b) => severityRank(b.severity) - severityRank(a.severity) || b.times - a.times);
        return { rows, late, sources: [...store.all('source').values()], deadEntries: store.get('site', 'site')?.deadEntries ?? 0 };
      },
      [indexes, window, formats],
    ),
    sameQueues,
    'queue',
  );
  const ofAgents = useMemo(() => agentEntries(agents), [agents]);
  return useMemo(
    () =>
      railEntries({
        sources: queues.sources,
        deadEntries: queues.deadEntries,
        rows: queues.rows,
        lateOf: (id) => queues.late.get(id) ?? 0,
        agents: ofAgents,
      }),
    [queues, ofAgents],
  );
}

interface QueuesPastLimit {
  readonly rows: readonly QueueRow[];
  readonly late: ReadonlyMap<string, number>;
  readonly sources: readonly SourceView[];
  readonly deadEntries: number;
}

/** The same to a reader: waits differ by the second. */
function sameQueues(a: QueuesPastLimit, b: QueuesPastLimit): boolean {
  return (
    a.deadEntries === b.deadEntries &&
    a.sources.length === b.sources.length &&
    a.sources.every((source, i) => source === b.sources[i]) &&
    a.rows.length === b.rows.length &&
    a.rows.every((row, i) => reads(row, a.late) === reads(b.rows[i] as QueueRow, b.late))
  );
}

const reads = (row: QueueRow, late: ReadonlyMap<string, number>) =>
  [
    row.id,
    row.name,
    row.severity,
    late.get(row.id),
    row.waiting,
    row.ready,
    row.staffed,
    row.serviceLevelRatio,
    Math.floor(row.longestWaitMs / 1_000),
  ].join('|');
