import { latestStart, MOST_EXTENSIONS } from '../domain/buffer/allowance.js';
import { type Buffer, type Cover, mayBeDeclined, type Relief } from '../domain/buffer/buffer.js';
import type { SiteState } from '../domain/site.js';
import type { BufferView, CoverView, ReliefView } from './buffer-views.js';

export function projectBuffer(site: Readonly<SiteState>, buffer: Readonly<Buffer>): BufferView {
  const { decision, review, helpAsked, landing } = buffer;
  const isUndecided = buffer.state === 'checking' || buffer.state === 'deferred';
  const askedIds = [...site.covers.values()].filter((one) => one.bufferId === buffer.id && one.state === 'open').map((one) => one.agentId);
  return {
    id: buffer.id,
    agentId: buffer.agentId,
    state: buffer.state,
    requestedAt: buffer.requestedAt,
    wantedAt: buffer.wantedAt,
    lengthMs: buffer.lengthMs,
    startAt: buffer.startAt,
    endAt: buffer.endAt,
    wishedPost: buffer.wishedPost,
    post: buffer.post,
    check: buffer.check && structuredClone(buffer.check),
    decideBy: buffer.decideBy,
    proposedStartAt: buffer.proposedStartAt,
    latestStartAt: isUndecided ? latestStart(buffer) : undefined,
    mayDecline: mayBeDeclined(buffer),
    isThird: buffer.isThird,
    decision: decision && {
      outcome: decision.outcome,
      at: decision.at,
      ...(decision.by === undefined ? {} : { byName: decision.by.name }),
      ...(decision.code === undefined ? {} : { code: decision.code }),
    },
    declinedById: buffer.state === 'declined' && review === undefined ? decision?.by?.userId : undefined,
    review: review && { outcome: review.outcome, byName: review.by.name, at: review.at },
    blockedUntil: buffer.againAt,
    arrangeBy: buffer.arrangeBy,
    cover: coverOf(buffer, askedIds.length),
    partnerId: buffer.partnerId,
    askedIds,
    confirmBy: buffer.confirmBy,
    isLeaving: buffer.confirmedBy !== undefined,
    startedAt: buffer.startedAt,
    extensions: buffer.extensions,
    mayExtend: buffer.extensions < MOST_EXTENSIONS,
    needsPlan: buffer.needsPlan === true,
    unanswered: buffer.unanswered,
    mayAsk: buffer.mayAsk,
    helpAsked: helpAsked && { byName: helpAsked.by.name, at: helpAsked.at, until: helpAsked.until },
    landingUntil: landing?.isOver === true ? undefined : landing?.until,
    keptFrom: landing === undefined ? [] : landing.keptFrom.map(({ queueId }) => queueId),
    hasReason: buffer.reasonRef !== undefined,
    isReasonShared: buffer.isReasonShared,
    openedBy: buffer.openedBy.map(({ by, at }) => ({ name: by.name, at })),
    isReoffered: buffer.isReoffered === true,
    closedAt: buffer.closedAt,
  };
}

function coverOf({ isCoverWanted, isCoverSought, partnerId, state }: Readonly<Buffer>, open: number): BufferView['cover'] {
  if (partnerId !== undefined) return 'found';
  if (!isCoverWanted && !isCoverSought) return 'not-needed';
  return open > 0 || (state === 'arranging' && !isCoverSought) ? 'sought' : 'none';
}

export const projectCover = (cover: Readonly<Cover>): CoverView => ({
  id: cover.id,
  agentId: cover.agentId,
  startAt: cover.startAt,
  endAt: cover.endAt,
  queueIds: [...cover.queueIds],
  offeredAt: cover.offeredAt,
  until: cover.until,
  state: cover.state,
});

export const projectRelief = ({ agentId, since, taken }: Readonly<Relief>): ReliefView => ({
  id: agentId,
  since,
  taken: taken && { byName: taken.by.name, how: taken.how, at: taken.at },
});
