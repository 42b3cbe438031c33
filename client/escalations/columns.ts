import type { TimerCode } from '../../shared/domain/escalation/words.js';
import { unreachable } from '../../shared/kernel/unreachable.js';
import type { CaseView as CaseRecord } from '../../shared/protocol/views.js';
import type { CasesAddress } from './address.js';

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

export interface Filter extends Pick<CasesAddress, 'view' | 'grade' | 'type'> {
  /** Fits what was typed. */
  readonly matches: (one: CaseRecord) => boolean;
  /** Who looks. */
  readonly userId: string | null;
  /** The agents whom this person leads. */
  readonly ledIds: ReadonlySet<string>;
}

function isOf(one: CaseRecord, { view, userId, ledIds }: Filter): boolean {
  switch (view) {
    case 'mine':
      return [one.owner, one.firstResponder, one.offeredTo?.person].some((person) => person?.userId === userId);
    case 'team':
      return one.agentIds.some((id) => ledIds.has(id)) || (one.agentId != null && ledIds.has(one.agentId));
    case 'overdue':
      return one.isOverdue;
    case 'departments':
      return one.route === 'department';
    case 'all':
    case 'closed':
      return true;
    default:
      return unreachable(view);
  }
}

function fits(one: CaseRecord, filter: Filter): boolean {
  if (!isOf(one, filter)) return false;
  if (filter.grade !== null && gradeOf(one) !== filter.grade) return false;
  if (filter.type !== null && one.caseType !== filter.type) return false;
  return filter.matches(one);
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

/** The one thing that is the latest of all: it alone is loud. */
export function loudestOf(board: Board): string | null {
  const late = COLUMNS.flatMap((column) => board[column].filter(({ isOverdue }) => isOverdue));
  const worst = late.toSorted((a, b) => gradeOf(a).localeCompare(gradeOf(b)) || byDue(a, b))[0];
  return worst?.id ?? null;
}

export interface NextDue {
  readonly dueAt: number;
  /** When it began; a promise is reminded of an hour before. */
  readonly since: number;
  readonly what: TimerCode;
}
const PROMISE_MS = 3_600_000;

/** What is due next, or was due first and still is. */
export function nextDueOf(one: CaseRecord): NextDue | undefined {
  const timers = one.timers
    .filter(({ state, endedAt }) => (state === 'running' || state === 'breached') && endedAt === undefined)
    .map(({ code, startedAt, dueAt }): NextDue => ({ what: code, since: startedAt, dueAt }));
  const promises = one.promises
    .filter(({ state }) => state === 'open')
    .map(({ dueAt }): NextDue => ({ what: 'T8', since: dueAt - PROMISE_MS, dueAt }));
  return [...timers, ...promises].toSorted((a, b) => a.dueAt - b.dueAt)[0];
}
