import { useEffect, useRef, useState } from 'react';
import type { Command, CommandOf } from '../../shared/domain/commands.js';
import type { AgentId, QueueId } from '../../shared/kernel/ids.js';
import type { Suggestion } from '../../shared/metrics/suggest.js';
import type { AgentView, VisitView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection, useEntity } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { ErrorState, KeyCap, Skeleton } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { useActionsOnCall, useMoving } from './action-index.js';
import { Candidates, WhyThisOne } from './candidates.js';
import { UnderWay } from './conflict.js';
import { useFloorActions } from './floor-context.js';
import { useCannot, useIsLocked, useSourceOfQueue } from './may.js';
import { QueueChoice, useQueueChoices } from './queue-choice.js';
import { Refusal } from './refusal.js';
import { useAct } from './use-act.js';
import { useEnter } from './use-enter.js';
import { type SuggestedAgents, useSuggestions } from './use-suggestions.js';

/** What a call in a queue can be changed to: larger goes first. */
export const PRIORITIES = [0, 1, 3, 5, 10] as const;
type Tab = 'agent' | 'queue' | 'priority';

/** A call to an agent, another queue or another priority; the best agent is chosen already. */
export function Reassign({ visit }: { visit: VisitView }) {
  const t = useT();
  const isWaiting = visit.state === 'queued' || visit.state === 'ringing';
  const [tab, setTab] = useState<Tab>('agent');
  const [text, setText] = useState('');
  const [agentId, pickAgent] = useState<AgentId | null>(null);
  const [queueId, pickQueue] = useState<QueueId | null>(null);
  const [priority, pickPriority] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const act = useAct();
  const isLocked = useIsLocked();
  const moving = useMoving(visit.id);
  const go = useRef<HTMLButtonElement>(null);
  // A choice, and the pointer on the button that names it, hold the list: it must not change in the moment of the press.
  const { list, ...suggested } = useSuggestedHere(visit, () => agentId !== null || go.current?.matches(':hover') === true);
  const queues = useQueueChoices(isWaiting ? visit.queueId : null, text);
  const chosenAgent = useBest(suggested.suggestions, agentId);
  const chosenQueue = queueId ?? queues[0]?.id ?? null;
  useCandidateMark(tab === 'agent' && moving === undefined ? chosenAgent : null);

  const command = commandFor(visit, tab, { agentId: chosenAgent, queueId: chosenQueue, priority, note });
  const cannot = useCannot(useSourceOfQueue(visit.queueId))(
    tab === 'priority' ? 'set-priority' : isWaiting ? 'move-waiting' : 'move-talking',
  );
  const isOff = command === null || isLocked || act.isBusy || moving !== undefined || cannot !== null;
  const run = () => {
    if (command !== null && !isOff) void act.act(command).then((actionId) => actionId !== null && setNote(''));
  };
  useEnter(run);
  useShortcuts(t('floor.act.keys'), [
    { keys: 'a', label: t('floor.act.toAgent'), run: () => setTab('agent') },
    { keys: 'q', label: t('floor.act.toQueue'), run: () => setTab('queue') },
    ...(isWaiting ? [{ keys: 'p', label: t('floor.act.priority'), run: () => setTab('priority') }] : []),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => ({
      keys: String(digit),
      label: t('floor.act.pick', { digit }),
      run: () => {
        if (tab === 'agent') pickAgent((before) => suggested.suggestions[digit - 1]?.agentId ?? before);
        else if (tab === 'queue') pickQueue((before) => queues[digit - 1]?.id ?? before);
        else pickPriority((before) => PRIORITIES[digit - 1] ?? before);
      },
    })),
  ]);

  return (
    <section className="floor-ds">
      <div className="floor-act-head">
        <Tabs tab={tab} onChange={setTab} withPriority={isWaiting} />
        {tab === 'agent' && <span className="floor-note">{t('floor.act.connects')}</span>}
      </div>
      {tab === 'agent' && <AgentChoice list={list} suggested={suggested} picked={chosenAgent} onPick={pickAgent} />}
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
          <QueueChoice except={isWaiting ? visit.queueId : null} picked={chosenQueue} text={text} onPick={pickQueue} />
        </>
      )}
      {tab === 'priority' && <PriorityChoice now={visit.priority} picked={priority} onPick={pickPriority} />}
      {tab !== 'priority' && <NoteField value={note} onChange={setNote} />}
      {moving !== undefined && <UnderWay id={moving} />}
      {cannot !== null && <p className="floor-note">{t(`floor.cannot.${cannot}`)}</p>}
      <Refusal text={act.refusal} />
      <Button ref={go} kind="primary" className="floor-act-go" disabled={isOff} onClick={run}>
        <GoText command={command} />
        <KeyCap>↵</KeyCap>
      </Button>
    </section>
  );
}

/** The suggestions for this call; their order stands while the pointer or the focus is in the list. */
function useSuggestedHere(visit: VisitView, isHeld: () => boolean) {
  const list = useRef<HTMLDivElement>(null);
  const actions = useActionsOnCall(visit.id).length;
  const suggested = useSuggestions(
    visit.id,
    actions,
    () => isHeld() || list.current?.matches(':hover') === true || list.current === document.activeElement,
  );
  return { list, ...suggested };
}

/** Who is picked; else the best who, since the server ranked them, was not given a call of their own. */
function useBest(suggestions: readonly Suggestion[], picked: AgentId | null): AgentId | null {
  const best = useCollection('agent', (all) => {
    const free = suggestions.find(({ agentId }) => IS_FREE.has(all.get(agentId)?.state ?? 'logged-out'));
    return (free ?? suggestions[0])?.agentId ?? null;
  });
  return picked ?? best;
}
const IS_FREE: ReadonlySet<AgentView['state']> = new Set(['ready', 'acw', 'not-ready']);

/** Shows on the floor whose seat is meant. */
function useCandidateMark(agentId: string | null): void {
  const { candidate } = useFloorActions();
  useEffect(() => {
    candidate.set(agentId);
    return () => candidate.set(null);
  }, [candidate, agentId]);
}

function commandFor(
  visit: VisitView,
  tab: Tab,
  chosen: { agentId: AgentId | null; queueId: QueueId | null; priority: number | null; note: string },
): CommandOf<'call.reassign' | 'call.set-priority'> | null {
  const note = chosen.note.trim() === '' ? {} : { note: chosen.note.trim() };
  switch (tab) {
    case 'agent':
      return chosen.agentId === null
        ? null
        : { type: 'call.reassign', visitId: visit.id, to: { kind: 'agent', agentId: chosen.agentId }, ...note };
    case 'queue':
      return chosen.queueId === null
        ? null
        : { type: 'call.reassign', visitId: visit.id, to: { kind: 'queue', queueId: chosen.queueId }, ...note };
    case 'priority':
      return chosen.priority === null || chosen.priority === visit.priority
        ? null
        : { type: 'call.set-priority', visitId: visit.id, priority: chosen.priority };
  }
}

/** What the button does, in words: with whose name on it. */
function GoText({ command }: { command: Command | null }) {
  const t = useT();
  const formats = useFormats();
  const to = command?.type === 'call.reassign' ? command.to : undefined;
  const agent = useEntity('agent', to?.kind === 'agent' ? to.agentId : null);
  const queue = useEntity('queue', to?.kind === 'queue' ? to.queueId : null);
  if (command?.type === 'call.set-priority') return <>{t('floor.act.goPriority', { priority: command.priority })}</>;
  if (to?.kind === 'queue') return <>{t('floor.act.goQueue', { queue: queue === undefined ? '' : formats.name(queue) })}</>;
  if (to?.kind === 'agent') return <>{t('floor.act.goAgent', { name: agent === undefined ? '' : formats.name(agent) })}</>;
  return <>{t('floor.act.choose')}</>;
}

function Tabs({ tab, onChange, withPriority }: { tab: Tab; onChange: (tab: Tab) => void; withPriority: boolean }) {
  const t = useT();
  const tabs = [
    ['agent', 'A', t('floor.act.toAgent')],
    ['queue', 'Q', t('floor.act.toQueue')],
    ...(withPriority ? ([['priority', 'P', t('floor.act.priority')]] as const) : []),
  ] as const;
  return (
    <fieldset className="seg floor-seg" aria-label={t('floor.act.reassign')}>
      {tabs.map(([id, key, label]) => (
        <button key={id} type="button" aria-pressed={tab === id} onClick={() => onChange(id)}>
          {label} <KeyCap>{key}</KeyCap>
        </button>
      ))}
    </fieldset>
  );
}

function AgentChoice(props: {
  list: React.RefObject<HTMLDivElement | null>;
  suggested: SuggestedAgents;
  picked: string | null;
  onPick: (agentId: AgentId) => void;
}) {
  const t = useT();
  const [isAll, setAll] = useState(false);
  const { suggested, picked } = props;
  if (suggested.status === 'error')
    return (
      <ErrorState
        title={t('floor.act.noSuggestions')}
        cause={t('floor.act.noSuggestionsWhat')}
        retryLabel={t('common.retry')}
        onRetry={suggested.retry}
      />
    );
  if (suggested.status === 'loading') return <Skeleton height={FEW * 32} />;
  if (suggested.suggestions.length === 0) return <p className="floor-note">{t('floor.act.nobodyFree')}</p>;
  const few = suggested.suggestions.slice(0, FEW);
  const shown = isAll || !few.some(({ agentId }) => agentId === picked) ? suggested.suggestions : few;
  return (
    <>
      <Candidates list={props.list} suggestions={shown} picked={picked} onPick={props.onPick} />
      <WhyThisOne suggestion={suggested.suggestions.find(({ agentId }) => agentId === picked)} />
      {shown.length < suggested.suggestions.length && (
        <button type="button" className="floor-link floor-more" onClick={() => setAll(true)}>
          {t('floor.act.more', { count: suggested.suggestions.length - shown.length })}
        </button>
      )}
    </>
  );
}
/** As many as have their place on the screen at once. */
const FEW = 4;

export function PriorityChoice({ now, picked, onPick }: { now: number | null; picked: number | null; onPick: (priority: number) => void }) {
  const t = useT();
  return (
    <>
      <fieldset className="seg floor-seg" aria-label={t('floor.act.priority')}>
        {PRIORITIES.map((priority) => (
          <button key={priority} type="button" aria-pressed={(picked ?? now) === priority} onClick={() => onPick(priority)}>
            {priority}
          </button>
        ))}
      </fieldset>
      <p className="floor-note">
        {now === null ? t('floor.act.priorityWhat') : `${t('floor.act.priorityNow', { priority: now })} · ${t('floor.act.priorityWhat')}`}
      </p>
    </>
  );
}

/** Travels with the call, so that the customer need not tell it again. */
function NoteField({ value, onChange }: { value: string; onChange: (note: string) => void }) {
  const t = useT();
  const field = useRef<HTMLTextAreaElement>(null);
  useShortcuts(t('floor.act.keys'), [{ keys: 'n', label: t('floor.act.note'), run: () => field.current?.focus() }]);
  return (
    <textarea
      ref={field}
      className="field floor-note-field"
      rows={value === '' ? 1 : 3}
      maxLength={500}
      aria-label={t('floor.act.note')}
      placeholder={t('floor.act.notePlaceholder')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  );
}
