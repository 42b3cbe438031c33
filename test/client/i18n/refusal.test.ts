import { expect, test } from 'vitest';
import { textsIn } from '../../../client/i18n/catalog.js';
import { commonMessages } from '../../../client/i18n/messages/common.js';
import { refusalMessages } from '../../../client/i18n/messages/refusals.js';
import type { Translate } from '../../../client/i18n/provider.js';
import { refusalText } from '../../../client/i18n/refusal.js';

const texts = textsIn('zh-CN', { ...commonMessages, ...refusalMessages });
const t = ((key: string, values: Record<string, string> = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), texts[key] ?? key)) as Translate;

test.each([
  ['the agent’s state is named as the floor names it', { code: 'agent-busy', detail: 'ringing' }, '坐席正忙，或已有来电在等其接听（振铃）'],
  ['so is why an agent is not ready', { code: 'wrong-state', detail: 'TRAINING' }, '当前状态不能这样做（培训）'],
  ['a word of the protocol is for logs alone', { code: 'not-supported', detail: 'move-talking' }, '当前电话系统做不到'],
  ['a limit is a number', { code: 'outside-authority', detail: '200' }, '超出授权范围（200）'],
  ['a source’s own reason stays as it is', { code: 'wrong-state', detail: '开会' }, '当前状态不能这样做（开会）'],
  ['a labour rule is named', { code: 'labour-rule', detail: 'REST_DAILY' }, '违反工时规则，不能这样排（两班间休息不足）'],
  [
    'so it is after whose shift it is about',
    { code: 'labour-rule', detail: '王芳 2026-11-24 WEEK_HOURS' },
    '违反工时规则，不能这样排（王芳 2026-11-24 周工时超限）',
  ],
  ['who was first is named', { code: 'conflict', byName: '林峰', detail: 'E-12' }, '林峰 正在处理这通电话（E-12）'],
] as const)('a refusal in words: %s', (_, rejection, text) => {
  expect(refusalText(t, rejection)).toBe(text);
});
