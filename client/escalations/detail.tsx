import { X } from 'lucide-react';
import { useState } from 'react';
import { FIVE_W2H } from '../../shared/domain/escalation/words.js';
import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useConnection, useEntity, useWho } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { EmptyState, KeyCap, Tag } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { COLUMNS, caseNo, columnOf, gradeOf, isClosed } from './columns.js';
import { Due } from './due.js';
import { Facts } from './facts.js';
import { StepForm } from './step-form.js';
import { type Step, stepsFor } from './steps.js';
import { Timeline } from './timeline.js';

/** A case: where it stands in the loop, what comes next, its clocks, its seven questions and its story. `given`: one that is closed. */
export function CaseDetail({ id, given, onClose }: { id: string; given?: CaseView | undefined; onClose: () => void }) {
  const t = useT();
  const live = useEntity('case', id);
  const one = live ?? given;
  if (one === undefined) return <EmptyState title={t('case.gone')}>{t('case.goneWhy')}</EmptyState>;
  return (
    <aside className="case-detail" data-region="" aria-label={t('case.detail', { no: caseNo(one) })}>
      <Head one={one} onClose={onClose} />
      <div className="case-scroll">
        <Loop one={one} />
        <Facts one={one} />
        <Questions one={one} />
        <Timeline one={one} />
      </div>
      <Steps key={one.id} one={one} />
    </aside>
  );
}

function Head({ one, onClose }: { one: CaseView; onClose: () => void }) {
  const t = useT();
  const grade = gradeOf(one);
  return (
    <header className="case-head">
      <div className="row">
        <span className={`case-grade g-${grade}`}>{grade}</span>
        <span className="t2">
          {caseNo(one)} · {t(`case.type.${one.caseType}`)}
        </span>
        {one.tier != null && <Tag>{one.tier}</Tag>}
        <span className="grow" />
        <Due one={one} />
        <Button kind="quiet" iconOnly onClick={onClose} aria-label={t('common.close')}>
          <X className="i" aria-hidden="true" />
        </Button>
      </div>
      <h2>{one.text}</h2>
      <p className="t2">
        {t('case.owner', { name: one.owner.name })}
        {one.offeredTo != null && ` · ${t('case.offeredTo', { name: one.offeredTo.person.name })}`}
        {one.isOwnerAway && ` · ${t('case.ownerAway')}`}
        {` · ${t('case.firstResponder', { name: one.firstResponder.name })}`}
        {one.callerMasked != null && ` · ${one.callerMasked}`}
      </p>
    </header>
  );
}

/** 分级 — 归因 — 解决 — 反馈, as far as it has come. */
function Loop({ one }: { one: CaseView }) {
  const t = useT();
  const column = columnOf(one);
  const here = column === null ? COLUMNS.length : COLUMNS.indexOf(column);
  return (
    <ol className="case-loop">
      {COLUMNS.map((each, at) => (
        <li key={each} className={at < here ? 'is-done' : ''} aria-current={at === here ? 'step' : undefined}>
          {t(`case.column.${each}`)}
          {at === here && <span className="t3"> {t(`case.state.${one.state}`)}</span>}
        </li>
      ))}
      {isClosed(one) && <li aria-current="step">{t(`case.state.${one.state}`)}</li>}
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
      <h3>5W2H {open > 0 && <span className="c-watch">{t('case.w2h.open', { n: open })}</span>}</h3>
      <dl className="kv">
        {FIVE_W2H.map((name) => (
          <div key={name} className="case-kv">
            <dt>{t(`case.w2h.${name}`)}</dt>
            <dd className={one.fiveW2H[name] ? '' : 'c-watch'}>{one.fiveW2H[name] ?? t('case.w2h.missing')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The natural next step as the primary button, all others beside it; the chosen one opens as a form in the same place. */
function Steps({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const who = useWho();
  const isLocked = useConnection().state === 'stale';
  const [step, setStep] = useState<Step | null>(null);
  const isChief = who?.role === 'supervisor' || who?.role === 'admin' || who?.role === 'lead';
  const { main, others } = stepsFor(one, { userId: who?.userId ?? null, isChief });
  useShortcuts(t('case.keys'), [
    { keys: 'n', label: t('case.do.comment'), run: () => setStep(others.find(({ id }) => id === 'comment') ?? null) },
    { keys: 'Enter', label: t('case.keys.main'), run: () => setStep(main) },
    ...(step === null ? [] : [{ keys: 'Escape', label: t('case.cancelForm'), run: () => setStep(null) }]),
  ]);
  if (step !== null) return <StepForm key={`${step.id}${one.state}`} step={step} one={one} onDone={() => setStep(null)} />;
  if (main === null && others.length === 0) {
    return one.closedAt == null ? null : (
      <p className="case-form t2">{t('case.closedAt', { time: `${formats.date(one.closedAt)} ${formats.time(one.closedAt)}` })}</p>
    );
  }
  return (
    <footer className="case-steps">
      {main !== null && (
        <Button kind="primary" disabled={isLocked} onClick={() => setStep(main)}>
          {t(main.title)} <KeyCap>↵</KeyCap>
        </Button>
      )}
      {others.map((each) => (
        <Button key={each.id} size="small" disabled={isLocked} onClick={() => setStep(each)}>
          {t(each.title)}
        </Button>
      ))}
    </footer>
  );
}
