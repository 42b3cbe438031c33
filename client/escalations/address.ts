import { type CaseType, caseTypeSchema, type Grade, gradeSchema } from '../../shared/domain/escalation/words.js';
import { CASE_FIGURES, type CaseFigure } from '../../shared/metrics/case-figures.js';
import type { CaseWindow } from '../../shared/protocol/http.js';

/** What the board shows, as its address holds it. */
export const CASE_VIEWS = ['all', 'mine', 'team', 'overdue', 'departments', 'closed'] as const;
export type CaseView = (typeof CASE_VIEWS)[number];

export interface CasesAddress {
  readonly view: CaseView;
  readonly grade: Grade | null;
  readonly type: CaseType | null;
  readonly text: string;
  /** The case in the detail pane. */
  readonly open: string | null;
  /** The number whose definition is there while no case is. */
  readonly figure: CaseFigure | null;
  readonly span: CaseWindow;
}
export type CasesSearch = Partial<Record<'view' | 'grade' | 'type' | 'q' | 'case' | 'figure' | 'span', string>>;
export const DEFAULT_CASES: CasesAddress = { view: 'all', grade: null, type: null, text: '', open: null, figure: null, span: 'today' };

const ID = /^e-[A-Za-z0-9]{1,40}$/;
const MAX_TEXT = 80;

/** Whatever cannot be read is left out, so that an old or mistyped link still opens. */
export function parseCasesAddress(raw: Readonly<Record<string, unknown>>): CasesAddress {
  return {
    view: CASE_VIEWS.find((one) => one === raw.view) ?? DEFAULT_CASES.view,
    grade: gradeSchema.safeParse(raw.grade).data ?? null,
    type: caseTypeSchema.safeParse(raw.type).data ?? null,
    // A text of digits only arrives as a number.
    text: (typeof raw.q === 'string' || typeof raw.q === 'number' ? String(raw.q) : '').slice(0, MAX_TEXT),
    open: typeof raw.case === 'string' && ID.test(raw.case) ? raw.case : null,
    figure: CASE_FIGURES.find((one) => one === raw.figure) ?? null,
    span: raw.span === '7d' ? '7d' : 'today',
  };
}

/** Only what differs from the default is written. */
export const casesSearch = ({ view, grade, type, text, open, figure, span }: CasesAddress): CasesSearch => ({
  ...(view === DEFAULT_CASES.view ? {} : { view }),
  ...(grade === null ? {} : { grade }),
  ...(type === null ? {} : { type }),
  ...(text === '' ? {} : { q: text }),
  ...(open === null ? {} : { case: open }),
  ...(figure === null ? {} : { figure }),
  ...(span === DEFAULT_CASES.span ? {} : { span }),
});
