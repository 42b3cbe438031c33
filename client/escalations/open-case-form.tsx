import './form.css';
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { type CaseSign, type CaseType, caseSignSchema, caseTypeSchema } from '../../shared/domain/escalation/words.js';
import type { VisitId } from '../../shared/kernel/ids.js';
import type { WireRejection } from '../../shared/protocol/messages.js';
import type { AgentView, CaseView } from '../../shared/protocol/views.js';
import { escalationMessages } from '../i18n/messages/escalations.js';
import { useFormats, useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { Texts } from '../i18n/texts.js';
import { useCollection, useCommand, useConnection, useEntity, useWho } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
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
  return opened === undefined ? <Waiting /> : <FirstResponse one={opened} onDone={() => onDone(opened.id)} />;
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

/** It is accepted; its record is on the way. */
function Waiting() {
  const t = useT();
  return (
    <p className="case-opened" role="status">
      <Glyph name="spinner" /> {t('case.sending')}
    </p>
  );
}

function OpenForm({ visitId, onOpened, onDone }: OpenProps) {
  const t = useT();
  const isLocked = useConnection().state === 'stale';
  const [caseType, setType] = useState<CaseType>('COMPLAINT_PRODUCT');
  const [text, setText] = useState('');
  const [signs, setSigns] = useState<readonly CaseSign[]>([]);
  const [about, setAbout] = useState<AgentView['id'] | null>(null);
  const [keepsHours, setKeepsHours] = useState(false);
  const [isEmpty, setEmpty] = useState(false);
  const { open, refusal, isSending } = useOpening(onOpened);
  const form = useRef<HTMLFormElement>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const ids = { type: useId(), text: useId(), problem: useId() };
  useEffect(() => words.current?.focus(), []);
  const isAboutSomebody = caseType === 'COMPLAINT_SERVICE' || caseType === 'ABUSE';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(text.trim() === '');
    if (text.trim() === '') return words.current?.focus();
    if (isSending || isLocked) return;
    open({
      type: 'case.open',
      caseType,
      text,
      signs: [...signs],
      ...(visitId === undefined ? {} : { visitId }),
      ...(isAboutSomebody && about !== null ? { aboutAgentId: about } : {}),
      ...(keepsHours ? { keepsContactHours: true } : {}),
    });
  };
  const problem = isEmpty ? t('case.missing') : refusal === null ? null : refusalText(t, refusal);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
  };
  return (
    <form ref={form} className="case-form is-open" noValidate onSubmit={submit} onKeyDown={onKeyDown} aria-label={t('case.open')}>
      <div className={problem === null ? 'case-field' : 'case-field is-missing'}>
        <label htmlFor={ids.text}>{t('case.f.text')}</label>
        <textarea
          id={ids.text}
          className="field"
          rows={3}
          maxLength={1_000}
          value={text}
          ref={words}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : ids.problem}
          onChange={(event) => setText(event.target.value)}
        />
        {problem !== null && (
          <p id={ids.problem} className={isEmpty ? 'c-watch' : 'c-breach'} role="alert">
            {problem}
          </p>
        )}
      </div>
      <div className="case-field">
        <label htmlFor={ids.type}>{t('case.f.type')}</label>
        <select id={ids.type} className="field" value={caseType} onChange={(event) => setType(caseTypeSchema.parse(event.target.value))}>
          {caseTypeSchema.options.map((each) => (
            <option key={each} value={each}>
              {t(`case.type.${each}`)}
            </option>
          ))}
        </select>
      </div>
      {isAboutSomebody && <About visitId={visitId} value={about} onChange={setAbout} />}
      <Signs chosen={signs} onChange={setSigns} />
      <label className="case-tick">
        <input type="checkbox" checked={keepsHours} onChange={(event) => setKeepsHours(event.target.checked)} />
        {t('case.f.keepsHours')}
      </label>
      <div className="row">
        <Button kind="primary" type="submit" disabled={isSending || isLocked}>
          {t(isSending ? 'case.sending' : 'case.open')} {!isSending && <KeyCap>Ctrl ↵</KeyCap>}
        </Button>
        <Button kind="quiet" onClick={() => onDone(null)}>
          {t('case.cancelForm')}
        </Button>
        {isLocked && <span className="t3">{t('case.locked')}</span>}
      </div>
    </form>
  );
}

function useOpening(onOpened: OpenProps['onOpened']) {
  const send = useCommand();
  const known = useCollection('case', highest);
  const [refusal, setRefusal] = useState<WireRejection | null>(null);
  const [isSending, setSending] = useState(false);
  const open = (command: Parameters<typeof send>[0]) => {
    const before = known;
    setSending(true);
    setRefusal(null);
    void send(command, { quiet: true }).then((answer) => {
      setSending(false);
      if (answer.outcome === 'refused') setRefusal(answer.rejection);
      else onOpened(before);
    });
  };
  return { open, refusal, isSending };
}

/** Facts that the grade is proposed from. */
function Signs({ chosen, onChange }: { chosen: readonly CaseSign[]; onChange: (signs: readonly CaseSign[]) => void }) {
  const t = useT();
  return (
    <fieldset className="case-signs">
      <legend>{t('case.f.signs')}</legend>
      {caseSignSchema.options.map((sign) => (
        <label key={sign} className="case-tick">
          <input
            type="checkbox"
            checked={chosen.includes(sign)}
            onChange={(event) => onChange(event.target.checked ? [...chosen, sign] : chosen.filter((each) => each !== sign))}
          />
          {t(`case.sign.${sign}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** Whom the complaint is about, or who was abused: it will not be theirs to own. Who is on the call comes first. */
function About(props: { visitId: VisitId | undefined; value: string | null; onChange: (id: AgentView['id'] | null) => void }) {
  const t = useT();
  const formats = useFormats();
  const id = useId();
  const [typed, setTyped] = useState('');
  const onCall = useEntity('agent', useEntity('visit', props.visitId)?.agentId);
  const agents = useCollection('agent', byName);
  const wanted = typed.trim().toLowerCase();
  const found = wanted === '' ? [] : agents.filter((agent) => `${agent.name} ${agent.nameEn ?? ''}`.toLowerCase().includes(wanted));
  const options = [...(onCall === undefined ? [] : [onCall]), ...found.filter((agent) => agent.id !== onCall?.id)].slice(0, MOST_FOUND);
  return (
    <div className="case-field">
      <label htmlFor={id}>
        {t('case.f.about')} ({t('case.optional')})
      </label>
      <div className="case-about">
        <input
          id={id}
          className="field"
          type="search"
          placeholder={t('case.f.aboutFind')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {options.map((agent) => (
          <button
            key={agent.id}
            type="button"
            className="tag"
            aria-pressed={props.value === agent.id}
            onClick={() => props.onChange(props.value === agent.id ? null : agent.id)}
          >
            {formats.name(agent)}
          </button>
        ))}
      </div>
    </div>
  );
}
const MOST_FOUND = 8;
const byName = (all: ReadonlyMap<string, AgentView>): readonly AgentView[] => [...all.values()];

/** At once, while the customer listens: the three sentences, and the time that is promised. */
function FirstResponse({ one, onDone }: { one: CaseView; onDone: () => void }) {
  const t = useT();
  const step = STEPS.find(({ id }) => id === 'first-response');
  if (step === undefined) return null;
  return (
    <>
      <p className="case-opened" role="status">
        <Glyph name="tick" /> {t('case.opened', { no: caseNo(one) })}
      </p>
      <StepForm step={step} one={one} onDone={onDone} />
    </>
  );
}
