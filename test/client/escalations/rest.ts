import { timerCodeSchema } from '../../../shared/domain/escalation/words.js';
import { CASE_FIGURES } from '../../../shared/metrics/case-figures.js';
import {
  type CaseEntryView,
  caseEntrySchema,
  caseFigureDetailSchema,
  caseFiguresSchema,
  type EscalationPolicy,
  escalationPolicySchema,
} from '../../../shared/protocol/http.js';

const response = { ackMin: 10, preliminaryMin: null, updateH: 4 };
const department = (code: string, name: string, nameEn: string, dutyContact: string | null) => ({
  code,
  name,
  nameEn,
  dutyContact,
  tracker: code === 'tech',
  response: { P1: response, P2: response, P3: response, P4: response },
});

const DAILY = { from: '08:00', to: '21:00' };

/** What a supervisor may give, whom there is to hand over to, and how long everything may take. */
export const POLICY: EscalationPolicy = escalationPolicySchema.parse({
  version: 1,
  timers: Object.fromEntries(timerCodeSchema.options.map((code) => [code, { P1: null, P2: null, P3: null, P4: null }])),
  contactHours: DAILY,
  serviceHours: DAILY,
  departments: [
    department('tech', '技术部', 'Technology', '韩冰 6100'),
    department('warehouse', '仓储部', 'Warehouse', '郭涛 6021'),
    department('finance', '财务部', 'Finance', null),
  ],
  authority: [
    {
      code: 'small-refund',
      name: '小额退款',
      nameEn: 'Small refund',
      unit: 'money',
      mine: { maxAmountPerCase: 500, maxPerCustomer30d: 1_000, requiresEvidence: false },
    },
    {
      code: 'extension',
      name: '延期',
      nameEn: 'Extension',
      unit: 'days',
      mine: { maxAmountPerCase: 15, maxPerCustomer30d: 30, requiresEvidence: true },
    },
    { code: 'gift-resend', name: '赠品补发', nameEn: 'Gift sent again', unit: 'money', mine: null },
  ],
  causeClasses: ['customer-use', 'product', 'service', 'logistics', 'policy', 'third-party', 'unknown'],
});

/** What happened to the case with the late department, oldest first. */
export function timelineOf(siteNow: number): CaseEntryView[] {
  const line = (minutesAgo: number, byName: string, kind: string, more: object = {}) =>
    caseEntrySchema.parse({ at: Math.round(siteNow - minutesAgo * 60_000), byName, byId: 'u-2', kind, ...more });
  return [
    line(64, '袁思源', 'opened', { what: 'LOGISTICS', text: '生鲜礼盒批量延误，影响 63 位客户' }),
    line(63.7, '袁思源', 'first-responded', { what: 'phone', text: '今天 20:00 前送达或退款二选一' }),
    line(61, '周岚', 'graded', { what: 'P1' }),
    line(60, '周岚', 'owner-changed', { what: '周岚' }),
    line(40, '周岚', 'attributed', { what: 'logistics' }),
    line(32, '周岚', 'handed-off', { what: 'warehouse', text: '冷链车次合并，请给出重发时间' }),
    line(30, '周岚', 'progressed', { what: 'sms', text: '已发致歉短信，今天 20:00 前给答复' }),
    line(10, '何建平', 'commented', { what: '周敏', text: '郭涛电话占线，我去仓库一趟' }),
    line(2.2, 'Breakwater', 'timer-breached', { what: 'T4' }),
  ];
}

export const tallied = (met: number, missed: number, ms: number | null = null) => ({
  ...{ met, missed, byRegrade: 0 },
  ...{ meanMs: ms, medianMs: ms, p90Ms: ms },
});
const TODAY = { window: 'today', from: 1_800_000_000_000, to: 1_800_030_000_000 } as const;
/** The day so far: 93 of 100 clocks met, two promises of five broken. */
export const FIGURES = caseFiguresSchema.parse({
  ...TODAY,
  figures: Object.fromEntries(
    CASE_FIGURES.map((figure) => [
      figure,
      figure === 'promises' ? tallied(3, 2) : figure === 'resolved' ? tallied(0, 0) : tallied(93, 7, 22 * 60_000),
    ]),
  ),
});
/** What is behind the departments' judgements: one case of two was late. */
export const T4_BEHIND = caseFigureDetailSchema.parse({
  ...TODAY,
  figure: 'T4',
  all: tallied(1, 1, 22 * 60_000),
  byGrade: [{ grade: 'P1', tally: tallied(1, 1, 22 * 60_000) }],
  byDepartment: [{ department: 'warehouse', tally: tallied(1, 1, 22 * 60_000) }],
  counted: [2041, 2036].map((no, at) => ({
    ...{ caseId: `e-c${no}`, no, text: '生鲜礼盒批量延误', grade: 'P1', department: 'warehouse', code: 'T4' },
    ...{ startedAt: TODAY.from, dueAt: TODAY.from + 30 * 60_000, endedAt: at === 0 ? null : TODAY.from + 22 * 60_000 },
    ...{ isMissed: at === 0, isByRegrade: false },
  })),
  total: 2,
});
