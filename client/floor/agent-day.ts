import type { VisitRow } from '../../shared/protocol/http.js';

export interface AgentDay {
  /** The agent's own parts of calls that are over. */
  readonly parts: number;
  readonly talkMs: number | null;
  readonly holdMs: number | null;
  readonly wrapUpMs: number | null;
}

/** Means over an agent's own parts of the calls given: another agent's part of the same call is not theirs. */
export function agentDay(rows: readonly VisitRow[], agentId: string): AgentDay {
  let [parts, talk, hold, wrapUps, wrapUp] = [0, 0, 0, 0, 0];
  for (const leg of rows.flatMap((row) => row.legs)) {
    if (leg.agentId !== agentId || leg.endedAt === undefined) continue;
    parts++;
    talk += Math.max(0, leg.endedAt - leg.startedAt - leg.holdMs);
    hold += leg.holdMs;
    if (leg.acwMs !== undefined) {
      wrapUps++;
      wrapUp += leg.acwMs;
    }
  }
  const mean = (sum: number, count: number) => (count === 0 ? null : sum / count);
  return { parts, talkMs: mean(talk, parts), holdMs: mean(hold, parts), wrapUpMs: mean(wrapUp, wrapUps) };
}
