import type { CaseView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { gradeOf } from './columns.js';

/** `P1` filled, the others outlined, thinner with less urgency; dashed while it is only proposed. */
export function GradeMark({ one }: { one: Pick<CaseView, 'grade' | 'proposedGrade'> }) {
  const t = useT();
  const grade = gradeOf(one);
  const words = one.grade == null ? t('case.proposed', { grade: t(`case.grade.${grade}`) }) : t(`case.grade.${grade}`);
  return (
    <span className={`case-grade is-${grade}${one.grade == null ? ' is-proposed' : ''}`} title={words}>
      <span aria-hidden="true">{one.grade == null ? `${grade}?` : grade}</span>
      <span className="sr">{words}</span>
    </span>
  );
}
