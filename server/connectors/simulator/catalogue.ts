/** What the simulated centre is made of: its queues, teams and sites. Nothing here changes with the number of agents. */

export interface QueueEntry {
  readonly key: string;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly thresholdSec: number;
  readonly goalRatio: number;
  /** Mean talk and hold. */
  readonly handleSec: number;
  readonly wrapUpSec: number;
  readonly patienceSec: number;
  /** Agents whose first skill this is, out of 96. */
  readonly weight: number;
  /** Work offered per agent of its own who is on the line. Small queues need more slack for the same promise. */
  readonly load: number;
  /** Higher is sooner: a caller of the VIP line comes first wherever an agent serves both. */
  readonly priority: number;
  /** What its agents serve besides. The first is also where it overflows and transfers to. */
  readonly partners: readonly string[];
}

type Numbers = Omit<QueueEntry, 'key' | 'code' | 'name' | 'nameEn' | 'partners' | 'priority'> & { readonly priority?: number };
const queue = (key: string, code: string, name: string, nameEn: string, numbers: Numbers, partners: readonly string[]): QueueEntry => ({
  key,
  code,
  name,
  nameEn,
  priority: 0,
  ...numbers,
  partners,
});

/** In the order in which a small site gets them. */
export const QUEUES: readonly QueueEntry[] = [
  queue(
    'after-sales',
    'AFT',
    '售后服务',
    'After-sales',
    { thresholdSec: 15, goalRatio: 0.8, handleSec: 262, wrapUpSec: 45, patienceSec: 180, weight: 13, load: 0.86 },
    ['complaints', 'returns'],
  ),
  queue(
    'pre-sales',
    'PRE',
    '售前咨询',
    'Pre-sales',
    { thresholdSec: 20, goalRatio: 0.8, handleSec: 205, wrapUpSec: 30, patienceSec: 150, weight: 12, load: 0.78 },
    ['billing', 'renewals'],
  ),
  queue(
    'complaints',
    'CMP',
    '投诉受理',
    'Complaints',
    { thresholdSec: 15, goalRatio: 0.8, handleSec: 395, wrapUpSec: 70, patienceSec: 240, weight: 9, load: 0.93 },
    ['after-sales', 'vip'],
  ),
  queue(
    'tech-support',
    'TEC',
    '技术支持',
    'Tech support',
    { thresholdSec: 30, goalRatio: 0.8, handleSec: 420, wrapUpSec: 60, patienceSec: 260, weight: 9, load: 0.74 },
    ['outage', 'after-sales'],
  ),
  queue(
    'vip',
    'VIP',
    'VIP 专线',
    'VIP line',
    { thresholdSec: 10, goalRatio: 0.9, handleSec: 330, wrapUpSec: 50, patienceSec: 300, weight: 7, load: 0.64, priority: 10 },
    ['corporate', 'complaints'],
  ),
  queue(
    'logistics',
    'LOG',
    '物流查询',
    'Logistics',
    { thresholdSec: 15, goalRatio: 0.8, handleSec: 180, wrapUpSec: 25, patienceSec: 160, weight: 12, load: 0.78 },
    ['returns', 'billing'],
  ),
  queue(
    'returns',
    'RET',
    '退换货',
    'Returns',
    { thresholdSec: 15, goalRatio: 0.8, handleSec: 245, wrapUpSec: 35, patienceSec: 170, weight: 10, load: 0.78 },
    ['logistics', 'after-sales'],
  ),
  queue(
    'billing',
    'BIL',
    '账单查询',
    'Billing',
    { thresholdSec: 20, goalRatio: 0.8, handleSec: 185, wrapUpSec: 25, patienceSec: 160, weight: 7, load: 0.74 },
    ['pre-sales', 'logistics'],
  ),
  queue(
    'english',
    'ENG',
    '英文服务',
    'English desk',
    { thresholdSec: 20, goalRatio: 0.75, handleSec: 305, wrapUpSec: 45, patienceSec: 200, weight: 5, load: 0.6 },
    ['corporate'],
  ),
  queue(
    'corporate',
    'COR',
    '企业客户',
    'Corporate',
    { thresholdSec: 15, goalRatio: 0.85, handleSec: 350, wrapUpSec: 50, patienceSec: 300, weight: 5, load: 0.64, priority: 5 },
    ['vip', 'english'],
  ),
  queue(
    'renewals',
    'REN',
    '续费服务',
    'Renewals',
    { thresholdSec: 20, goalRatio: 0.8, handleSec: 225, wrapUpSec: 30, patienceSec: 170, weight: 4, load: 0.64 },
    ['pre-sales'],
  ),
  queue(
    'outage',
    'OUT',
    '应急热线',
    'Outage line',
    { thresholdSec: 15, goalRatio: 0.7, handleSec: 270, wrapUpSec: 35, patienceSec: 240, weight: 3, load: 0.4 },
    ['tech-support'],
  ),
];

/** Each queue's agents sit in one team. */
export const TEAMS = [
  { name: '投诉·VIP 组', nameEn: 'Complaints · VIP', lead: '周岚', queueKeys: ['complaints', 'vip'] },
  { name: '售后一组', nameEn: 'After-sales 1', lead: '孟启航', queueKeys: ['after-sales', 'returns'] },
  { name: '物流组', nameEn: 'Logistics', lead: '韩雪', queueKeys: ['logistics'] },
  { name: '售前组', nameEn: 'Pre-sales', lead: '陆嘉宁', queueKeys: ['pre-sales', 'renewals'] },
  { name: '技术组', nameEn: 'Technical', lead: '贺之远', queueKeys: ['tech-support', 'outage'] },
  { name: '企业·英文组', nameEn: 'Corporate · English', lead: '沈若兰', queueKeys: ['corporate', 'english', 'billing'] },
] as const;

/** Above this many agents the centre has several sites, each with queues and teams of its own. */
export const AGENTS_PER_REGION = 2_500;
export const REGIONS = [
  { key: 'east-', name: '华东 ', nameEn: 'East ' },
  { key: 'south-', name: '华南 ', nameEn: 'South ' },
  { key: 'north-', name: '华北 ', nameEn: 'North ' },
  { key: 'southwest-', name: '西南 ', nameEn: 'Southwest ' },
] as const;
/** A centre at one place puts nothing before its names. */
export const ONLY_REGION = { key: '', name: '', nameEn: '' } as const;
export type Region = (typeof REGIONS)[number] | typeof ONLY_REGION;

/** Everybody has the first; the others are there to choose from. */
export const FULL_TIME = 'FULL';
export const CONTRACTS = [
  { code: FULL_TIME, name: '全日制', nameEn: 'Full time', ruleSet: 'cn-standard', weeklyHours: 40 },
  { code: 'PART', name: '非全日制', nameEn: 'Part time', ruleSet: 'default', weeklyHours: 24, nightAllowed: false },
] as const;
export const TEMPLATES = [
  { code: 'EARLY', name: '早班', nameEn: 'Early', startLocal: '07:00', lengthMin: 480 },
  { code: 'DAY', name: '白班', nameEn: 'Day', startLocal: '09:00', lengthMin: 510 },
  { code: 'MID', name: '中班', nameEn: 'Midday', startLocal: '12:00', lengthMin: 480 },
  { code: 'LATE', name: '晚班', nameEn: 'Late', startLocal: '15:00', lengthMin: 480 },
  { code: 'NIGHT', name: '通宵班', nameEn: 'Overnight', startLocal: '22:30', lengthMin: 480 },
  { code: 'SHORT', name: '短班', nameEn: 'Short', startLocal: '10:00', lengthMin: 360 },
] as const;
