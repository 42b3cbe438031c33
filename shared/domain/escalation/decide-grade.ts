import { SYSTEM } from '../person.js';
import { gradeOf } from './case.js';
import { isHigher } from './grade.js';
import { isBarred } from './reach.js';
import { granted, present, type Rules, refused } from './rule.js';

/** ES-03, and each regrade after it. */
export const GRADING: Rules<'case.grade'> = {
  'case.grade': (work, { grade, caseType, reason }) => {
    const { site, one, on, ask } = work;
    if (one.grade === grade && one.caseType === caseType) return refused('unchanged');
    const before = gradeOf(one);
    const isLower = isHigher(before, grade);
    if (isLower && one.grade !== undefined && ask.relation !== 'site') return refused('not-permitted');
    if (isLower && reason === undefined) return refused('reason-needed');
    // ES-O5: whom an abusive call hit is the witness, not the owner.
    const aboutAgentId = one.aboutAgentId ?? (caseType === 'ABUSE' ? one.agentId : undefined);
    const graded = {
      type: 'case.graded',
      ...on,
      grade,
      caseType,
      ...present('reason', reason),
      ...present('aboutAgentId', aboutAgentId),
    } as const;
    const isOwnersOwn = isBarred(site, { caseType, ...present('aboutAgentId', aboutAgentId) }, one.owner);
    const more = { what: caseType === one.caseType ? grade : `${grade} ${caseType}`, ...present('reason', reason) };
    if (!isOwnersOwn) return granted([graded], more);
    return granted([graded, { type: 'case.owner-changed', ...on, owner: SYSTEM, how: 'barred' }], more);
  },
};
