import type { Texts } from '../language.js';

/**
 * What each number on the floor means: what it counts, its formula in words (its name is with the floor's own texts). `{threshold}`,
 * `{short}` and `{goal}` are the queue's own settings.
 */
export const definitionMessages = {
  'floor.def.serviceLevel.what': {
    'zh-CN':
      '在 {threshold} 内（含）接起的来电所占的比例；振铃时间算在等待里。正在等待且已超过门限的来电计入分母，所以积压时不会显得好看。',
    en: 'The share of calls answered within {threshold}, inclusive; ringing counts as waiting. Callers who wait now and are past the threshold are in the denominator, so a growing queue does not look healthy.',
  },
  'floor.def.waiting.what': {
    'zh-CN': '此刻在队列中排队或正在坐席话机上振铃、还没有接通的来电。',
    en: "Callers who are queued or ringing at an agent's phone now, and not yet answered.",
  },
  'floor.def.waiting.formula': { 'zh-CN': '排队中 + 振铃中', en: 'queued + ringing' },
  'floor.def.longestWait.what': {
    'zh-CN': '等得最久的那通来电已经等了多久；无人等待时为 0。',
    en: 'How long the caller who has waited longest has waited; 0 when no one waits.',
  },
  'floor.def.longestWait.formula': { 'zh-CN': '现在 − 最早进入队列的时刻', en: 'now − the earliest entry into the queue' },
  'floor.def.offered.what': {
    'zh-CN': '进入队列的来电。转入队列算一次新的呼入；振铃未接后回到队列不算。',
    en: 'Calls that entered the queue. A transfer into it is a new one; going back after an unanswered ring is not.',
  },
  'floor.def.offered.formula': {
    'zh-CN': '接通 + 放弃 + 转出（含仍在等待的）',
    en: 'answered + abandoned + flowed out (and those still waiting)',
  },
  'floor.def.answered.what': {
    'zh-CN': '与坐席通上话的来电，计入进入队列的时段。',
    en: 'Calls that reached a person, counted when they entered the queue.',
  },
  'floor.def.answered.formula': { 'zh-CN': '有接起时刻的来电数', en: 'calls with a moment of answer' },
  'floor.def.handled.what': {
    'zh-CN': '话后处理已结束的通话，计入结束的时段；一通来电被两位坐席接过就算两次。',
    en: 'Parts of calls whose wrap-up has ended, counted when it ended; a call that two agents had counts twice.',
  },
  'floor.def.handled.formula': { 'zh-CN': '话后已结束的通话段数', en: "agents' parts of calls with their wrap-up done" },
  'floor.def.abandoned.what': {
    'zh-CN': '在接通之前自己挂断的来电，排队或振铃中都算。',
    en: 'Callers who hung up before an answer, while queued or ringing.',
  },
  'floor.def.abandoned.formula': { 'zh-CN': '接通前由客户挂断的来电数', en: 'calls ended by the caller before an answer' },
  'floor.def.shortAbandoned.what': {
    'zh-CN': '等待短于 {short} 就挂断的来电，多半是拨错。',
    en: 'Callers who hung up in less than {short}; mostly wrong numbers.',
  },
  'floor.def.shortAbandoned.formula': { 'zh-CN': '放弃且等待 < {short}（严格小于）', en: 'abandoned and waited < {short} (strictly)' },
  'floor.def.flowout.what': {
    'zh-CN': '既没接通也没放弃就离开队列的来电：溢出、超时、回呼、留言、按键、改派等。',
    en: 'Calls that left the queue neither answered nor abandoned: overflow, time-out, callback, voicemail, a key, redirection and others.',
  },
  'floor.def.flowout.formula': { 'zh-CN': '离开队列且未接通、未放弃', en: 'left the queue, neither answered nor abandoned' },
  'floor.def.rejected.what': {
    'zh-CN': '因无人在席或队列已满而没能进入队列的来电；不算呼入。',
    en: 'Calls that could not enter because no one was staffed or the queue was full; not part of offered.',
  },
  'floor.def.rejected.formula': { 'zh-CN': '未能进入队列的来电数', en: 'calls that could not enter the queue' },
  'floor.def.asa.what': {
    'zh-CN': '接通的来电平均等了多久；放弃的不算。没有接通时不显示。',
    en: 'How long answered callers waited on average; abandoned ones are not in it. Not shown when none was answered.',
  },
  'floor.def.asa.formula': { 'zh-CN': '接通来电的等待之和 ÷ 接通量', en: 'sum of the waits of answered calls ÷ answered' },
  'floor.def.ata.what': { 'zh-CN': '放弃的来电平均等了多久才挂断。', en: 'How long callers who gave up had waited on average.' },
  'floor.def.ata.formula': { 'zh-CN': '放弃来电的等待之和 ÷ 放弃量', en: 'sum of the waits of abandoned calls ÷ abandoned' },
  'floor.def.abandonRate.what': {
    'zh-CN': '放弃的来电所占的比例；短于 {short} 的放弃在分子和分母里都不算。',
    en: 'The share of callers who gave up; abandons under {short} are in neither part.',
  },
  'floor.def.abandonRate.formula': {
    'zh-CN': '（放弃 − 短时放弃）÷（接通 + 放弃 − 短时放弃）',
    en: '(abandoned − short) ÷ (answered + abandoned − short)',
  },
  'floor.def.answerRate.what': {
    'zh-CN': '接通的来电所占的比例；短时放弃也算在内，与国内报表一致。',
    en: 'The share of calls answered; short abandons are included, as Chinese reports do.',
  },
  'floor.def.answerRate.formula': { 'zh-CN': '接通 ÷（接通 + 放弃）', en: 'answered ÷ (answered + abandoned)' },
  'floor.def.transferRate.what': {
    'zh-CN': '以转接结束的通话所占的比例；咨询后自己回来接着讲的不算。',
    en: 'The share of handled parts that ended in a transfer; asking a colleague and coming back is none.',
  },
  'floor.def.transferRate.formula': { 'zh-CN': '以转接结束的通话段 ÷ 处理量', en: 'parts that ended in a transfer ÷ handled' },
  'floor.def.aht.what': {
    'zh-CN': '坐席处理一通来电平均用多久：通话、保持和话后。振铃不算。计入话后结束的时段。',
    en: 'How long agents took for a call on average: talk, hold and wrap-up, without ringing. Counted when the wrap-up ends.',
  },
  'floor.def.aht.formula': { 'zh-CN': '（通话 + 保持 + 话后）÷ 处理量', en: '(talk + hold + wrap-up) ÷ handled' },
  'floor.def.talkTime.what': { 'zh-CN': '平均处理时长中与客户说话的部分。', en: 'The part of handling spent talking with the caller.' },
  'floor.def.talkTime.formula': { 'zh-CN': '通话 ÷ 处理量', en: 'talk ÷ handled' },
  'floor.def.holdTime.what': {
    'zh-CN': '平均处理时长中客户被保持的部分，含咨询同事的时间。',
    en: 'The part of handling in which the caller was on hold, also while a colleague was asked.',
  },
  'floor.def.holdTime.formula': { 'zh-CN': '保持 ÷ 处理量', en: 'hold ÷ handled' },
  'floor.def.wrapUpTime.what': {
    'zh-CN': '挂机后整理的时间，到再次就绪、示忙或到时为止。',
    en: 'Work after the call, until ready, not ready, or its time is over.',
  },
  'floor.def.wrapUpTime.formula': { 'zh-CN': '话后 ÷ 处理量', en: 'wrap-up ÷ handled' },
  'floor.def.repeatRate.what': {
    'zh-CN': '同一客户在前 24 小时内已经接通过一次的来电所占的比例；不显示号码的来电不算。',
    en: 'The share of calls whose caller had been answered within the 24 hours before; withheld numbers are left out.',
  },
  'floor.def.repeatRate.formula': {
    'zh-CN': '24 小时内接通过的客户再次来电 ÷ 可识别的来电',
    en: 'calls of callers answered in the last 24 h ÷ calls with a known number',
  },
  'floor.def.occupancy.what': {
    'zh-CN': '签入坐席的时间里真正在处理来电的比例。振铃、示忙都不算在任何一边；总时间不足 10 分钟时不显示。',
    en: "The share of agents' time spent on calls. Ringing and not ready are in neither part; not shown under 10 minutes of time in all.",
  },
  'floor.def.occupancy.formula': {
    'zh-CN': '（通话 + 保持 + 话后）÷（通话 + 保持 + 话后 + 就绪）',
    en: '(talk + hold + wrap-up) ÷ (talk + hold + wrap-up + ready)',
  },
  'floor.def.ringNoAnswer.what': {
    'zh-CN': '在坐席话机上振到时限也没接起的次数；客户先挂断的不算。',
    en: 'How often a phone rang out without an answer; a ring that ended because the caller hung up is none.',
  },
  'floor.def.ringNoAnswer.formula': { 'zh-CN': '振铃到时的次数', en: 'rings that ran out' },
  'floor.def.staffed.what': {
    'zh-CN': '就绪：现在可以接来电的坐席。在岗：已签入的坐席，不论在做什么。',
    en: 'Ready: agents who can take a call now. On: agents who are signed in, whatever they do.',
  },
  'floor.def.staffed.formula': {
    'zh-CN': '就绪 = 处于就绪的坐席；在岗 = 除离线外的全部',
    en: 'ready = agents in ready; on = all but offline',
  },

  // The six service-level formulas
  'floor.formula.slExShort': {
    'zh-CN': '门限内接通 ÷（接通 + 放弃 − 短时放弃）',
    en: 'answered in time ÷ (answered + abandoned − short abandons)',
  },
  'floor.formula.slOffered': { 'zh-CN': '门限内接通 ÷（接通 + 放弃）', en: 'answered in time ÷ (answered + abandoned)' },
  'floor.formula.slAnswered': {
    'zh-CN': '门限内接通 ÷ 接通（不看放弃，偏乐观）',
    en: 'answered in time ÷ answered (ignores abandons: flatters)',
  },
  'floor.formula.slAbandonCounts': {
    'zh-CN': '（门限内接通 + 门限内放弃）÷（接通 + 放弃）',
    en: '(answered in time + abandoned in time) ÷ (answered + abandoned)',
  },
  'floor.formula.slLateAbandons': { 'zh-CN': '门限内接通 ÷（接通 + 门限后放弃）', en: 'answered in time ÷ (answered + abandoned late)' },
  'floor.formula.slWithFlowouts': {
    'zh-CN': '门限内接通 ÷（接通 + 放弃 − 短时放弃 + 转出）',
    en: 'answered in time ÷ (answered + abandoned − short abandons + flowed out)',
  },
  'floor.formulas': { 'zh-CN': '业内的六种算法，现用加粗的一种', en: "The field's six formulas; this one is in force" },
  'floor.formulas.mixed': { 'zh-CN': '业内的六种算法；各队列各用其一', en: "The field's six formulas; each queue uses its own" },

  // Around a definition
  'floor.def.formula': { 'zh-CN': '算法', en: 'Formula' },
  'floor.def.window': { 'zh-CN': '统计时段', en: 'Window' },
  'floor.def.reset': { 'zh-CN': '归零', en: 'Reset' },
  'floor.def.threshold': { 'zh-CN': '门限', en: 'Threshold' },
  'floor.def.thresholdMixed': { 'zh-CN': '各队列自己的门限', en: "each queue's own threshold" },
  'floor.def.goal': { 'zh-CN': '目标', en: 'Goal' },
  'floor.def.parts': { 'zh-CN': '由此得来', en: 'Made of' },
  'floor.def.scope': { 'zh-CN': '范围', en: 'Scope' },
  'floor.def.scopeSite': { 'zh-CN': '全站', en: 'Whole site' },
  'floor.def.from': { 'zh-CN': '自 {from} 起', en: 'since {from}' },
  'floor.def.now': { 'zh-CN': '此刻', en: 'now' },
  'floor.def.reset.today': { 'zh-CN': '每天零点（{zone}）', en: 'at midnight, {zone}' },
  'floor.def.reset.interval': { 'zh-CN': '每个时段开始时', en: 'at the start of each interval' },
  'floor.def.reset.rolling': { 'zh-CN': '不归零；每 5 秒重算', en: 'never; recomputed every 5 s' },
  'floor.def.reset.now': { 'zh-CN': '不归零；随现场变化', en: 'never; changes with the floor' },
  'floor.def.attribution': { 'zh-CN': '来电计入进入队列的时段。', en: 'A call counts when it entered the queue.' },
  'floor.def.null': { 'zh-CN': '还没有可统计的，所以不显示数值。', en: 'Nothing was counted yet, so there is no value.' },
  'floor.def.open': { 'zh-CN': '{name}：{value}，打开说明', en: '{name}: {value}, open its definition' },
  'floor.formula.name': { 'zh-CN': '算法 {key}', en: 'Formula {key}' },
} as const satisfies Texts;
