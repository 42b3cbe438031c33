import type { BufferId } from '../../kernel/ids.js';
import { type EpochMs, epochMs, QUARTER_MS } from '../../kernel/time.js';
import type { Agent, SiteState } from '../site.js';
import { teamRoom } from './allowance.js';
import { Outlook, type QueueEffect, startsBetween } from './impact.js';
import type { BufferCheck } from './words.js';

export interface LeavingAsked {
  readonly agent: Agent;
  readonly startAt: EpochMs;
  readonly lengthMs: number;
  /** No start may be put later than this. */
  readonly latestAt: EpochMs;
  readonly except?: BufferId | undefined;
}

/** The verdict on one start, and where that is red the first start that is not (BS-02…05). */
export function checkLeaving(site: Readonly<SiteState>, asked: LeavingAsked, now: EpochMs): BufferCheck {
  const { agent, startAt, lengthMs, except } = asked;
  const away = { startAt, endAt: epochMs(startAt + lengthMs) };
  const effect = new Outlook(site, away, now, except).effectOf(agent, away, [0, 1]);
  const bestStartAt = effect.verdict === 'red' ? bestStart(site, asked, now) : undefined;
  return {
    at: now,
    verdict: effect.verdict,
    isStaffOk: effect.isStaffOk,
    isEstimate: effect.isEstimate,
    ...worstOf(effect.queues[0]),
    until: away.endAt,
    ...(bestStartAt === undefined ? {} : { bestStartAt }),
    ...teamRoom(site, agent, away, now, except),
  };
}

function bestStart(site: Readonly<SiteState>, { agent, startAt, lengthMs, latestAt, except }: LeavingAsked, now: EpochMs) {
  const from = epochMs(startAt - (startAt % QUARTER_MS) + QUARTER_MS);
  const starts = startsBetween(site, { agent, from, to: latestAt, lengthMs, except }, now);
  return starts.find(({ verdict }) => verdict !== 'red')?.startAt;
}

/** Two decimals more than anybody is shown: the log keeps no false precision. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

function worstOf(worst: QueueEffect | undefined) {
  if (worst === undefined)
    return { serviceLevelBefore: null, serviceLevelAfter: null, extraAbandons: 0, occupancyBefore: null, occupancyAfter: null };
  const { queue, firstAmberAt, firstRedAt } = worst;
  return {
    queueId: queue.id,
    queueName: { name: queue.name, ...(queue.nameEn === undefined ? {} : { nameEn: queue.nameEn }) },
    serviceLevelBefore: rounded(worst.serviceLevelBefore),
    serviceLevelAfter: rounded(worst.serviceLevelAfter),
    extraAbandons: rounded(worst.extraAbandons),
    occupancyBefore: rounded(worst.occupancyBefore),
    occupancyAfter: rounded(worst.occupancyAfter),
    ...(firstAmberAt === null ? {} : { firstAmberAt }),
    ...(firstRedAt === null ? {} : { firstRedAt }),
  };
}
