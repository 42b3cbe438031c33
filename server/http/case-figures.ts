import type { Case } from '../../shared/domain/escalation/case.js';
import type { SiteState } from '../../shared/domain/site.js';
import { type EpochMs, epochMs } from '../../shared/kernel/time.js';
import { addDays, atWallClock, localDate, startOfDay } from '../../shared/kernel/zone.js';
import { CASE_FIGURES, type CaseFigure, type Counted, countedIn, talliesBy, tallyOf } from '../../shared/metrics/case-figures.js';
import type { CaseFigureDetail, CaseFigures, CaseWindow, CountedCase } from '../../shared/protocol/http.js';

/** Cases that are over are kept for eight days: seven, today among them, are whole. */
const DAYS_BEFORE = 6;
const MOST_SHOWN = 200;

interface Span {
  readonly window: CaseWindow;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** From a midnight of the site up to now, which is in it. */
export function spanOf(site: Readonly<SiteState>, window: CaseWindow, now: EpochMs): Span {
  const zone = site.config.timeZone;
  const today = startOfDay(now, zone);
  const from = window === 'today' ? today : atWallClock({ date: addDays(localDate(now, zone), -DAYS_BEFORE), sinceMidnightMs: 0 }, zone);
  return { window, from, to: epochMs(now + 1) };
}

export function caseFigures(cases: readonly Case[], span: Span): CaseFigures {
  const figures = CASE_FIGURES.map((figure) => [figure, tallyOf(countedIn(cases, figure, span.from, span.to))] as const);
  return { ...span, figures: Object.fromEntries(figures) as CaseFigures['figures'] };
}

export function caseFigureDetail(cases: readonly Case[], figure: CaseFigure, span: Span): CaseFigureDetail {
  const counted = countedIn(cases, figure, span.from, span.to);
  const known = new Map(cases.map((one) => [one.id, one]));
  return {
    ...span,
    figure,
    all: tallyOf(counted),
    byGrade: talliesBy(counted, ({ grade }) => grade).map(([grade, tally]) => ({ grade, tally })),
    byDepartment: talliesBy(counted, ({ department }) => department).map(([department, tally]) => ({ department, tally })),
    counted: counted
      .sort((a, b) => Number(b.isMissed) - Number(a.isMissed) || b.decidedAt - a.decidedAt)
      .slice(0, MOST_SHOWN)
      .flatMap((each) => shownOf(known.get(each.caseId), each)),
    total: counted.length,
  };
}

function shownOf(one: Case | undefined, each: Counted): CountedCase[] {
  if (one === undefined) return [];
  const { caseId, code, grade, department, startedAt, dueAt, endedAt, isMissed, isByRegrade } = each;
  const { no, text } = one;
  const until = { dueAt: dueAt ?? null, endedAt: endedAt ?? null };
  return [{ caseId, no, text, grade, department: department ?? null, code, startedAt, ...until, isMissed, isByRegrade }];
}
