import type { CaseView as CaseRecord } from '../../shared/protocol/views.js';
import type { CaseView } from './address.js';

/** 分级 → 归因 → 解决 → 反馈. */
export const COLUMNS = ['grade', 'cause', 'solve', 'feedback'] as const;
export type Column = (typeof COLUMNS)[number];

const COLUMN_OF: Record<CaseRecord['state'], Column | null> = {
  new: 'grade',
  graded: 'cause',
  attributing: 'cause',
  solving: 'solve',
  proposed: 'solve',
  'customer-confirm': 'feedback',
  resolved: 'feedback',
  'follow-up': 'feedback',
  closed: null,
  merged: null,
  cancelled: null,
};
export const columnOf = (one: Pick<CaseRecord, 'state'>): Column | null => COLUMN_OF[one.state];
export const isClosed = (one: Pick<CaseRecord, 'state'>): boolean => columnOf(one) === null;

export const caseNo = ({ no }: Pick<CaseRecord, 'no'>): string => `E-${no}`;
export const gradeOf = ({ grade, proposedGrade }: Pick<CaseRecord, 'grade' | 'proposedGrade'>) => grade ?? proposedGrade;

export interface Filter {
  readonly view: CaseView;
  readonly text: string;
  /** Who looks. */
  readonly userId: string | null;
}

function fits(one: CaseRecord, { view, text, userId }: Filter): boolean {
  const isMine = one.owner.userId === userId || one.offeredTo?.person.userId === userId || one.firstResponder.userId === userId;
  if (view === 'mine' && !isMine) return false;
  if (view === 'overdue' && !one.isOverdue) return false;
  if (view === 'departments' && one.route !== 'department') return false;
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  const words = [caseNo(one), one.text, one.owner.name, one.callerMasked ?? '', one.ticket?.key ?? ''];
  return words.some((word) => word.toLowerCase().includes(wanted));
}

/** What is late first, then by what is due next; what nothing is due of comes last, the worst grade first. */
const byDue = (a: CaseRecord, b: CaseRecord): number =>
  Number(b.isOverdue) - Number(a.isOverdue) ||
  (a.nextDueAt ?? Number.POSITIVE_INFINITY) - (b.nextDueAt ?? Number.POSITIVE_INFINITY) ||
  gradeOf(a).localeCompare(gradeOf(b)) ||
  a.no - b.no;

export type Board = Readonly<Record<Column, readonly CaseRecord[]>>;

export function boardOf(all: Iterable<CaseRecord>, filter: Filter): Board {
  const board: Record<Column, CaseRecord[]> = { grade: [], cause: [], solve: [], feedback: [] };
  for (const one of all) {
    const column = columnOf(one);
    if (column !== null && fits(one, filter)) board[column].push(one);
  }
  for (const column of COLUMNS) board[column].sort(byDue);
  return board;
}

/** The timer behind the next due time. */
export const nextTimer = (one: CaseRecord): CaseRecord['timers'][number] | undefined =>
  one.timers
    .filter(({ state, endedAt }) => (state === 'running' || state === 'breached') && endedAt === undefined)
    .toSorted((a, b) => a.dueAt - b.dueAt)[0];
