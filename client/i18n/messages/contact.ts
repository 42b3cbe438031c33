import type { Texts } from '../language.js';

/** The wellbeing contact's page: whom to call. */
export const contactMessages = {
  'contact.calls': { 'zh-CN': '请打电话关心', en: 'Please call' },
  'contact.what': {
    'zh-CN': '只有你这位关怀联系人看得到。联系后删除，最多保留一周；是什么事，由本人说。',
    en: 'Only you, the wellbeing contact, see this. Erased when done, after a week at the latest; what it is about, they tell you.',
  },
  'contact.none': { 'zh-CN': '现在没有人在等你的电话。', en: 'Nobody waits for your call.' },
  'contact.because.crisis': { 'zh-CN': '{time} 请求紧急帮助', en: 'asked for urgent help at {time}' },
  'contact.because.unanswered': { 'zh-CN': '{time} 的自评没有回复', en: 'has not answered the check-in of {time}' },
  'contact.done': { 'zh-CN': '已联系', en: 'Done' },
  'contact.doneWith': { 'zh-CN': '已联系 {name}', en: 'Done: {name}' },
  'contact.doneFailed': { 'zh-CN': '没有记下，请再试', en: 'Not noted; please try again' },
  'contact.old': { 'zh-CN': '刚才没能读到最新的，正在重试', en: 'The latest could not be read; trying again' },
  'contact.failed': { 'zh-CN': '没能读到', en: 'It could not be read' },
  'contact.failedWhy': { 'zh-CN': '可能有人在等你的电话。', en: 'Somebody may be waiting for your call.' },
  'contact.notYou': { 'zh-CN': '关怀联系人是另一位同事', en: 'Somebody else is the wellbeing contact' },
  'contact.notYouWhy': { 'zh-CN': '这里只给关怀联系人看。', en: 'This page is for the wellbeing contact alone.' },
} as const satisfies Texts;
