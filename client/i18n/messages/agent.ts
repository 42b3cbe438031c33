import type { Texts } from '../language.js';

/** The page of those who take calls. */
export const agentMessages = {
  'agent.state': { 'zh-CN': '我的状态', en: 'My state' },
  'agent.unknown': { 'zh-CN': '电话系统里还没有你的坐席', en: 'The telephone system does not know you yet' },
  'agent.unknownWhy': {
    'zh-CN': '签入话机后会自动出现。仍没有时，请班组长检查你的分机。',
    en: 'You appear here once you sign in to your phone. If not, ask your team lead to check your extension.',
  },
  'agent.call': { 'zh-CN': '当前来电', en: 'Current call' },
  'agent.noNumber': { 'zh-CN': '号码未显示', en: 'number withheld' },
  'agent.talked': { 'zh-CN': '已通话', en: 'Talking for' },
  'agent.waitedBefore': { 'zh-CN': '接听前等待', en: 'Waited before' },
  'agent.queues': { 'zh-CN': '我的队列', en: 'My queues' },
  'agent.noQueues': { 'zh-CN': '现在没有队列分给你', en: 'You serve no queue at present' },
  'agent.waiting': { 'zh-CN': '{n, plural, =0 {无人等待} other {# 人等待}}', en: '{n, plural, =0 {nobody waits} other {# waiting}}' },
  'agent.today': { 'zh-CN': '今天的通话', en: 'My calls today' },
  'agent.todayNone': { 'zh-CN': '今天还没有通话', en: 'No calls yet today' },
  'agent.todayFailed': { 'zh-CN': '未取到今天的通话', en: 'Your calls could not be loaded' },
  'agent.at': { 'zh-CN': '时间', en: 'Time' },
  'agent.queue': { 'zh-CN': '队列', en: 'Queue' },
  'agent.caller': { 'zh-CN': '来电', en: 'Caller' },
  'agent.length': { 'zh-CN': '通话', en: 'Length' },
  'agent.going': { 'zh-CN': '进行中', en: 'on now' },
  'agent.more': { 'zh-CN': '更早的', en: 'Earlier' },
} as const satisfies Texts;
