import { User } from 'lucide-react';
import { memo } from 'react';
import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { tierName } from '../i18n/tier-name.js';
import { useEntity } from '../live/hooks.js';
import { Tag } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { caseNo } from './columns.js';
import { Due } from './due.js';
import { GradeMark } from './grade-mark.js';
import { useDepartmentName } from './knowledge.js';
import { Raised } from './raised.js';

interface Props {
  readonly id: string;
  readonly isOpen: boolean;
  /** The latest of all: filled. */
  readonly isLoud: boolean;
  readonly onOpen: (id: string) => void;
}

/** A case on the board: grade, what it is about, whose it is, what is due, and what the customer was last told. */
export const Card = memo(function Card({ id, isOpen, isLoud, onOpen }: Props) {
  const t = useT();
  const one = useEntity('case', id);
  if (one === undefined) return null;
  const classes = ['case-card', one.isOverdue && 'is-late', isLoud && 'is-loud'].filter(Boolean).join(' ');
  return (
    <button
      type="button"
      className={classes}
      data-item={id}
      aria-current={isOpen ? 'true' : undefined}
      onClick={() => onOpen(id)}
      onKeyDown={(event) => {
        // On the one that is open already, Enter does its next step.
        if (event.key !== 'Enter' || isOpen) return;
        event.preventDefault();
        onOpen(id);
      }}
    >
      <span className="case-top">
        <GradeMark one={one} />
        <Raised one={one} isShort />
        <span className="t3">{caseNo(one)}</span>
        {one.isReopened && <span className="c-watch">{t('case.reopened')}</span>}
        {one.visitId != null && <Glyph name="live" label={t('case.live')} size="sm" />}
        <span className="grow" />
        <Due one={one} />
      </span>
      <b className="case-text">{one.text}</b>
      <Owner one={one} />
      <Told one={one} />
      <Marks one={one} />
    </button>
  );
});

/** Whose it is, who is asked to take it, and which department works on it. */
function Owner({ one }: { one: CaseView }) {
  const t = useT();
  const nameOf = useDepartmentName();
  const isOwned = one.owner.role !== 'system';
  const isSilent = one.departmentState === 'sent' && one.isOverdue;
  return (
    <span className="case-owner">
      <User className="i sm" aria-hidden="true" />
      <span className="el">
        <span className={isOwned ? '' : 'c-watch'}>{isOwned ? one.owner.name : t('case.unowned')}</span>
        {one.offeredTo != null && <span className="t3"> {t('case.offeredShort', { name: one.offeredTo.person.name })}</span>}
        {one.department != null && (
          <span className={isSilent ? 'c-breach' : ''}>
            {' → '}
            {one.departmentState == null
              ? nameOf(one.department)
              : t(`case.department.${one.departmentState}`, { department: nameOf(one.department) })}
          </span>
        )}
        {one.firstResponder.userId !== one.owner.userId && (
          <span className="t3"> · {t('case.firstResponder', { name: one.firstResponder.name })}</span>
        )}
      </span>
      {one.tier != null && <Tag>{tierName(t, one.tier)}</Tag>}
    </span>
  );
}

/** What we last told the customer: nobody should have to ask. */
function Told({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  return (
    <span className="t3 el">
      {one.lastTold == null ? t('case.toldNothing') : t('case.told', { time: formats.time(one.lastTold.at), text: one.lastTold.text })}
    </span>
  );
}

/** Who called, the next promise, and the ticket: as far as there are any. */
function Marks({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const promise = one.promises.filter(({ state }) => state === 'open').toSorted((a, b) => a.dueAt - b.dueAt)[0];
  const parts = [
    one.callerMasked,
    promise === undefined ? null : t('case.promisedAt', { time: formats.time(promise.dueAt) }),
    one.ticket == null ? null : `${one.ticket.key ?? t('case.ticket')} ${t(`case.ticket.${one.ticket.state}`)}`,
  ].filter((part) => part != null);
  return parts.length === 0 ? null : <span className="t3 el">{parts.join(' · ')}</span>;
}
