import { latestStart, mostLengthMs, type TeamRoom, teamRoom } from '../../shared/domain/buffer/allowance.js';
import type { Buffer } from '../../shared/domain/buffer/buffer.js';
import { coverCandidates } from '../../shared/domain/buffer/cover.js';
import { Outlook, type QueueEffect } from '../../shared/domain/buffer/impact.js';
import { type Lately, latelyOf } from '../../shared/domain/buffer/ledger.js';
import type { Verdict } from '../../shared/domain/buffer/words.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import { durationMs, type EpochMs, epochMs, HOUR_MS, MINUTE_MS, QUARTER_MS } from '../../shared/kernel/time.js';
import type { BufferImpact, BufferPreview, QueueImpact, StartChoice } from '../../shared/protocol/buffer-http.js';
import { postChoices } from './posts.js';

const MOST_CANDIDATES = 20;

/** What the agent sees before asking: which starts would be given at once, and which need a person or a little time. */
export function previewOf(
  site: Readonly<SiteState>,
  agent: Agent,
  wish: { readonly startAt: 'now' | EpochMs; readonly lengthMs?: number | undefined },
  now: EpochMs,
): BufferPreview {
  const startAt = wish.startAt === 'now' ? now : epochMs(Math.max(now, wish.startAt));
  const mostMs = mostLengthMs(site, agent, startAt);
  const lengthMs = Math.min(wish.lengthMs ?? site.config.workforce.buffer.defaultMin * MINUTE_MS, mostMs);
  const span = { startAt, endAt: epochMs(startAt + lengthMs) };
  const starts = lengthMs === 0 ? [] : startsFrom(site, { agent, from: startAt, to: epochMs(startAt + HOUR_MS), lengthMs }, now);
  const verdict = starts[0]?.verdict ?? 'green';
  const answer = answerTo(verdict, teamRoom(site, agent, span, now), latelyOf(site, agent.id, now), startAt);
  const posts = postChoices(site, span);
  return { startAt, lengthMs: durationMs(lengthMs), mostMs: durationMs(mostMs), verdict, answer, starts, posts };
}

/** BS-03…05, as far as it can be told beforehand. */
function answerTo(
  verdict: Verdict,
  { away, mostAway }: TeamRoom,
  { isThird, coolUntil }: Lately,
  startAt: EpochMs,
): BufferPreview['answer'] {
  if (verdict === 'red') return 'later';
  return verdict === 'green' && away < mostAway && !isThird && startAt >= coolUntil ? 'at-once' : 'person';
}

/** What whoever decides sees: the staffing, and nothing about the person (BS-R7). */
export function impactOf(site: Readonly<SiteState>, buffer: Buffer, agent: Agent, asked: EpochMs | undefined, now: EpochMs): BufferImpact {
  const { id: except, lengthMs } = buffer;
  const startAt = asked === undefined ? epochMs(Math.max(now, buffer.startAt)) : epochMs(Math.max(now, asked));
  const span = { startAt, endAt: epochMs(startAt + lengthMs) };
  const effect = new Outlook(site, span, now, except).effectOf(agent, span);
  const earliest = epochMs(Math.max(now, buffer.wantedAt));
  const starts = startsFrom(site, { agent, from: earliest, to: latestStart(buffer), lengthMs, except }, now);
  return {
    bufferId: buffer.id,
    ...span,
    verdict: effect.verdict,
    isStaffOk: effect.isStaffOk,
    mostMore: effect.mostMore,
    queues: effect.queues.map(queueImpact),
    starts,
    bestStartAt: bestOf(starts),
    ...teamRoom(site, agent, span, now, except),
    posts: postChoices(site, span, except),
    candidates: coverCandidates(site, buffer, now).slice(0, MOST_CANDIDATES),
  };
}

interface StartsAsked {
  readonly agent: Agent;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly lengthMs: number;
  readonly except?: Buffer['id'];
}

/** The wished start itself, then each quarter-hour after it. */
function startsFrom(site: Readonly<SiteState>, { agent, from, to, lengthMs, except }: StartsAsked, now: EpochMs): StartChoice[] {
  const outlook = new Outlook(site, { startAt: from, endAt: to + lengthMs }, now, except);
  const starts: EpochMs[] = [from];
  for (let at = from - (from % QUARTER_MS) + QUARTER_MS; at <= to; at += QUARTER_MS) starts.push(epochMs(at));
  return starts.map((startAt) => ({ startAt, verdict: outlook.effectOf(agent, { startAt, endAt: startAt + lengthMs }, [1]).verdict }));
}

/** The first of the best that there is; null: all are red. */
function bestOf(starts: readonly StartChoice[]): EpochMs | null {
  const found = starts.find(({ verdict }) => verdict === 'green') ?? starts.find(({ verdict }) => verdict === 'amber');
  return found?.startAt ?? null;
}

const queueImpact = ({ queue, ...effect }: QueueEffect): QueueImpact => ({
  queueId: queue.id,
  name: queue.name,
  nameEn: queue.nameEn ?? null,
  goalRatio: queue.settings.goalRatio,
  verdict: effect.verdict,
  serviceLevelBefore: effect.serviceLevelBefore,
  serviceLevelAfter: effect.serviceLevelAfter,
  extraAbandons: effect.extraAbandons,
  occupancyBefore: effect.occupancyBefore,
  occupancyAfter: effect.occupancyAfter,
  isStaffOk: effect.isStaffOk,
  firstAmberAt: effect.firstAmberAt,
  firstRedAt: effect.firstRedAt,
  isEstimate: effect.isEstimate,
  heading: effect.heading,
  intervals: effect.intervals.map((each) => ({ ...each })),
});
