import './escalations.css';
import { type FormEvent, useState } from 'react';
import type { CaseType } from '../../shared/domain/escalation/words.js';
import { caseSignSchema, caseTypeSchema } from '../../shared/domain/escalation/words.js';
import type { VisitId } from '../../shared/kernel/ids.js';
import type { CaseView } from '../../shared/protocol/views.js';
import { escalationMessages } from '../i18n/messages/escalations.js';
import { useFormats, useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { Texts } from '../i18n/texts.js';
import { useCollection, useCommand, useConnection, useElapsedMs, useWho } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { caseNo } from './columns.js';
import { KnowledgeProvider } from './knowledge.js';
import { StepForm } from './step-form.js';
import { STEPS } from './steps.js';

/** A new case: what it is, then at once the three sentences of the 30-second method. From a live call when `visitId` is given. */
export function OpenCaseForm({ visitId, onDone }: { visitId?: VisitId | undefined; onDone: (caseId: string | null) => void }) {
  return (
    <Texts of={escalationMessages}>
      <KnowledgeProvider>
        <TwoSteps visitId={visitId} onDone={onDone} />
      </KnowledgeProvider>
    </Texts>
  );
}

function TwoSteps({ visitId, onDone }: { visitId: VisitId | undefined; onDone: (caseId: string | null) => void }) {
  const [openedAt, setOpenedAt] = useState<number | null>(null);
  const opened = useOwnNewest(openedAt);
  if (openedAt === null) return <OpenForm visitId={visitId} onOpened={setOpenedAt} onDone={onDone} />;
  return opened === undefined ? null : <FirstResponse one={opened} onDone={() => onDone(opened.id)} />;
}

/** The case that this person has just opened: the newest of theirs since the number was told. */
function useOwnNewest(after: number | null): CaseView | undefined {
  const userId = useWho()?.userId;
  return useCollection('case', (all) =>
    after === null
      ? undefined
      : [...all.values()].filter((one) => one.firstResponder.userId === userId && one.no > after).toSorted((a, b) => b.no - a.no)[0],
  );
}

const highest = (all: ReadonlyMap<string, CaseView>): number => Math.max(0, ...[...all.values()].map(({ no }) => no));

interface OpenProps {
  readonly visitId: VisitId | undefined;
  readonly onOpened: (highestNo: number) => void;
  readonly onDone: (caseId: string | null) => void;
}

function OpenForm({ visitId, onOpened, onDone }: OpenProps) {
  const t = useT();
  const send = useCommand();
  const isLocked = useConnection().state === 'stale';
  const known = useCollection('case', highest);
  const [caseType, setType] = useState<CaseType>('COMPLAINT_SERVICE');
  const [text, setText] = useState('');
  const [signs, setSigns] = useState<ReadonlySet<(typeof caseSignSchema.options)[number]>>(new Set());
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return setProblem(t('case.missing'));
    const before = known;
    void send(
      { type: 'case.open', caseType, text, signs: [...signs], ...(visitId === undefined ? {} : { visitId }) },
      { quiet: true },
    ).then((answer) => {
      if (answer.outcome === 'refused') setProblem(refusalText(t, answer.rejection));
      else onOpened(before);
    });
  };
  return (
    <form className="case-form" onSubmit={submit}>
      <div className="case-field">
        <label htmlFor="case-type">{t('case.f.type')}</label>
        <select id="case-type" className="field" value={caseType} onChange={(event) => setType(caseTypeSchema.parse(event.target.value))}>
          {caseTypeSchema.options.map((each) => (
            <option key={each} value={each}>
              {t(`case.type.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="case-field">
        <label htmlFor="case-text">{t('case.f.text')}</label>
        <textarea
          id="case-text"
          className="field"
          rows={3}
          maxLength={1_000}
          value={text}
          aria-invalid={problem !== null}
          ref={focusOnce}
          onChange={(event) => setText(event.target.value)}
        />
        {problem !== null && (
          <p className="c-watch" role="alert">
            {problem}
          </p>
        )}
      </div>
      <fieldset className="case-signs">
        <legend>{t('case.f.signs')}</legend>
        {caseSignSchema.options.map((sign) => (
          <label key={sign} className="row">
            <input
              type="checkbox"
              checked={signs.has(sign)}
              onChange={(event) =>
                setSigns((before) => new Set(event.target.checked ? [...before, sign] : [...before].filter((each) => each !== sign)))
              }
            />
            {t(`case.sign.${sign}`)}
          </label>
        ))}
      </fieldset>
      <div className="row">
        <Button kind="primary" type="submit" disabled={isLocked}>
          {t('case.open')}
        </Button>
        <Button onClick={() => onDone(null)}>{t('case.cancelForm')}</Button>
      </div>
    </form>
  );
}

const focusOnce = (element: HTMLElement | null) => {
  if (element !== null && document.activeElement?.closest('.case-form') == null) element.focus();
};

/** The script of the 30-second method, with its clock running. */
function FirstResponse({ one, onDone }: { one: CaseView; onDone: () => void }) {
  const t = useT();
  const formats = useFormats();
  const elapsedMs = useElapsedMs(one.openedAt);
  const step = STEPS.find(({ id }) => id === 'first-response');
  if (step === undefined) return null;
  return (
    <section aria-label={t('case.do.first-response')}>
      <p className="row">
        <b className="grow">{t('case.opened', { no: caseNo(one) })}</b>
        <time>{formats.duration(elapsedMs)} / 00:30</time>
      </p>
      <ol className="case-script">
        <li>{t('case.script.1')}</li>
        <li>{t('case.script.2')}</li>
        <li>{t('case.script.3')}</li>
      </ol>
      <StepForm step={step} one={one} onDone={onDone} />
    </section>
  );
}
