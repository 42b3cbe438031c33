import { epochMs } from '../../kernel/time.js';
import type { CaseEvent } from '../events.js';
import { checkAuthority, isKnownEntry } from './authority.js';
import { gradeOf, MAX_APPROVALS } from './case.js';
import { customerKey, customerOf } from './ledger.js';
import { isUrgent, policyOf } from './policy.js';
import { granted, present, type Rules, refused, type Work, wrongState } from './rule.js';

/** B.3.6: what may be given without asking, and asking for more while the customer is on the line. */
export const AUTHORITY: Rules<'case.take-in-authority' | 'case.ask-approval' | 'case.answer-approval'> = {
  /** ES-05. The sum of 30 days is read and added to in one decision. */
  'case.take-in-authority': (work, { entry, amount, evidence }) => {
    const { site, one, on, now } = work;
    if (one.state !== 'attributing') return wrongState(work);
    const may = checkAuthority(site, one, { entry, amount, evidence }, on.by.role, now);
    if (!may.ok) return may;
    return granted([used(work, { entry, amount, evidence }), { type: 'case.routed', ...on, route: 'authority' }], {
      what: `${entry} ${amount}`,
      reads: [customerKey(customerOf(one))],
    });
  },

  'case.ask-approval': (work, { entry, amount, reason, evidence }) => {
    const { site, one, on, now, ask } = work;
    if (!isKnownEntry(site.config.escalation, entry)) return refused('not-found', { field: 'entry' });
    const isAsked = one.approvals.some((each) => each.state === 'asked' && each.entry === entry && each.amount === amount);
    if (isAsked) return refused('unchanged');
    if (one.approvals.length >= MAX_APPROVALS) return refused('limit-reached');
    const { approvalMs } = policyOf(site.config.escalation, one.policyVersion);
    const dueAt = epochMs(now + (isUrgent(gradeOf(one)) ? approvalMs.urgent : approvalMs.other));
    const asked = { approvalId: ask.actionId, entry, amount, reason, ...present('evidence', evidence), dueAt };
    return granted([{ type: 'case.approval-asked', ...on, ...asked }], { what: `${entry} ${amount}`, reason });
  },

  /** Somebody else's word, within that person's own authority. One that comes too late is a supervisor's alone. */
  'case.answer-approval': (work, { approvalId, granted: isGranted, reason }) => {
    const { site, one, on, now, ask } = work;
    const approval = one.approvals.find(({ id }) => id === approvalId);
    if (approval === undefined) return refused('not-found', { field: 'approvalId' });
    if (approval.state === 'granted' || approval.state === 'refused') return refused('too-late', { detail: approval.state });
    if (approval.state === 'late' && ask.relation !== 'site') return refused('too-late', { detail: 'late' });
    if (approval.askedBy.userId === on.by.userId) return refused('not-permitted');
    const { entry, amount } = approval;
    const answered: CaseEvent = { type: 'case.approval-answered', ...on, approvalId, granted: isGranted, reason };
    const more = { what: `${entry} ${amount} ${isGranted ? 'granted' : 'refused'}`, reason };
    if (!isGranted) return granted([answered], more);
    const may = checkAuthority(site, one, approval, on.by.role, now);
    if (!may.ok) return may;
    const events = [answered, used(work, { entry, amount, evidence: approval.evidence, approvalId })];
    if (one.state === 'attributing') events.push({ type: 'case.routed', ...on, route: 'supervisor' });
    return granted(events, { ...more, reads: [customerKey(customerOf(one))] });
  },
};

interface Use {
  readonly entry: string;
  readonly amount: number;
  readonly evidence?: string | undefined;
  readonly approvalId?: Work['ask']['actionId'];
}

function used({ one, on }: Work, { entry, amount, evidence, approvalId }: Use): CaseEvent {
  const more = { ...present('evidence', evidence), ...present('approvalId', approvalId) };
  return { type: 'case.authority-used', ...on, entry, amount, customer: customerOf(one), ...more };
}
