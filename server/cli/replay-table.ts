import { MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.js';
import type { ReplayReport } from './replay-report.js';

const time = (ms: number) => `${Math.floor(ms / MINUTE_MS)}:${String(Math.floor((ms % MINUTE_MS) / SECOND_MS)).padStart(2, '0')}`;
const mean = (sumMs: number, count: number) => (count === 0 ? '–' : `${(sumMs / count / SECOND_MS).toFixed(1)} s`);

/** The report for people: a row a queue, then a row an agent. */
export function reportTable(report: ReplayReport): string {
  const queues = Object.entries(report.queues).map(([name, q]) => [
    name,
    q.offered,
    q.answered,
    q.abandoned,
    q.redirected,
    q.exitTimeout + q.exitKey + q.exitEmpty + q.withdrawn + q.lost,
    q.ringNoAnswer,
    `${q.answeredWithinSL} ≤ ${q.serviceLevelSeconds} s`,
    mean(q.holdAnsweredSumMs, q.answered),
    time(q.talkSumMs),
  ]);
  const agents = Object.entries(report.agents).map(([name, a]) => [
    name,
    a.answered,
    a.ringNoAnswer,
    a.completed,
    a.transferred,
    time(a.pausedMs),
  ]);
  return [
    `${new Date(report.from).toISOString()} – ${new Date(report.to).toISOString()}`,
    '',
    ...columns([
      ['queue', 'offered', 'answered', 'abandoned', 'moved', 'left', 'no answer', 'in threshold', 'mean wait', 'talk'],
      ...queues,
    ]),
    '',
    ...columns([['agent', 'answered', 'no answer', 'completed', 'transferred', 'paused'], ...agents]),
    '',
  ].join('\n');
}

function columns(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, String(cell).length);
  }
  return rows.map((row) =>
    row
      .map((cell, index) => (index === 0 ? String(cell).padEnd(widths[index] ?? 0) : String(cell).padStart(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
