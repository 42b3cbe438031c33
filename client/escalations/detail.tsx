import { X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { FIVE_W2H } from '../../shared/domain/escalation/words.js';
import type { CaseDetail as CaseStory } from '../../shared/protocol/http.js';
import type { CaseView } from '../../shared/protocol/views.js';
import { NONE } from '../i18n/format.js';
import { useFormats, useT } from '../i18n/provider.js';
import { tierName } from '../i18n/tier-name.js';
import { useConnection, useEntity, useWho } from '../live/hooks.js';
import { type Fetched, useFetched } from '../live/use-fetched.js';
import { Button } from '../ui/button.js';
import { EmptyState, ErrorState, Skeleton, Tag } from '../ui/feedback.js';
import { fetchCase } from './api.js';
import { COLUMNS, caseNo, columnOf, isClosed } from './columns.js';
import { DoingProvider } from './doing.js';
import { Due } from './due.js';
import { Facts, Waits } from './facts.js';
import { GradeMark } from './grade-mark.js';
import { OnFloor } from './on-floor.js';
import { Raised } from './raised.js';
import { StepBar } from './step-bar.js';
import { StepForm } from './step-form.js';
import { STEPS, type Step, stepsFor, type Values } from './steps.js';
import { Timeline } from './timeline.js';

type Story = Fetched<CaseStory>;

/** A case: where it stands in the loop, what comes next, its clocks, its seven questions and its story. */
export function CaseDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT();
  const live = useEntity('case', id);
  const story = useFetched(`${id}|${live?.entries ?? 'closed'}`, (signal) => fetchCase(id, signal));
  // A case that is over has left the live view; what is known of it was read with its story.
  const one = live ?? (story.value?.case.id === id ? story.value.case : undefined);
  if (one !== undefined) return <Opened key={id} one={one} story={story} onClose={onClose} />;
  return (
    <aside className="case-detail" data-region="" aria-label={t('case.detail', { no: '' })}>
      <Absent story={story} />
      <div className="case-steps">
        <Button onClick={onClose}>{t('case.keys.back')}</Button>
      </div>
    </aside>
  );
}

function Absent({ story }: { story: Story }) {
  const t = useT();
  if (story.error === null) return <Skeleton height={240} />;
  if (story.error.code === 'unreachable') {
    return <ErrorState title={t('case.detailFailed')} cause={t('case.unreachable')} retryLabel={t('common.retry')} onRetry={story.again} />;
  }
  return <EmptyState title={t('case.gone')}>{t('case.goneWhy')}</EmptyState>;
}

interface Begun {
  readonly step: Step;
  readonly values: Values;
}

function Opened({ one, story, onClose }: { one: CaseView; story: Story; onClose: () => void }) {
  const t = useT();
  const who = useWho();
  const isLocked = useConnection().state === 'stale';
  const pane = useRef<HTMLElement>(null);
  const [begun, setBegun] = useState<Begun | null>(null);
  const steps = useMemo(
    () =>
      stepsFor(one, {
        userId: who?.userId ?? null,
        isChief: who?.role === 'lead' || who?.role === 'supervisor' || who?.role === 'admin',
        isSupervisor: who?.role === 'supervisor' || who?.role === 'admin',
      }),
    [one, who],
  );
  const doing = useMemo(() => {
    const possible = [...(steps.main === null ? [] : [steps.main]), ...steps.others];
    return {
      can: (step: string) => !isLocked && possible.some(({ id }) => id === step),
      begin: (id: string, values: Values = {}) => {
        const step = STEPS.find((each) => each.id === id);
        if (step !== undefined && !isLocked) setBegun({ step, values });
      },
    };
  }, [steps, isLocked]);
  // Beside the board the cards keep the focus; where the case covers them, it goes with the eyes.
  useEffect(() => {
    if (document.querySelector('.case-board, .case-closed')?.getClientRects().length === 0) pane.current?.focus();
  }, []);
  return (
    <DoingProvider value={doing}>
      <aside className="case-detail" data-region="" tabIndex={-1} ref={pane} aria-label={t('case.detail', { no: caseNo(one) })}>
        <Head one={one} onClose={onClose} />
        <Loop one={one} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="case-scroll" aria-label={t('case.facts')} tabIndex={0}>
          <Waits one={one} />
          <Questions one={one} />
          <Facts one={one} />
          <Timeline one={one} story={story} />
        </section>
        {begun === null ? (
          <StepBar one={one} main={steps.main} others={steps.others} onClose={onClose} />
        ) : (
          <StepForm key={begun.step.id} step={begun.step} begin={begun.values} one={one} onDone={() => setBegun(null)} />
        )}
      </aside>
    </DoingProvider>
  );
}

function Head({ one, onClose }: { one: CaseView; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const isOwned = one.owner.role !== 'system';
  const parts = [
    one.offeredTo == null ? null : t('case.offeredTo', { name: one.offeredTo.person.name }),
    t('case.firstResponder', { name: one.firstResponder.name }),
    one.callerMasked,
    t('case.openedAt', { time: `${formats.date(one.openedAt)} ${formats.time(one.openedAt)}` }),
  ].filter((part) => part != null);
  return (
    <header className="case-head">
      <div className="row">
        <GradeMark one={one} />
        <span className="t2">
          {caseNo(one)} · {t(`case.type.${one.caseType}`)}
        </span>
        {one.tier != null && <Tag>{tierName(t, one.tier)}</Tag>}
        {one.isReopened && <Tag strong>{t('case.reopened')}</Tag>}
        <span className="grow" />
        <OnFloor one={one} />
        <Due one={one} />
        <Button kind="quiet" iconOnly onClick={onClose} aria-label={t('common.close')}>
          <X className="i" aria-hidden="true" />
        </Button>
      </div>
      <h2>{one.text}</h2>
      <p className="t2">
        <b className={isOwned ? '' : 'c-watch'}>{isOwned ? t('case.owner', { name: one.owner.name }) : t('case.unowned')}</b>
        {isOwned && one.isOwnerAway && <span className="c-watch"> · {t('case.ownerAway')}</span>}
        {` · ${parts.join(' · ')}`}
      </p>
      {one.raised != null && (
        <p>
          <Raised one={one} />
        </p>
      )}
    </header>
  );
}

/** 分级 — 归因 — 解决 — 反馈, as far as it has come. */
function Loop({ one }: { one: CaseView }) {
  const t = useT();
  const column = columnOf(one);
  const here = column === null ? COLUMNS.length : COLUMNS.indexOf(column);
  return (
    <ol className={one.isOverdue ? 'case-loop is-late' : 'case-loop'} aria-label={t('case.loop')}>
      {COLUMNS.map((each, at) => (
        <li key={each} className={at < here ? 'is-done' : ''} aria-current={at === here ? 'step' : undefined}>
          <b>{t(`case.column.${each}`)}</b>
          <span>
            {at === here ? t(`case.state.${one.state}`) : at < here && !isClosed(one) ? t('case.loop.done') : ''}
            {at === COLUMNS.length - 1 && isClosed(one) && t(`case.state.${one.state}`)}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** 5W2H; what nobody has said yet stands out. */
function Questions({ one }: { one: CaseView }) {
  const t = useT();
  const open = FIVE_W2H.filter((name) => !one.fiveW2H[name]).length;
  if (columnOf(one) === 'grade') return null;
  return (
    <section className="case-part" aria-label="5W2H">
      <h3>5W2H {open > 0 && !isClosed(one) && <span className="c-watch">{t('case.w2h.open', { n: open })}</span>}</h3>
      <dl className="case-kv">
        {FIVE_W2H.map((name) => (
          <div key={name}>
            <dt>{t(`case.w2h.${name}`)}</dt>
            <dd className={one.fiveW2H[name] || isClosed(one) ? '' : 'is-missing'}>
              {one.fiveW2H[name] ?? (isClosed(one) ? NONE : t('case.w2h.missing'))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
