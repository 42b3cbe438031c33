import { type CaseView, caseViewSchema } from '../../../shared/protocol/views.js';

/** Escalation cases as frames would bring them: the afternoon of `design/escalations.html`. Every record passes the schema of the wire. */

const person = (userId: string, name: string, role: 'agent' | 'lead' | 'supervisor' | 'system' = 'agent') => ({ userId, name, role });
export const PEOPLE = {
  zhoumin: person('u-1', '周敏', 'supervisor'),
  zhoulan: person('u-2', '周岚', 'lead'),
  yuan: person('u-3', '袁思源'),
  peng: person('u-4', '彭志强'),
  zhu: person('u-5', '朱安琪'),
  wu: person('u-6', '吴天佑'),
  he: person('u-7', '何建平', 'lead'),
  jiang: person('u-8', '姜海燕'),
} as const;

const MINUTE_MS = 60_000;

export interface CaseSeed extends Partial<Omit<CaseView, 'id'>> {
  readonly no: number;
  /** How long ago it was opened. */
  readonly ageMin: number;
  /** When the next thing is due, from now; negative: it is late. */
  readonly dueMin?: number;
  readonly timer?: CaseView['timers'][number]['code'];
  /** Of how long altogether. */
  readonly ofMin?: number;
}

/** One case; what is not given is as a new one has it. */
export function aCase(siteNow: number, { no, ageMin, dueMin, timer = 'T3', ofMin = 60, ...more }: CaseSeed): CaseView {
  const at = (minutesAgo: number) => Math.round(siteNow - minutesAgo * MINUTE_MS);
  const dueAt = dueMin === undefined ? undefined : at(-dueMin);
  return caseViewSchema.parse({
    id: `e-c${no}`,
    no,
    caseType: 'COMPLAINT_PRODUCT',
    grade: null,
    proposedGrade: 'P3',
    state: 'new',
    isReopened: false,
    text: 'Case',
    openedAt: at(ageMin),
    firstResponder: PEOPLE.yuan,
    owner: PEOPLE.yuan,
    isOwnerAway: false,
    agentIds: [],
    callerMasked: `138****${2700 + (no % 100)}`,
    isArbitrated: false,
    fiveW2H: {},
    promises: [],
    timers:
      dueAt === undefined
        ? []
        : [
            {
              code: timer,
              startedAt: dueAt - ofMin * MINUTE_MS,
              dueAt,
              state: dueAt < siteNow ? 'breached' : 'running',
              level: dueAt < siteNow ? 'breached' : 'none',
            },
          ],
    nextDueAt: dueAt ?? null,
    isOverdue: dueAt !== undefined && dueAt < siteNow,
    approvals: [],
    given: [],
    mergedFrom: [],
    comments: 0,
    attempts: 0,
    entries: 1,
    ...more,
  });
}

const W2H = {
  what: '63 个生鲜礼盒未按 20 日承诺送达，11 位客户要求退款',
  when: '11-20 18:00 起，持续中',
  where: '华东二仓 → 苏州、无锡线路',
  who: '礼盒客户 63 人，其中金卡 9 人',
  how: '今日来电 41 通，占投诉 58 %',
  howMuch: '客户可接受：今日 20:00 前送达或全额退款',
};

/** The busiest case of the afternoon: with a department that has not answered, a promise, an approval and a ticket. */
export function lateHandOff(siteNow: number): CaseView {
  const at = (minutesAgo: number) => Math.round(siteNow - minutesAgo * MINUTE_MS);
  return aCase(siteNow, {
    no: 2041,
    ageMin: 64,
    dueMin: -2.2,
    timer: 'T4',
    ofMin: 30,
    grade: 'P1',
    state: 'solving',
    route: 'department',
    caseType: 'LOGISTICS',
    text: '生鲜礼盒批量延误，影响 63 位客户',
    owner: PEOPLE.zhoulan,
    tier: 'gold',
    causeClass: 'logistics',
    fiveW2H: W2H,
    department: 'warehouse',
    departmentState: 'sent',
    handOff: { sentAt: at(32) as never, ackDueAt: at(22) as never, dutyContact: '郭涛 6021' },
    lastTold: { at: at(30) as never, text: '已发致歉短信，今天 20:00 前给答复', channel: 'sms' },
    promises: [
      { id: 'x-p1' as never, dueAt: at(-27) as never, text: '15:00 前回电说明进展', byName: '周岚', channel: 'phone', state: 'open' },
      { id: 'x-p2' as never, dueAt: at(34) as never, text: '14:00 前发致歉短信', byName: '周岚', channel: 'sms', state: 'kept' },
    ],
    approvals: [
      {
        id: 'x-a1' as never,
        entry: 'small-refund',
        amount: 800,
        reason: '整单退款，客户在线等',
        askedByName: '周岚',
        dueAt: at(-9) as never,
        state: 'asked',
      },
    ],
    timers: [
      { code: 'T1', startedAt: at(64), dueAt: at(63.5), state: 'met', level: 'none', endedAt: at(63.7) },
      { code: 'T2', startedAt: at(64), dueAt: at(59), state: 'met', level: 'none', endedAt: at(61) },
      { code: 'T3', startedAt: at(64), dueAt: at(-4.2), state: 'running', level: 'warned' },
      { code: 'T4', startedAt: at(32), dueAt: at(2.2), state: 'breached', level: 'breached' },
      { code: 'T5', startedAt: at(30), dueAt: at(-90), state: 'running', level: 'none' },
    ] as never,
    ticket: { state: 'created', key: 'WMS-318', url: 'https://tracker.example/WMS-318', tries: 1 },
    comments: 2,
    entries: 8,
  });
}

/** The board of the afternoon. */
export function afternoonCases(siteNow: number): CaseView[] {
  const one = (seed: CaseSeed) => aCase(siteNow, seed);
  const at = (minutesAgo: number) => Math.round(siteNow - minutesAgo * MINUTE_MS);
  const told = (minutesAgo: number, text: string) => ({ at: at(minutesAgo) as never, text, channel: 'phone' as const });
  return [
    one({
      no: 2045,
      ageMin: 5.3,
      dueMin: -0.24,
      timer: 'T2',
      ofMin: 5,
      proposedGrade: 'P1',
      text: '批发客户称合同价未生效',
      tier: 'corporate',
    }),
    one({
      no: 2046,
      ageMin: 4.6,
      dueMin: 0.15,
      timer: 'T1',
      ofMin: 5,
      caseType: 'TECH',
      text: 'App 登录反复跳验证码',
      owner: { ...PEOPLE.zhoumin, userId: 'system', name: 'Breakwater', role: 'system' },
      isOwnerAway: true,
      visitId: 'v-call2' as never,
    }),
    one({
      no: 2047,
      ageMin: 1,
      dueMin: 9,
      timer: 'T2',
      ofMin: 10,
      proposedGrade: 'P2',
      caseType: 'COMPLAINT_BILLING',
      text: '扫码支付重复扣款，要求当日退回',
      owner: PEOPLE.jiang,
      firstResponder: PEOPLE.jiang,
      offeredTo: { person: PEOPLE.zhoumin, since: at(1) as never },
    }),
    one({
      no: 2044,
      ageMin: 27,
      dueMin: 3.7,
      timer: 'T4',
      ofMin: 30,
      grade: 'P2',
      state: 'attributing',
      text: '华东仓 3 单错发型号',
      causeClass: 'logistics',
      fiveW2H: { what: '3 单错发型号' },
      lastTold: told(20, '正在核对拣货照片'),
    }),
    one({
      no: 2043,
      ageMin: 19,
      dueMin: 11.6,
      grade: 'P2',
      state: 'graded',
      caseType: 'TECH',
      text: '打印机固件升级后卡纸',
      owner: PEOPLE.peng,
    }),
    one({
      no: 2042,
      ageMin: 12,
      dueMin: 41,
      grade: 'P3',
      state: 'attributing',
      text: '发票抬头批量错误',
      owner: PEOPLE.zhu,
      isReopened: true,
    }),
    one({
      no: 2040,
      ageMin: 6,
      dueMin: 54,
      grade: 'P3',
      state: 'graded',
      caseType: 'CONSULT',
      text: '优惠券门槛与页面不符',
      owner: PEOPLE.he,
    }),
    lateHandOff(siteNow),
    one({
      no: 2039,
      ageMin: 33,
      dueMin: 26.8,
      grade: 'P2',
      state: 'proposed',
      route: 'department',
      department: 'tech',
      departmentState: 'judged',
      caseType: 'TECH',
      text: '企业账号合并后丢失子账号',
      owner: PEOPLE.wu,
      plan: { text: '从备份恢复 14 个子账号', etaAt: at(-180) as never },
      ticket: { state: 'resolved', key: 'IAM-77', resolution: 'fixed', tries: 1 },
      lastTold: told(12, '技术部已找到原因，18:00 前恢复'),
    }),
    one({
      no: 2036,
      ageMin: 780,
      dueMin: 660,
      timer: 'T6P',
      ofMin: 1_440,
      grade: 'P2',
      state: 'solving',
      route: 'supervisor',
      text: '空调安装划伤墙面，协商赔付',
      owner: PEOPLE.zhoumin,
      lastTold: told(95, '明天上午上门查看'),
    }),
    one({
      no: 2033,
      ageMin: 540,
      dueMin: 900,
      timer: 'T6',
      ofMin: 1_440,
      grade: 'P3',
      state: 'solving',
      route: 'authority',
      text: '退货验收争议，缺配件',
      owner: PEOPLE.jiang,
    }),
    one({
      no: 2038,
      ageMin: 1_380,
      dueMin: 38,
      timer: 'T7',
      ofMin: 1_440,
      grade: 'P2',
      state: 'follow-up',
      caseType: 'COMPLAINT_SERVICE',
      text: '短信验证码延迟，已扩容',
      owner: PEOPLE.he,
      attempts: 1,
      lastTold: told(600, '已扩容，今天回访'),
    }),
    one({
      no: 2035,
      ageMin: 900,
      dueMin: 420,
      timer: 'T7',
      ofMin: 1_440,
      grade: 'P2',
      state: 'resolved',
      caseType: 'LOGISTICS',
      text: '地址改派失败，已补送',
      owner: PEOPLE.jiang,
    }),
    one({
      no: 2030,
      ageMin: 660,
      dueMin: 780,
      timer: 'T6',
      ofMin: 1_440,
      grade: 'P3',
      state: 'customer-confirm',
      text: '说明书缺失，电子版已发',
      owner: PEOPLE.zhu,
    }),
    one({
      no: 2029,
      ageMin: 400,
      dueMin: 1_020,
      timer: 'T7',
      ofMin: 1_440,
      grade: 'P4',
      state: 'resolved',
      caseType: 'SUGGESTION',
      text: '保修期录入错误，已更正',
      owner: PEOPLE.wu,
    }),
  ];
}
