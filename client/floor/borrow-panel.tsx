import { useRef, useState } from 'react';
import type { AgentId, QueueId } from '../../shared/kernel/ids.js';
import { durationMs } from '../../shared/kernel/time.js';
import type { BorrowPreview } from '../../shared/protocol/suggestions.js';
import type { QueueView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCommand, useEntity, useLookup } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { EmptyState, ErrorState, KeyCap, Skeleton } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { fetchBorrow } from './api-actions.js';
import { BorrowEffects } from './borrow-effects.js';
import { BorrowWho } from './borrow-who.js';
import { useFetched } from './fetching.js';
import { useFloorActions } from './floor-context.js';
import { KeyHints } from './key-hints.js';
import { sendMany } from './many.js';
import { useCannot, useIsLocked, useSourceOfQueue } from './may.js';
import { type Outcome, Outcomes, outcomeOf } from './outcomes.js';
import { useEnter } from './use-enter.js';

const REFRESH_MS = 10_000;
const MINUTE_MS = 60_000;
const LENGTHS_MIN = [15, 30, 60, 120] as const;

/** Whom a queue could borrow, and what that would do to both sides, before anything is sent. */
export function BorrowPanel({ id }: { id: QueueView['id'] }) {
  const t = useT();
  const queue = useEntity('queue', id);
  if (queue === undefined)
    return (
      <EmptyState title={t('floor.panel.gone')}>
        <p className="s12 t3">{t('floor.panel.entityGone', { what: t('floor.panel.queue') })}</p>
      </EmptyState>
    );
  return <Borrow key={id} queue={queue} />;
}

function Borrow({ queue }: { queue: QueueView }) {
  const t = useT();
  const [picks, setPicks] = useState<readonly AgentId[] | null>(null);
  const [forMin, setForMin] = useState<number>(30);
  const preview = usePreview(queue.id, picks, forMin);
  const loan = useLoan(queue.id);
  if (loan.outcomes !== null) return <Sent queue={queue} loan={loan} />;
  return (
    <>
      <Head queue={queue} preview={preview.shown} />
      {preview.isFailed ? (
        <ErrorState
          title={t('floor.borrow.error')}
          cause={t('floor.error.others')}
          retryLabel={t('common.retry')}
          onRetry={preview.retry}
        />
      ) : preview.shown === null ? (
        <div className="floor-ds" aria-busy="true">
          <Skeleton height={160} />
        </div>
      ) : (
        <Preview queue={queue} preview={preview.shown} picks={picks} onPick={setPicks} forMin={forMin} onFor={setForMin} loan={loan} />
      )}
    </>
  );
}

/** What was last known stays while another choice is being worked out. */
function usePreview(queueId: QueueId, picks: readonly AgentId[] | null, forMin: number) {
  const query = { agents: 1, forMs: forMin * MINUTE_MS, agentIds: picks ?? undefined };
  const name = `${queueId}|${picks?.join(',') ?? ''}|${forMin}`;
  const { state, retry } = useFetched(name, (signal) => fetchBorrow(queueId, query, signal), REFRESH_MS);
  const held = useRef<BorrowPreview | null>(null);
  const fresh = state.status === 'loading' ? undefined : state.value;
  if (fresh !== undefined) held.current = fresh;
  return { shown: held.current, isFailed: state.status === 'error' && held.current === null, retry };
}

function Head({ queue, preview }: { queue: QueueView; preview: BorrowPreview | null }) {
  const t = useT();
  const formats = useFormats();
  const count = preview?.chosen.length ?? 0;
  return (
    <header className="floor-dh">
      <p className="floor-note">{t('floor.borrow.preview')}</p>
      <h2 className="floor-borrow-title">{t('floor.borrow.title', { queue: formats.name(queue), count })}</h2>
    </header>
  );
}

function Preview(props: {
  queue: QueueView;
  preview: BorrowPreview;
  picks: readonly AgentId[] | null;
  onPick: (picks: readonly AgentId[]) => void;
  forMin: number;
  onFor: (minutes: number) => void;
  loan: Loan;
}) {
  const t = useT();
  const formats = useFormats();
  const { open } = useFloorActions();
  const isLocked = useIsLocked();
  const { queue, preview, picks, onPick, forMin, onFor, loan } = props;
  const cannot = useCannot(useSourceOfQueue(queue.id))('join-queue');
  // What is ticked answers at once; what it does follows when the server has worked it out.
  const chosen = picks ?? preview.chosen;
  const isKnown = sameIds(chosen, preview.chosen);
  const isOff = isLocked || cannot !== null || chosen.length === 0 || !isKnown || loan.isSending;
  const run = () => {
    if (!isOff) void loan.send(chosen, forMin);
  };
  useEnter(run);
  useShortcuts(t('floor.borrow.title', { queue: formats.name(queue), count: chosen.length }), [
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((count) => ({
      keys: String(count),
      label: t('floor.borrow.take', { count }),
      run: () => onPick(preview.candidates.slice(0, count).map(({ agentId }) => agentId)),
    })),
  ]);
  return (
    <>
      <BorrowWho preview={preview} chosen={chosen} onChange={onPick} />
      <BorrowEffects effects={preview.effects} isCurrent={isKnown} />
      <section className="floor-ds">
        <h3>
          {t('floor.borrow.back')}
          <span className="floor-right">{t('floor.borrow.until', { at: formats.time(preview.until) })}</span>
        </h3>
        <fieldset className="seg floor-seg" aria-label={t('floor.borrow.back')}>
          {LENGTHS_MIN.map((minutes) => (
            <button key={minutes} type="button" aria-pressed={forMin === minutes} onClick={() => onFor(minutes)}>
              {formats.prose(minutes * MINUTE_MS)}
            </button>
          ))}
        </fieldset>
      </section>
      <section className="floor-ds">
        {cannot !== null && <p className="floor-note">{t(`floor.cannot.${cannot}`)}</p>}
        <div className="floor-act-row">
          <Button kind="act-now" className="grow" disabled={isOff} onClick={run}>
            {t('floor.borrow.go', { count: chosen.length })} <KeyCap>↵</KeyCap>
          </Button>
          <Button onClick={() => open({ kind: 'queue', id: queue.id })}>{t('floor.act.cancel')}</Button>
        </div>
        <p className="floor-note">{t('floor.borrow.what')}</p>
      </section>
      <KeyHints
        keys={[
          ['1–9', 'floor.hint.howMany'],
          ['␣', 'floor.hint.tick'],
          ['↵', 'floor.hint.confirm'],
          ['Esc', 'floor.keys.back'],
        ]}
      />
    </>
  );
}

const sameIds = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((id) => b.includes(id));

interface Loan {
  readonly isSending: boolean;
  /** Null: nothing was sent yet. */
  readonly outcomes: readonly Outcome[] | null;
  send(agentIds: readonly AgentId[], forMin: number): Promise<void>;
  again(): void;
}

/** One command for each agent; each has its own answer, and its own way back. */
function useLoan(queueId: QueueId): Loan {
  const t = useT();
  const formats = useFormats();
  const send = useCommand();
  const lookup = useLookup();
  const [outcomes, setOutcomes] = useState<readonly Outcome[] | null>(null);
  const [isSending, setSending] = useState(false);
  return {
    isSending,
    outcomes,
    again: () => setOutcomes(null),
    send: async (agentIds, forMin) => {
      const nameOf = (agentId: AgentId) => {
        const agent = lookup('agent', agentId);
        return agent === undefined ? t('floor.panel.agent') : formats.name(agent);
      };
      setSending(true);
      setOutcomes(agentIds.map((agentId) => ({ id: agentId, title: nameOf(agentId), state: 'waiting' })));
      const forMs = durationMs(forMin * MINUTE_MS);
      await sendMany({
        items: agentIds,
        send: (agentId) => send({ type: 'agent.borrow', agentId, queueId, forMs }, { quiet: true }),
        onAnswer: (agentId, answer) =>
          setOutcomes((all) => all?.map((one) => (one.id === agentId ? { ...one, ...outcomeOf(t, answer) } : one)) ?? null),
        isStopped: () => false,
      });
      setSending(false);
    },
  };
}

function Sent({ queue, loan }: { queue: QueueView; loan: Loan }) {
  const t = useT();
  const formats = useFormats();
  return (
    <>
      <header className="floor-dh">
        <p className="floor-note">{t('floor.borrow.sent')}</p>
        <h2 className="floor-borrow-title">{t('floor.borrow.title', { queue: formats.name(queue), count: loan.outcomes?.length ?? 0 })}</h2>
      </header>
      <Outcomes outcomes={loan.outcomes ?? []} withUndoAll />
      <section className="floor-ds">
        <Button size="small" disabled={loan.isSending} onClick={loan.again}>
          {t('floor.borrow.more')}
        </Button>
      </section>
    </>
  );
}
