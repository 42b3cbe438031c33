import { epochMs, HOUR_MS, MINUTE_MS } from '../../kernel/time.js';
import type { CaseEvent } from '../events.js';
import { gradeOf } from './case.js';
import { departmentOf, responseOf } from './departments.js';
import { policyOf } from './policy.js';
import { granted, present, type Ruled, type Rules, refused, type Work, wrongState } from './rule.js';
import { FIVE_W2H } from './words.js';

type Departments = 'case.hand-off' | 'case.receive' | 'case.preliminary' | 'case.department-reject' | 'case.arbitrate';

/** ES-07…09. Departments have no accounts: who works on the case writes down what they say. */
export const DEPARTMENTS: Rules<Departments> = {
  'case.hand-off': (work, { department, text, evidence }) => {
    const { one } = work;
    if (one.state !== 'attributing') return wrongState(work);
    if (one.arbitration !== undefined) return refused('wrong-state', { detail: 'arbitrate' });
    const blank = FIVE_W2H.find((field) => one.fiveW2H[field] === undefined);
    if (blank !== undefined) return refused('incomplete', { field: blank });
    return send(work, department, { text, evidence });
  },

  'case.receive': (work) => {
    const { one, on } = work;
    if (!isWithDepartment(work)) return wrongState(work);
    return one.handOff?.state === 'sent' ? granted([{ type: 'case.department-received', ...on }]) : refused('unchanged');
  },

  /** ES-08; later it is the department's next news. */
  'case.preliminary': (work, { text }) => {
    if (!isWithDepartment(work)) return wrongState(work);
    return granted([{ type: 'case.department-judged', ...work.on, text }], present('what', work.one.handOff?.department));
  },

  /** ES-09: once; the second time a supervisor decides, and that is final. */
  'case.department-reject': (work, { reason, suggestedDepartment }) => {
    const { site, one, on, now } = work;
    if (!isWithDepartment(work)) return wrongState(work);
    if (one.isArbitrated) return refused('wrong-state', { detail: 'arbitrated' });
    if (suggestedDepartment !== undefined && departmentOf(site.config.escalation, suggestedDepartment) === undefined) {
      return refused('not-found', { field: 'suggestedDepartment' });
    }
    const dueAt = epochMs(now + policyOf(site.config.escalation, one.policyVersion).arbitrationMs);
    return granted(
      [
        {
          type: 'case.department-rejected',
          ...on,
          reason,
          ...present('suggestedDepartment', suggestedDepartment),
          ...(one.rejections > 0 ? { arbitrateDueAt: dueAt } : {}),
        },
      ],
      { ...present('what', one.handOff?.department), reason },
    );
  },

  'case.arbitrate': (work, { department, reason }) => {
    if (work.one.arbitration === undefined) return wrongState(work);
    return send(work, department, { text: reason, isArbitrated: true });
  },
};

const isWithDepartment = ({ one }: Work): boolean => one.state === 'solving' && one.route === 'department' && one.handOff !== undefined;

interface Sent {
  readonly text: string;
  readonly evidence?: string;
  readonly isArbitrated?: true;
}

/** T4 starts now; a department that works with tickets gets one. */
function send({ site, one, on, now, ask }: Work, code: string, sent: Sent): Ruled {
  const { escalation } = site.config;
  const department = departmentOf(escalation, code);
  if (department === undefined) return refused('not-found', { field: 'department' });
  const { ackMin, updateH } = responseOf(escalation, code, one.caseType, gradeOf(one));
  const events: CaseEvent[] = [
    {
      type: 'case.handed-off',
      ...on,
      department: code,
      ...sent,
      ackDueAt: epochMs(now + ackMin * MINUTE_MS),
      ...(updateH === undefined ? {} : { updateMs: updateH * HOUR_MS }),
    },
  ];
  const hasTicket = one.ticket !== undefined && one.ticket.state !== 'failed';
  if (department.tracker && !hasTicket) events.push({ type: 'case.ticket-requested', ...on, actionId: ask.actionId });
  return granted(events, { what: code });
}
