import type { Texts } from '../language.js';

export const loginMessages = {
  'login.title': { 'zh-CN': '让该被看见的，先被看见', en: 'See what needs you first' },
  'login.console': { 'zh-CN': '现场主管台', en: 'Supervisor console' },
  'login.siteConsole': { 'zh-CN': '{site} · 现场主管台', en: '{site} · supervisor console' },
  'login.name': { 'zh-CN': '登录名', en: 'Sign-in name' },
  'login.password': { 'zh-CN': '密码', en: 'Password' },
  'login.signIn': { 'zh-CN': '登录', en: 'Sign in' },
  'login.note': {
    'zh-CN': '每次登录都会记录，可在右上角的账号菜单里查看和退出。',
    en: 'Each sign-in is recorded. See and end them in the account menu at the top right.',
  },
  'login.tv': {
    'zh-CN': '大屏：请现场主管生成只读链接，在电视上打开',
    en: 'Wall TV: a supervisor makes a view-only link; open it on the TV',
  },
  'login.why.ended': {
    'zh-CN': '登录已结束：可能在别处退出、由管理员停用，或已到期。请重新登录。',
    en: 'Your session is over: it was ended elsewhere or by an administrator, or its time was up. Sign in again.',
  },
  'login.why.password-changed': {
    'zh-CN': '密码已修改，所有登录都已退出。请用新密码登录。',
    en: 'Your password is changed, and you are signed out everywhere. Sign in with the new one.',
  },
  'login.wrong': { 'zh-CN': '登录名或密码不对。', en: 'Wrong name or password.' },
  'login.tooMany': { 'zh-CN': '尝试次数过多，请在 {wait} 后再试。', en: 'Too many tries. Try again in {wait}.' },
  'login.tooManyOver': { 'zh-CN': '现在可以再试。', en: 'You can try again now.' },
  'login.unreachable': { 'zh-CN': '连不上服务。请检查网络后再试。', en: "The server can't be reached. Check the network and try again." },
  'login.asking': { 'zh-CN': '正在查询服务状态', en: 'Asking the server' },
  'login.serviceNormal': { 'zh-CN': '服务正常', en: 'Service normal' },
  'login.serviceGone': { 'zh-CN': '连不上服务，正在重试', en: "The server can't be reached; trying again" },
  'login.demoAccounts': { 'zh-CN': '演示账号，一键登录', en: 'Demo accounts: one press signs in' },
  'login.demoPassword': {
    'zh-CN': '演示密码都是 {password}。现场的人和来电都是虚构的。',
    en: 'The password of each is {password}. All people and calls are invented.',
  },
} as const satisfies Texts;
