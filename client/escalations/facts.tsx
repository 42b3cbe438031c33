import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity, useSiteNow } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { useKnowledge } from './knowledge.js';

/** Clocks, promises, the department, approvals, the ticket, the plan, and what the customer was last told: as far as there is any. */
export function Facts({ one }: { one: CaseView }) {
  return (
    <>
      <Clocks one={one} />
      <Promises one={one} />
      <HandOff one={one} />
      <Approvals one={one} />
      <Answers one={one} />
    </>
  );
}

function Clocks({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const now = useSiteNow();
  if (one.timers.length === 0) return null;
  return (
    <section className="case-part" aria-label={t('case.clocks')}>
      <h3>{t('case.clocks')}</h3>
      <ul className="case-clocks">
        {one.timers.map((timer) => {
          const isLate = timer.state === 'breached';
          const isOver = timer.endedAt !== undefined;
          const leftMs = timer.dueAt - (now ?? timer.dueAt);
          return (
            <li key={`${timer.code}${timer.startedAt}`} className={isLate ? 'c-breach' : isOver ? 't3' : ''}>
              <span className="grow">{t(`case.timer.${timer.code}`)}</span>
              {isOver && !isLate && <Glyph name="tick" label={t('case.met')} size="sm" />}
              {isLate && <Glyph name="octagon" label={t('case.late')} size="sm" />}
              <span>
                {timer.state === 'paused'
                  ? t('case.paused')
                  : isOver
                    ? formats.time(timer.endedAt)
                    : leftMs < 0
                      ? t('case.over', { time: formats.prose(-leftMs) })
                      : t('case.dueAt', { time: formats.time(timer.dueAt), left: formats.prose(leftMs) })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Promises({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  if (one.promises.length === 0) return null;
  return (
    <section className="case-part" aria-label={t('case.promises')}>
      <h3>{t('case.promises')}</h3>
      <ul className="case-clocks">
        {one.promises.map((promise) => (
          <li key={promise.id} className={promise.state === 'broken' ? 'c-breach' : promise.state === 'kept' ? 't3' : ''}>
            <span className="grow">
              {promise.text} · {promise.byName}
            </span>
            <span>
              {formats.time(promise.dueAt)} {t(`case.promise.${promise.state}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function HandOff({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const now = useSiteNow();
  const { policy } = useKnowledge();
  const { handOff } = one;
  if (handOff == null || one.department == null) return null;
  const department = policy?.departments.find(({ code }) => code === one.department);
  const name = department === undefined ? one.department : formats.name(department);
  const isLate = handOff.receivedAt === undefined && now !== null && now > handOff.ackDueAt;
  return (
    <section className="case-part" aria-label={t('case.handOff')}>
      <h3>{t('case.handOff')}</h3>
      <p className={isLate ? 'c-breach' : ''}>
        {isLate && <Glyph name="octagon" label={t('case.late')} size="sm" />} {name} ·{' '}
        {t('case.sentAt', { time: formats.time(handOff.sentAt) })} ·{' '}
        {handOff.receivedAt === undefined
          ? t('case.notReceived', { time: formats.time(handOff.ackDueAt) })
          : t('case.receivedAt', { time: formats.time(handOff.receivedAt) })}
      </p>
      {handOff.dutyContact !== undefined && <p className="t2">{t('case.callThem', { contact: handOff.dutyContact })}</p>}
      {handOff.judgement !== undefined && <blockquote>{handOff.judgement}</blockquote>}
    </section>
  );
}

function Approvals({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const { policy } = useKnowledge();
  const nameOf = (code: string) => {
    const entry = policy?.authority.find((each) => each.code === code);
    return entry === undefined ? code : formats.name(entry);
  };
  if (one.approvals.length === 0 && one.given.length === 0) return null;
  return (
    <section className="case-part" aria-label={t('case.approvals')}>
      <h3>{t('case.approvals')}</h3>
      <ul className="case-clocks">
        {one.given.map((given, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: given things have no id, and are only ever added
          <li key={`${given.entry}${at}`}>
            <span className="grow">{nameOf(given.entry)}</span>
            <span>{formats.number(given.amount)}</span>
          </li>
        ))}
        {one.approvals.map((approval) => (
          <li key={approval.id} className={approval.state === 'late' ? 'c-breach' : ''}>
            <span className="grow">
              {nameOf(approval.entry)} {formats.number(approval.amount)} · {approval.askedByName} · {approval.reason}
            </span>
            <span>
              {t(`case.approval.${approval.state}`)} {approval.byName ?? formats.time(approval.dueAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Answers({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const visit = useEntity('visit', one.visitId);
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
      : [[t('case.ticket'), [t(`case.ticket.${ticket.state}`), ticket.key, ticket.resolution].filter(Boolean).join(' · ')] as const]),
    ...(one.attempts === 0 ? [] : [[t('case.attempts'), formats.number(one.attempts)] as const]),
  ];
  if (rows.length === 0) return null;
  return (
    <section className="case-part" aria-label={t('case.facts')}>
      <dl className="kv">
        {rows.map(([label, value]) => (
          <div key={label} className="case-kv">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
