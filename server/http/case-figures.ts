import type { Case } from '../../shared/domain/escalation/case.js';
import type { SiteState } from '../../shared/domain/site.js';
import { type EpochMs, epochMs } from '../../shared/kernel/time.js';
import { addDays, atWallClock, localDate, startOfDay } from '../../shared/kernel/zone.js';
import {
  addCounted,
  CASE_FIGURES,
  type CaseFigure,
  type Counted,
  countedIn,
  nothingCounted,
  talliesBy,
  tallyOf,
} from '../../shared/metrics/case-figures.js';
import type { CaseFigureDetail, CaseFigures, CaseWindow, CountedCase } from '../../shared/protocol/http.js';
import { turns } from './turns.js';

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

/** A site has tens of thousands of cases, and every board asks each minute: in turns with everything else. */
export async function caseFigures(cases: Iterable<Case>, span: Span): Promise<CaseFigures> {
  const turn = turns();
  const counted = nothingCounted();
  for (const one of cases) {
    addCounted(counted, one, span.from, span.to);
    await turn();
  }
  const figures = CASE_FIGURES.map((figure) => [figure, tallyOf(counted[figure])] as const);
  return { ...span, figures: Object.fromEntries(figures) as CaseFigures['figures'] };
}

export async function caseFigureDetail(cases: readonly Case[], figure: CaseFigure, span: Span): Promise<CaseFigureDetail> {
  const turn = turns();
  const counted: Counted[] = [];
  for (const one of cases) {
    counted.push(...countedIn([one], figure, span.from, span.to));
    await turn();
  }
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
