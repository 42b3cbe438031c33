import type { Texts } from '../language.js';

/** Words that more than one screen uses. */
export const commonMessages = {
  'common.product': { 'zh-CN': 'Breakwater', en: 'Breakwater' },
  'common.retry': { 'zh-CN': '重试', en: 'Try again' },
  'common.close': { 'zh-CN': '关闭', en: 'Close' },
  'common.loading': { 'zh-CN': '正在加载', en: 'Loading' },
  'common.loadingWhat': { 'zh-CN': '正在加载{what}…', en: 'Loading {what}…' },
  'common.demo': { 'zh-CN': '演示', en: 'Demo' },
  'common.none': { 'zh-CN': '无', en: 'None' },

  'state.ready': { 'zh-CN': '就绪', en: 'Ready' },
  'state.ringing': { 'zh-CN': '振铃', en: 'Ringing' },
  'state.dialing': { 'zh-CN': '外呼', en: 'Dialling' },
  'state.talking': { 'zh-CN': '通话', en: 'Talking' },
  'state.holding': { 'zh-CN': '保持', en: 'Hold' },
  'state.acw': { 'zh-CN': '话后', en: 'Wrap-up' },
  'state.not-ready': { 'zh-CN': '示忙', en: 'Not ready' },
  'state.unreachable': { 'zh-CN': '失联', en: 'Unreachable' },
  'state.logged-out': { 'zh-CN': '离线', en: 'Offline' },

  'reason.break': { 'zh-CN': '小休', en: 'Break' },
  'reason.meal': { 'zh-CN': '用餐', en: 'Meal' },
  'reason.personal': { 'zh-CN': '个人事务', en: 'Personal' },
  'reason.training': { 'zh-CN': '培训', en: 'Training' },
  'reason.meeting': { 'zh-CN': '会议', en: 'Meeting' },
  'reason.coaching': { 'zh-CN': '辅导', en: 'Coaching' },
  'reason.back-office': { 'zh-CN': '后台', en: 'Back office' },
  'reason.admin': { 'zh-CN': '事务', en: 'Admin' },
  'reason.buffer': { 'zh-CN': '情绪缓冲', en: 'Buffer shift' },
  'reason.micro-pause': { 'zh-CN': '情绪小休', en: 'Micro-pause' },
  'reason.warm-up': { 'zh-CN': '签入准备', en: 'Warm-up' },
  'reason.rona': { 'zh-CN': '振铃未接', en: 'No answer' },
  'reason.reject': { 'zh-CN': '拒接', en: 'Declined' },
  'reason.system': { 'zh-CN': '系统故障', en: 'System' },
  'reason.forced': { 'zh-CN': '被强制示忙', en: 'Forced' },

  'metric.serviceLevel': { 'zh-CN': '服务水平', en: 'Service level' },
  'metric.waiting': { 'zh-CN': '等待', en: 'Waiting' },
  'metric.longestWait': { 'zh-CN': '最长等待', en: 'Longest wait' },
  'metric.abandonRatio': { 'zh-CN': '放弃率', en: 'Abandoned' },
  'metric.readyAgents': { 'zh-CN': '就绪坐席', en: 'Ready agents' },

  'severity.watch': { 'zh-CN': '关注', en: 'Watch' },
  'severity.breach': { 'zh-CN': '超限', en: 'Past limit' },
} as const satisfies Texts;
