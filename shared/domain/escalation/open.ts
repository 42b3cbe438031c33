import type { Position } from '../../kernel/position.js';
import type { EventOf } from '../events.js';
import type { Case } from './case.js';

/** A case as it begins. */
export function newCase(no: number, event: EventOf<'case.opened'>, rev: Position): Case {
  const { occurredAt, by, call, aboutAgentId, keepsContactHours } = structuredClone(event);
  return {
    id: event.caseId,
    no,
    openedAt: occurredAt,
    policyVersion: event.policyVersion,
    text: event.text,
    signs: [...event.signs],
    proposedGrade: event.proposedGrade,
    firstResponder: by,
    caseType: event.caseType,
    state: 'new',
    reopens: 0,
    owner: { ...event.owner },
    ownerSince: occurredAt,
    isUnownedAlerted: false,
    fiveW2H: {},
    rejections: 0,
    isArbitrated: false,
    updateSince: occurredAt,
    promises: [],
    timers: [],
    pauses: [],
    attempts: 0,
    approvals: [],
    given: [],
    mentions: [],
    mergedFrom: [],
    comments: 0,
    entryCount: 0,
    entries: [],
    rev,
    ...(call === undefined ? {} : { caller: call.caller, queueId: call.queueId }),
    ...(call?.isLive ? { visitId: call.visitId } : {}),
    ...(call?.agentId === undefined ? {} : { agentId: call.agentId }),
    ...(aboutAgentId === undefined ? {} : { aboutAgentId }),
    ...(keepsContactHours === undefined ? {} : { keepsContactHours }),
  };
}
