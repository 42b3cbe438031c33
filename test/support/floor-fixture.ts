import { EFFECT_OPS } from '../../shared/domain/action/effects.js';
import { FIGURE_WINDOWS } from '../../shared/metrics/figure-windows.js';
import { type AgentView, VIEW_KINDS, VIEW_SCHEMAS, type ViewKind, type ViewOf } from '../../shared/protocol/views.js';

/** Saturday 21 November 2026, 14:32:07 in Shanghai: a busy afternoon. */
export const AFTERNOON = Date.UTC(2026, 10, 21, 6, 32, 7);

/** Names, code, service level, waits in s, members ready/on, AHT in s, abandoned share. Every queue promises 15 s but VIP, which promises 10. */
const QUEUES = [
  ['投诉受理', 'Complaints', 'CMP', 0.582, [192, 147, 118, 86, 52, 31, 9], 0, 9, 468, 0.078],
  ['售后服务', 'After-sales', 'AFT', 0.764, [26, 19, 11, 4], 2, 13, 312, 0.041],
  ['VIP 专线', 'VIP line', 'VIP', 0.931, [8], 0, 7, 380, 0.006],
  ['物流查询', 'Logistics', 'LOG', 0.815, [12, 7, 3], 0, 12, 206, 0.033],
  ['退换货', 'Returns', 'RET', 0.869, [6, 2], 2, 10, 280, 0.024],
  ['技术支持', 'Tech support', 'TEC', 0.883, [5], 1, 9, 485, 0.02],
  ['英文服务', 'English desk', 'ENG', 0.904, [3], 0, 5, 355, 0.014],
  ['售前咨询', 'Pre-sales', 'PRE', 0.948, [], 4, 12, 238, 0.011],
  ['账单支付', 'Billing', 'BIL', 0.91, [], 1, 7, 211, 0.017],
  ['企业客户', 'Corporate', 'COR', 0.972, [], 1, 5, 402, 0.004],
  ['续费关怀', 'Renewals', 'REN', 0.956, [], 0, 4, 255, 0.009],
  ['紧急故障', 'Outage line', 'OUT', null, [], 0, 3, null, null],
] as const;

const TEAMS = [
  ['投诉·VIP 组', 'Complaint, VIP', '周岚'],
  ['售后一组', 'After-sales 1', '何建平'],
  ['物流组', 'Logistics', '沈蓓'],
  ['售前组', 'Pre-sales', '许卓'],
  ['技术组', 'Tech', '韩冰'],
  ['企业·英文组', 'Corp, English', 'Grace Liu'],
] as const;

const FAMILIES = [
  ['曹', 'Cao'],
  ['王', 'Wang'],
  ['李', 'Li'],
  ['张', 'Zhang'],
  ['孙', 'Sun'],
  ['马', 'Ma'],
  ['陈', 'Chen'],
  ['朱', 'Zhu'],
  ['邹', 'Zou'],
  ['任', 'Ren'],
  ['周', 'Zhou'],
  ['欧阳', 'Ouyang'],
] as const;
const GIVEN = [
  ['浩然', 'Haoran'],
  ['雨桐', 'Yutong'],
  ['婉清', 'Wanqing'],
  ['嘉豪', 'Jiahao'],
  ['静怡', 'Jingyi'],
  ['倩', 'Qian'],
  ['志强', 'Zhiqiang'],
  ['安琪', 'Anqi'],
  ['海燕', 'Haiyan'],
  ['明轩', 'Mingxuan'],
] as const;
const TIERS = ['gold', 'corporate', 'black'] as const;

/** State, reason, seconds in it. Cycled through the seats; the first few are past their limits. */
const MOMENTS: readonly (readonly [AgentView['state'], string | null, number])[] = [
  ['not-ready', 'BACKOFFICE', 4583],
  ['acw', null, 400],
  ['talking', null, 1665],
  ['talking', null, 702],
  ['talking', null, 165],
  ['logged-out', null, 30_000],
  ['talking', null, 226],
  ['acw', null, 96],
  ['talking', null, 47],
  ['talking', null, 307],
  ['ready', null, 95],
  ['not-ready', 'BREAK', 471],
  ['holding', null, 20],
  ['talking', null, 431],
  ['ringing', null, 6],
  ['talking', null, 301],
  ['not-ready', 'TRAINING', 1203],
  ['talking', null, 109],
  ['talking', null, 472],
  ['ready', null, 41],
  ['talking', null, 12],
  ['talking', null, 197],
  ['acw', null, 28],
  ['talking', null, 289],
  ['not-ready', 'MEAL', 1500],
  ['talking', null, 385],
  ['talking', null, 321],
  ['acw', null, 18],
  ['talking', null, 507],
  ['talking', null, 143],
];
const PAST: Readonly<Record<number, readonly [AgentView['state'], string | null, number]>> = {
  42: ['not-ready', 'BREAK', 1330],
  86: ['holding', null, 196],
};

type Views = { [K in ViewKind]: ViewOf<K>[] };

export interface FloorOptions {
  readonly agents?: number;
  /** Nobody waits and everybody is in good time. */
  readonly calm?: boolean;
  readonly siteNow?: number;
}

/** A whole floor, as frames would bring it. Every record passes the schema of the wire. */
export function floorViews({ agents: agentCount = 120, calm = false, siteNow = AFTERNOON }: FloorOptions = {}): Views {
  const at = (secondsAgo: number) => siteNow - secondsAgo * 1_000;
  const teamCount = Math.max(1, Math.ceil(agentCount / 20));
  const queueOf = (index: number) => `q-${QUEUES[index % QUEUES.length]?.[2]}`;
  const visits: unknown[] = [];
  const agents = Array.from({ length: agentCount }, (_, i) => {
    const [state, reasonCode, seconds] = (!calm && PAST[i]) || (MOMENTS[(i * 7) % MOMENTS.length] as (typeof MOMENTS)[number]);
    const inCall = state === 'talking' || state === 'holding';
    const queueId = queueOf(Math.floor(i / 10));
    const shortened = calm ? Math.min(seconds, state === 'holding' ? 30 : 110) : seconds;
    if (inCall)
      visits.push({
        id: `v-call${i}`,
        queueId,
        state,
        enteredAt: at(shortened + 9),
        callEnteredAt: at(shortened + 9),
        priority: 0,
        callerMasked: `13${i % 10}****${String(2000 + i).slice(-4)}`,
        ringingAgentIds: [],
        ringNoAnswers: 0,
        agentId: `a-${i}`,
        answeredAt: at(shortened),
        monitors: [],
        ...(state === 'holding' ? { heldSince: at(shortened) } : {}),
      });
    const family = FAMILIES[(i * 5) % FAMILIES.length] as readonly [string, string];
    const given = GIVEN[(i * 3 + Math.floor(i / 10)) % GIVEN.length] as readonly [string, string];
    return {
      id: `a-${i}`,
      name: `${family[0]}${given[0]}`,
      nameEn: `${family[1]} ${given[1]}`,
      teamId: `t-${Math.floor(i / 20)}`,
      queueIds: [queueId, queueOf(Math.floor(i / 10) + 1)],
      state,
      reasonCode,
      since: at(shortened),
      source: 'simulator',
      deskOpen: i % 4 !== 3,
      order: i,
      ...(inCall ? { visitId: `v-call${i}`, queueId } : {}),
      ...(state === 'ringing' ? { queueId } : {}),
      ...(state === 'logged-out' ? {} : { signedInAt: at(5_400) }),
    };
  });
  const waiting = QUEUES.flatMap(([, , code, , waits]) =>
    (calm ? waits.filter((wait) => wait < 8).slice(0, 1) : waits).map((wait, n) => ({
      id: `v-${code}${n}`,
      queueId: `q-${code}`,
      state: n === 0 && code === 'LOG' ? 'ringing' : 'queued',
      enteredAt: at(wait),
      callEnteredAt: at(n === 1 ? wait + 95 : wait),
      priority: code === 'VIP' ? 5 : 0,
      callerMasked: `138****${String(2764 + n * 417).slice(-4)}`,
      ...(n % 3 === 0 ? { tier: TIERS[(n + wait) % TIERS.length] } : {}),
      ringingAgentIds: code === 'LOG' && n === 0 ? ['a-14'] : [],
      ringNoAnswers: n === 0 ? 1 : 0,
      monitors: [],
    })),
  );
  const count = (members: readonly { state: string }[]) => {
    const counts: Record<string, number> = Object.fromEntries(
      ['logged-out', 'ready', 'ringing', 'dialing', 'talking', 'holding', 'acw', 'not-ready', 'unreachable'].map((state) => [state, 0]),
    );
    for (const { state } of members) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  };
  const queues = QUEUES.map(([name, nameEn, code, , , ready, on], order) => {
    const own = waiting.filter((visit) => visit.queueId === `q-${code}`);
    return {
      id: `q-${code}`,
      key: code.toLowerCase(),
      name,
      nameEn,
      code,
      channel: 'voice',
      formula: 'slExShort',
      thresholdMs: code === 'VIP' ? 10_000 : 15_000,
      shortAbandonMs: 5_000,
      goalRatio: 0.8,
      waiting: own.length,
      ringing: own.filter((visit) => visit.state === 'ringing').length,
      talking: 4,
      oldestEnteredAt: own[0]?.enteredAt ?? null,
      agents: { ...count([]), ready, talking: Math.max(0, on - ready - 1), 'not-ready': on > ready ? 1 : 0, 'logged-out': 2 },
      removed: false,
      order,
    };
  });
  const figures = FIGURE_WINDOWS.flatMap((window) => [
    figuresOf(`site|${window}`, calm ? 0.916 : 0.824, 276, calm ? 0.014 : 0.031, 2846, siteNow),
    ...QUEUES.map(([, , code, level, , , , aht, abandoned], i) =>
      figuresOf(
        `q-${code}|${window}`,
        calm && level !== null ? Math.max(level, 0.9) : level,
        aht,
        abandoned,
        level === null ? 0 : 310 - i * 18,
        siteNow,
      ),
    ),
  ]);
  const views: { [K in ViewKind]: unknown[] } = {
    action: [],
    alert: [],
    rule: [],
    case: [],
    roster: [],
    swap: [],
    buffer: [],
    cover: [],
    relief: [],
    site: [
      {
        id: 'site',
        name: '东湾客服中心 · 上海',
        nameEn: 'Dongwan Centre · Shanghai',
        timeZone: 'Asia/Shanghai',
        intervalMs: 1_800_000,
        demo: true,
        agents: count(agents),
        anomalies: 0,
        deadEntries: 0,
      },
    ],
    source: [{ id: 'simulator', status: 'connected', since: at(40_000), can: [...EFFECT_OPS] }],
    team: Array.from({ length: teamCount }, (_, order) => {
      const [name, nameEn, lead] = TEAMS[order % TEAMS.length] as (typeof TEAMS)[number];
      const more = order < TEAMS.length ? '' : ` ${order + 1}`;
      return { id: `t-${order}`, name: name + more, nameEn: nameEn + more, lead, order };
    }),
    queue: queues,
    figures,
    agent: agents,
    visit: [...waiting, ...visits],
  };
  for (const kind of VIEW_KINDS) for (const record of views[kind]) VIEW_SCHEMAS[kind].parse(record);
  return views as Views;
}

function figuresOf(
  id: string,
  level: number | null,
  ahtS: number | null,
  abandoned: number | null,
  offered: number,
  siteNow: number,
): unknown {
  const lost = Math.round(offered * (abandoned ?? 0));
  return {
    id,
    from: siteNow - 52_327_000,
    offered,
    answered: offered - lost,
    abandoned: lost,
    shortAbandoned: Math.round(lost / 4),
    flowout: 0,
    rejected: 0,
    handled: Math.max(0, offered - lost - 3),
    serviceLevelRatio: level,
    abandonRatio: abandoned,
    answerRatio: offered === 0 ? null : 1 - lost / offered,
    asaMs: offered === 0 ? null : 11_800,
    ataMs: lost === 0 ? null : 41_000,
    ahtMs: ahtS === null ? null : ahtS * 1_000,
    talkMs: ahtS === null ? null : ahtS * 780,
    holdMs: ahtS === null ? null : ahtS * 60,
    acwMs: ahtS === null ? null : ahtS * 160,
    maxWaitMs: id.startsWith('q-LOG') ? 41_000 : 30_000,
    transferRatio: 0.042,
    repeatRatio: 0.118,
    ringNoAnswer: 3,
    occupancyRatio: offered === 0 ? null : 0.885,
    mixedThresholds: id.startsWith('site'),
  };
}
