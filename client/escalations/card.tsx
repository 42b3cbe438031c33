import { memo } from 'react';
import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';
import { Tag } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { caseNo, gradeOf } from './columns.js';
import { Due } from './due.js';
import { useKnowledge } from './knowledge.js';

/** A case on the board: grade, what it is about, whose it is, what is due, and what the customer was last told. */
export const Card = memo(function Card({ id, isOpen, onOpen }: { id: string; isOpen: boolean; onOpen: (id: string) => void }) {
  const t = useT();
  const one = useEntity('case', id);
  if (one === undefined) return null;
  const grade = gradeOf(one);
  return (
    <button
      type="button"
      className={`case-card${one.isOverdue ? ' is-late' : ''}`}
      data-item={id}
      aria-current={isOpen ? 'true' : undefined}
      onClick={() => onOpen(id)}
    >
      <span className="row">
        <span className={`case-grade g-${grade}`}>{one.grade == null ? t('case.proposed', { grade }) : grade}</span>
        <span className="t3 grow">{caseNo(one)}</span>
        {one.visitId != null && <Glyph name="live" label={t('case.live')} size="sm" />}
        <Due one={one} />
      </span>
      <b className="case-text">{one.text}</b>
      <span className="t2 el">
        {one.owner.name}
        {one.offeredTo != null && ` → ${one.offeredTo.person.name}`}
        <DepartmentPart one={one} />
        {one.tier != null && <Tag>{one.tier}</Tag>}
      </span>
      <Told one={one} />
    </button>
  );
});

function DepartmentPart({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const { policy } = useKnowledge();
  if (one.department == null) return null;
  const department = policy?.departments.find(({ code }) => code === one.department);
  const name = department === undefined ? one.department : formats.name(department);
  return <> → {one.departmentState == null ? name : t(`case.department.${one.departmentState}`, { department: name })}</>;
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
