import type { Verdict } from '../../shared/domain/buffer/words.js';
import type { BufferImpact } from '../../shared/protocol/buffer-http.js';
import type { BufferView } from '../../shared/protocol/buffer-views.js';

export interface StartOption {
  readonly startAt: number;
  readonly verdict: Verdict;
  /** As the agent asked. */
  readonly isWanted: boolean;
  /** None is where all leave too few people: nobody is led to that by one key. */
  readonly isBest: boolean;
}

const RANK: Readonly<Record<Verdict, number>> = { green: 0, amber: 1, red: 2 };
const MOST_OTHERS = 2;
/** Nearer than this it is the start that was asked for. */
const SAME_MS = 300_000;

/** The start that was asked for, and the few others worth a look, in order of time; one of them is the best for the customers. */
export function choicesFor(buffer: BufferView, impact: BufferImpact | null): readonly StartOption[] {
  const wantedVerdict = impact?.verdict ?? buffer.check?.verdict;
  const wanted = wantedVerdict === undefined ? [] : [{ startAt: buffer.wantedAt as number, verdict: wantedVerdict, isWanted: true }];
  const latest = buffer.latestStartAt ?? Number.POSITIVE_INFINITY;
  const others = (impact?.starts ?? [])
    .filter(({ startAt }) => startAt > buffer.wantedAt + SAME_MS && startAt <= latest)
    .map(({ startAt, verdict }) => ({ startAt: startAt as number, verdict, isWanted: false }))
    .sort((a, b) => RANK[a.verdict] - RANK[b.verdict] || a.startAt - b.startAt)
    .slice(0, MOST_OTHERS);
  // Without an answer of our own, what was found with the request.
  const proposed = buffer.proposedStartAt;
  if (impact === null && proposed != null && proposed !== buffer.wantedAt) {
    others.push({ startAt: proposed, verdict: buffer.check?.bestStartAt === proposed ? 'green' : 'amber', isWanted: false });
  }
  const all = [...wanted, ...others];
  const best = [...all].sort((a, b) => RANK[a.verdict] - RANK[b.verdict] || a.startAt - b.startAt)[0];
  return all.sort((a, b) => a.startAt - b.startAt).map((one) => ({ ...one, isBest: one === best && one.verdict !== 'red' }));
}
