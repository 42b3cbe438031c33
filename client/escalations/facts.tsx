import { Phone } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity, useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { caseNo } from './columns.js';
import { useDoing } from './doing.js';
import { DueAt } from './due.js';
import { useDepartmentName, useGivenName, useKnowledge } from './knowledge.js';
import { wordOf } from './names.js';

/** What waits for somebody: the department, an approval, and what may be given without one. */
export function Waits({ one }: { one: CaseView }) {
  return (
    <>
      <HandOff one={one} />
      <Approvals one={one} />
      <MayGive one={one} />
    </>
  );
}

/** What was done, said and promised, and how the clocks stand: as far as there is any. */
export function Facts({ one }: { one: CaseView }) {
  return (
    <>
      <Answers one={one} />
      <Promises one={one} />
      <Clocks one={one} />
    </>
  );
}

function Part({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className="case-part" aria-label={title}>
      <h3>
        {title}
        {note !== undefined && <span className="right">{note}</span>}
      </h3>
      {children}
    </section>
  );
}

function Clocks({ one }: { one: CaseView }) {
  const t = useT();
  if (one.timers.length === 0) return null;
  return (
    <Part title={t('case.clocks')}>
      <ul className="case-clocks">
        {one.timers.map((timer) => (
          <Clock key={`${timer.code}${timer.startedAt}`} timer={timer} />
        ))}
      </ul>
    </Part>
  );
}

function Clock({ timer }: { timer: CaseView['timers'][number] }) {
  const t = useT();
  const formats = useFormats();
  const isLate = timer.state === 'breached';
  const isOver = timer.endedAt !== undefined;
  return (
    <li className={isOver ? 't3' : isLate ? 'c-breach' : ''}>
      {isLate ? <Glyph name="octagon" label={t('case.late')} size="sm" /> : <Glyph name={isOver ? 'tick' : 'lag'} size="sm" />}
      <span className="grow">
        {t(`case.timer.${timer.code}`)}
        {timer.breachedByRegrade === true && <span className="t3"> {t('case.byRegrade')}</span>}
        {!isOver && (timer.level === 'manager' || timer.level === 'director') && ` · ${wordOf(t, 'level', timer.level)}`}
      </span>
      <span>
        {timer.state === 'paused' && t('case.paused')}
        {timer.state !== 'paused' && isOver && `${formats.time(timer.endedAt)} ${t(isLate ? 'case.metLate' : 'case.met')}`}
        {timer.state !== 'paused' && !isOver && <DueAt at={timer.dueAt} />}
      </span>
    </li>
  );
}

function Promises({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const { can, begin } = useDoing();
  if (one.promises.length === 0) return null;
  return (
    <Part title={t('case.promises')}>
      <ul className="case-clocks">
        {one.promises.map((promise) => (
          <li key={promise.id} className={promise.state === 'broken' ? 'c-breach' : promise.state === 'kept' ? 't3' : ''}>
            {promise.state === 'broken' ? (
              <Glyph name="octagon" size="sm" />
            ) : (
              <Glyph name={promise.state === 'kept' ? 'tick' : 'lag'} size="sm" />
            )}
            <span className="grow">
              {promise.text} <span className="t3">· {promise.byName}</span>
            </span>
            <span>
              {formats.time(promise.dueAt)} {t(`case.promise.${promise.state}`)}
            </span>
            {promise.state !== 'kept' && can('keep-promise') && (
              <Button size="small" onClick={() => begin('keep-promise', { promiseId: promise.id })}>
                {t('case.do.keep-promise')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** Which department has it, and whether they have seen it: when they have not, whom to call. */
function HandOff({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const now = useSiteNow();
  const nameOf = useDepartmentName();
  const { handOff } = one;
  if (one.department == null) return null;
  const isLate = handOff != null && handOff.receivedAt === undefined && now !== null && now > handOff.ackDueAt;
  const name = nameOf(one.department);
  // Whether there is a receipt is said with its time.
  const isAwaited = handOff != null && (one.departmentState === 'sent' || one.departmentState === 'received');
  return (
    <Part title={t('case.handOff')} note={one.isArbitrated ? t('case.arbitrated') : undefined}>
      <p className="case-line">
        {isLate && <Glyph name="octagon" label={t('case.late')} size="sm" className="c-breach" />}
        <b>{one.departmentState == null || isAwaited ? name : t(`case.department.${one.departmentState}`, { department: name })}</b>
        {handOff != null && (
          <span className={isLate ? 'c-breach' : 't2'}>
            {t('case.sentAt', { time: formats.time(handOff.sentAt) })} ·{' '}
            {handOff.receivedAt === undefined
              ? t('case.notReceived', { time: formats.time(handOff.ackDueAt) })
              : t('case.receivedAt', { time: formats.time(handOff.receivedAt) })}
          </span>
        )}
        {one.arbitrateDueAt != null && (
          <span className="c-watch">
            {t('case.arbitrateBy')} <DueAt at={one.arbitrateDueAt} />
          </span>
        )}
      </p>
      {handOff?.dutyContact !== undefined && <CallThem contact={handOff.dutyContact} isLate={isLate} />}
      {handOff?.judgement !== undefined && <blockquote>{handOff.judgement}</blockquote>}
    </Part>
  );
}

/** That they were called is written down: the next one who looks need not call again. */
function CallThem({ contact, isLate }: { contact: string; isLate: boolean }) {
  const t = useT();
  const { can, begin } = useDoing();
  return (
    <p className="case-line">
      <Phone className="i sm" aria-hidden="true" />
      <span className="t2 grow">{t('case.duty', { contact })}</span>
      {isLate && can('comment') && (
        <Button kind="act-now" size="small" onClick={() => begin('comment', { text: `${t('case.called', { contact })} ` })}>
          {t('case.callThem')}
        </Button>
      )}
    </p>
  );
}

function Approvals({ one }: { one: CaseView }) {
  const t = useT();
  const nameOf = useGivenName();
  const { can, begin } = useDoing();
  if (one.approvals.length === 0 && one.given.length === 0) return null;
  return (
    <Part title={t('case.approvals')}>
      <ul className="case-clocks">
        {one.given.map((given, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: given things have no id, and are only ever added
          <li key={`${given.entry}${at}`}>
            <Glyph name="tick" size="sm" />
            <span className="grow">{nameOf(given.entry, given.amount)}</span>
            <span className="t3">{t('case.given')}</span>
          </li>
        ))}
        {one.approvals.map((approval) => (
          <li key={approval.id} className={approval.state === 'late' ? 'c-breach' : ''}>
            <Glyph name={APPROVAL_GLYPH[approval.state]} size="sm" />
            <span className="grow">
              <b>{nameOf(approval.entry, approval.amount)}</b> · {approval.askedByName} · {approval.reason}
            </span>
            <span>
              {t(`case.approval.${approval.state}`)} {approval.byName ?? (approval.state === 'asked' && <DueAt at={approval.dueAt} />)}
            </span>
            {(approval.state === 'asked' || approval.state === 'late') && can('answer-approval') && (
              <Button size="small" onClick={() => begin('answer-approval', { approvalId: approval.id })}>
                {t('case.do.answer-approval')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}
const APPROVAL_GLYPH = { asked: 'lag', granted: 'tick', refused: 'dashes', late: 'octagon' } as const;

/** What this person may settle without asking anybody, while the way is being chosen. */
function MayGive({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const { policy } = useKnowledge();
  const { can, begin } = useDoing();
  const entries = policy?.authority.filter(({ mine }) => mine !== null) ?? [];
  if (one.state !== 'attributing' || entries.length === 0) return null;
  return (
    <Part title={t('case.mayGive')}>
      <p className="case-chips">
        {entries.map((entry) => (
          <button
            key={entry.code}
            type="button"
            className="tag"
            disabled={!can('authority')}
            onClick={() => begin('authority', { entry: entry.code })}
          >
            {t('case.authority.upTo', { what: formats.name(entry), limit: formats.number(entry.mine?.maxAmountPerCase) })}
          </button>
        ))}
      </p>
    </Part>
  );
}

function Answers({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const visit = useEntity('visit', one.visitId);
  const merged = useEntity('case', one.mergedInto);
  const { plan, lastTold, ticket, causeClass } = one;
  const rows: readonly (readonly [string, string])[] = [
    ...(visit === undefined ? [] : [[t('case.live'), visit.callerMasked ?? ''] as const]),
    ...(causeClass == null ? [] : [[t('case.f.cause'), t(`case.cause.${causeClass}`)] as const]),
    ...(plan == null ? [] : [[t('case.f.plan'), `${plan.text} (${formats.date(plan.etaAt)} ${formats.time(plan.etaAt)})`] as const]),
    ...(plan?.explanation === undefined ? [] : [[t('case.f.explanation'), plan.explanation] as const]),
    ...(one.resolution == null ? [] : [[t('case.resolution'), one.resolution] as const]),
    ...(lastTold == null
      ? []
      : [[t('case.lastTold'), `${formats.time(lastTold.at)} ${t(`case.channel.${lastTold.channel}`)} · ${lastTold.text}`] as const]),
    ...(ticket == null
      ? []
      : [
          [
            t('case.ticket'),
            [
              ticket.key,
              t(`case.ticket.${ticket.state}`),
              ticket.resolution === undefined ? undefined : wordOf(t, 'ticket', ticket.resolution),
            ]
              .filter(Boolean)
              .join(' · '),
          ] as const,
        ]),
    ...(one.attempts === 0
      ? []
      : [
          [
            t('case.attempts'),
            one.attemptAgainAt == null
              ? formats.number(one.attempts)
              : t('case.attemptAgain', {
                  n: one.attempts,
                  time: `${formats.shortDate(one.attemptAgainAt)} ${formats.time(one.attemptAgainAt)}`,
                }),
          ] as const,
        ]),
    ...(one.review == null ? [] : [[t('case.f.review'), one.review] as const]),
    ...(one.mergedInto == null
      ? []
      : [[t('case.f.into'), merged === undefined ? one.mergedInto : `${caseNo(merged)} ${merged.text}`] as const]),
    ...(one.mergedFrom.length === 0 ? [] : [[t('case.mergedFrom'), formats.number(one.mergedFrom.length)] as const]),
  ];
  if (rows.length === 0) return null;
  return (
    <Part title={t('case.answers')}>
      <dl className="case-kv">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {ticket?.url !== undefined && (
          <div>
            <dt />
            <dd>
              <a href={ticket.url} target="_blank" rel="noreferrer">
                {t('case.ticketOpen')}
              </a>
            </dd>
          </div>
        )}
      </dl>
    </Part>
  );
}
