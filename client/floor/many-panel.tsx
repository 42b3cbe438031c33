import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Command } from '../../shared/domain/commands.js';
import type { AgentId, QueueId, VisitId } from '../../shared/kernel/ids.js';
import type { VisitView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection, useCommand, useEntity, useLookup } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { useFloorActions } from './floor-context.js';
import { type Chosen, useMark } from './floor-marks.js';
import { KeyHints } from './key-hints.js';
import { sendMany } from './many.js';
import { ManyAgents } from './many-agents.js';
import { useIsLocked } from './may.js';
import { type Outcome, Outcomes, outcomeOf } from './outcomes.js';
import { QueueChoice, useQueueChoices } from './queue-choice.js';
import { PRIORITIES, PriorityChoice } from './reassign.js';
import { Elapsed } from './ticking.js';
import { useEnter } from './use-enter.js';

type Tab = 'agent' | 'queue' | 'priority';

/** Several callers at once: one command for each, so that each has its own outcome and its own way back. */
export function ManyPanel() {
  const t = useT();
  const { chosen } = useFloorActions();
  const ids = useMark(chosen, all);
  const run = useRun();
  if (run.outcomes !== null) return <Done run={run} onDone={() => chosen.set([])} />;
  return (
    <>
      <header className="floor-dh">
        <div className="floor-dh-top">
          <h2 className="floor-borrow-title">{t('floor.many.title', { count: ids.length })}</h2>
          <Button size="small" kind="quiet" className="floor-right" onClick={() => chosen.set([])}>
            {t('floor.many.clear')} <KeyCap>Esc</KeyCap>
          </Button>
        </div>
      </header>
      <ChosenCallers ids={ids} />
      <Choice ids={ids} run={run} />
      <KeyHints
        keys={[
          ['␣', 'floor.hint.tick'],
          ['A', 'floor.act.toAgent'],
          ['Q', 'floor.act.toQueue'],
          ['P', 'floor.act.priority'],
        ]}
      />
    </>
  );
}
const all = (chosen: Chosen) => chosen;

/** The longest wait first: in that order they are dealt out. Who is gone meanwhile is no longer among them. */
function useStillWaiting(ids: Chosen): readonly VisitId[] {
  return useCollection('visit', (visits) =>
    ids
      .flatMap((id) => visits.get(id) ?? [])
      .filter(({ state }) => state === 'queued' || state === 'ringing')
      .sort((a, b) => a.enteredAt - b.enteredAt)
      .map(({ id }) => id),
  );
}

function ChosenCallers({ ids }: { ids: Chosen }) {
  const t = useT();
  const formats = useFormats();
  const lookup = useLookup();
  const { chosen } = useFloorActions();
  const waiting = useStillWaiting(ids);
  const gone = ids.length - waiting.length;
  return (
    <section className="floor-ds">
      <ul className="floor-list floor-chosen">
        {waiting.map((id) => {
          const visit = lookup('visit', id) as VisitView;
          const queue = lookup('queue', visit.queueId);
          return (
            <li key={id}>
              <span className="el">{queue === undefined ? '' : formats.name(queue)}</span>
              <span className="el t2">{visit.callerMasked ?? t('floor.caller.unknown')}</span>
              <Elapsed since={visit.enteredAt} />
              <Button
                size="small"
                kind="quiet"
                iconOnly
                aria-label={t('floor.many.without', { caller: visit.callerMasked ?? t('floor.caller.unknown') })}
                onClick={() => chosen.set(ids.filter((one) => one !== id))}
              >
                <X className="i sm" aria-hidden="true" />
              </Button>
            </li>
          );
        })}
      </ul>
      {gone > 0 && <p className="floor-note">{t('floor.many.gone', { count: gone })}</p>}
    </section>
  );
}

function Choice({ ids, run }: { ids: Chosen; run: Run }) {
  const t = useT();
  const waiting = useStillWaiting(ids);
  const isLocked = useIsLocked();
  const [tab, setTab] = useState<Tab>('queue');
  const [text, setText] = useState('');
  const [agentIds, pickAgents] = useState<readonly AgentId[]>([]);
  const [queueId, pickQueue] = useState<QueueId | null>(null);
  const [priority, pickPriority] = useState<number | null>(null);
  const queues = useQueueChoices(null, text);
  const commands = commandsFor(waiting, tab, { agentIds, queueId, priority });
  const isOff = isLocked || commands.length === 0;
  const start = () => {
    if (!isOff) void run.start(commands);
  };
  useEnter(start);
  const tabs = [
    ['agent', 'A', t('floor.act.toAgent')],
    ['queue', 'Q', t('floor.act.toQueue')],
    ['priority', 'P', t('floor.act.priority')],
  ] as const;
  useShortcuts(t('floor.many.title', { count: ids.length }), [
    ...tabs.map(([id, key, label]) => ({ keys: key.toLowerCase(), label, run: () => setTab(id) })),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => ({
      keys: String(digit),
      label: t('floor.act.pick', { digit }),
      run: () => {
        if (tab === 'queue') pickQueue((before) => queues[digit - 1]?.id ?? before);
        if (tab === 'priority') pickPriority((before) => PRIORITIES[digit - 1] ?? before);
      },
    })),
  ]);
  return (
    <section className="floor-ds">
      <fieldset className="seg floor-seg" aria-label={t('floor.act.reassign')}>
        {tabs.map(([id, key, label]) => (
          <button key={id} type="button" aria-pressed={tab === id} onClick={() => setTab(id)}>
            {label} <KeyCap>{key}</KeyCap>
          </button>
        ))}
      </fieldset>
      {tab === 'agent' && waiting[0] !== undefined && <ManyAgents first={waiting[0]} picked={agentIds} onChange={pickAgents} />}
      {tab === 'queue' && (
        <>
          <input
            className="field floor-act-search"
            aria-label={t('floor.act.findQueue')}
            placeholder={t('floor.act.findQueue')}
            value={text}
            maxLength={60}
            onChange={(event) => setText(event.target.value)}
          />
          <QueueChoice except={null} picked={queueId} text={text} onPick={pickQueue} />
        </>
      )}
      {tab === 'priority' && <PriorityChoice now={null} picked={priority} onPick={pickPriority} />}
      {tab === 'agent' && agentIds.length > 0 && agentIds.length < waiting.length && (
        <p className="floor-note">{t('floor.many.fewer', { calls: agentIds.length, rest: waiting.length - agentIds.length })}</p>
      )}
      <Button kind="primary" className="floor-act-go" disabled={isOff} onClick={start}>
        {commands.length === 0 ? t('floor.act.choose') : <GoText tab={tab} count={commands.length} queueId={queueId} priority={priority} />}
        <KeyCap>↵</KeyCap>
      </Button>
    </section>
  );
}

/** What the button does, with the target's name on it. */
function GoText({ tab, count, queueId, priority }: { tab: Tab; count: number; queueId: QueueId | null; priority: number | null }) {
  const t = useT();
  const formats = useFormats();
  const queue = useEntity('queue', queueId);
  if (tab === 'agent') return <>{t('floor.many.goAgents', { count })}</>;
  if (tab === 'priority') return <>{t('floor.many.goPriority', { count, priority: priority ?? 0 })}</>;
  return <>{t('floor.many.goQueue', { count, queue: queue === undefined ? '' : formats.name(queue) })}</>;
}

/** Agents get one call each, the longest wait first; more calls than agents stay where they are. */
function commandsFor(
  visitIds: readonly VisitId[],
  tab: Tab,
  chosen: { agentIds: readonly AgentId[]; queueId: QueueId | null; priority: number | null },
): readonly (Command & { visitId: VisitId })[] {
  const { agentIds, queueId, priority } = chosen;
  switch (tab) {
    case 'agent':
      return visitIds.flatMap((visitId, at) => {
        const agentId = agentIds[at];
        return agentId === undefined ? [] : [{ type: 'call.reassign', visitId, to: { kind: 'agent', agentId } } as const];
      });
    case 'queue':
      return queueId === null
        ? []
        : visitIds.map((visitId) => ({ type: 'call.reassign', visitId, to: { kind: 'queue', queueId } }) as const);
    case 'priority':
      return priority === null ? [] : visitIds.map((visitId) => ({ type: 'call.set-priority', visitId, priority }) as const);
  }
}

interface Run {
  readonly outcomes: readonly Outcome[] | null;
  readonly isRunning: boolean;
  start(commands: readonly (Command & { visitId: VisitId })[]): Promise<void>;
  stop(): void;
}

function useRun(): Run {
  const t = useT();
  const send = useCommand();
  const lookup = useLookup();
  const [outcomes, setOutcomes] = useState<readonly Outcome[] | null>(null);
  const [isRunning, setRunning] = useState(false);
  const stopped = useRef(false);
  return {
    outcomes,
    isRunning,
    stop: () => {
      stopped.current = true;
    },
    start: async (commands) => {
      stopped.current = false;
      setRunning(true);
      const titleOf = (id: VisitId) => lookup('visit', id)?.callerMasked ?? t('floor.caller.unknown');
      setOutcomes(commands.map(({ visitId }) => ({ id: visitId, title: titleOf(visitId), state: 'waiting' })));
      await sendMany({
        items: commands,
        send: (command) => send(command, { quiet: true }),
        onAnswer: ({ visitId }, answer) =>
          setOutcomes((before) => before?.map((one) => (one.id === visitId ? { ...one, ...outcomeOf(t, answer) } : one)) ?? null),
        isStopped: () => stopped.current,
      });
      setOutcomes((before) => before?.map((one) => (one.state === 'waiting' ? { ...one, state: 'unsent' } : one)) ?? null);
      setRunning(false);
    },
  };
}

function Done({ run, onDone }: { run: Run; onDone: () => void }) {
  const t = useT();
  return (
    <>
      <Outcomes outcomes={run.outcomes ?? []} withUndoAll />
      <section className="floor-ds">
        {run.isRunning ? (
          <Button size="small" onClick={run.stop}>
            {t('floor.many.stop')}
          </Button>
        ) : (
          <Button size="small" kind="primary" onClick={onDone}>
            {t('floor.many.done')}
          </Button>
        )}
      </section>
    </>
  );
}
