import type { Command } from '../../shared/domain/commands.js';
import { caseTypeSchema, causeClassSchema, contactChannelSchema, FIVE_W2H, gradeSchema } from '../../shared/domain/escalation/words.js';
import type { CaseView } from '../../shared/protocol/views.js';
import type { MessageKey } from '../i18n/catalog.js';
import type { WordList } from './names.js';

/** What a form asks for. `when`: an instant; `people`: several, as a list of ids. */
export type FieldKind =
  | 'line'
  | 'area'
  | 'amount'
  | 'when'
  | 'choice'
  | 'tick'
  | 'person'
  | 'people'
  | 'department'
  | 'authority'
  | 'approval'
  | 'promise'
  | 'case';

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: MessageKey;
  readonly optional?: true;
  /** May be left open for now, but is needed in the end: it stands out while it is empty. */
  readonly wanted?: true;
  /** Of a choice: its codes, and the list that names them. */
  readonly options?: readonly string[];
  readonly list?: WordList;
}
export type Values = Readonly<Record<string, string>>;

/** Which command a case can be given now. Presentation only: the server decides. */
export interface Step {
  readonly id: string;
  readonly title: MessageKey;
  readonly fields: readonly Field[];
  /** The states in which it makes sense. */
  readonly in: readonly CaseView['state'][] | 'open';
  /** The natural next step there: the primary button. */
  readonly mainIn?: readonly CaseView['state'][];
  readonly when?: (one: CaseView, who: Who) => boolean;
  /** What the form begins with. */
  readonly start?: (one: CaseView) => Values;
  /** A single key for it, beside `Enter` for the natural one. */
  readonly key?: string;
  build(values: Values, one: CaseView): Command;
}
export interface Who {
  readonly userId: string | null;
  /** Leads others. */
  readonly isChief: boolean;
  /** Decides for the whole site. */
  readonly isSupervisor: boolean;
}

const line = (name: string, label: MessageKey, optional?: true): Field => ({ name, kind: 'line', label, ...(optional && { optional }) });
const area = (name: string, label: MessageKey, optional?: true): Field => ({ name, kind: 'area', label, ...(optional && { optional }) });
const choice = (name: string, label: MessageKey, options: readonly string[], list: WordList): Field => ({
  name,
  kind: 'choice',
  label,
  options,
  list,
});
const channel = choice('channel', 'case.f.channel', contactChannelSchema.options, 'channel');
/** How nearly every customer is reached. */
const byPhone = () => ({ channel: 'phone' });
const grade = choice('grade', 'case.f.grade', gradeSchema.options, 'grade');
const caseType = choice('caseType', 'case.f.type', caseTypeSchema.options, 'type');
const given = (values: Values, name: string) => (values[name]?.trim() ? { [name]: values[name].trim() } : {});
/** Several ids in one answer, with commas between. */
export const listOf = (value: string | undefined): string[] => (value ?? '').split(',').filter((id) => id !== '');
const at = (values: Values, name: string) => Number(values[name]) as never;

const isDepartment = (one: CaseView) => one.route === 'department';
const isOwner = (one: CaseView, { userId }: Who) => one.owner.userId === userId;
const isOffered = (one: CaseView, { userId }: Who) => one.offeredTo?.person.userId === userId;
const hasT1 = (one: CaseView) => one.timers.some(({ code, endedAt }) => code === 'T1' && endedAt === undefined);
/** A complaint is followed up, always. */
const isComplaint = ({ caseType }: CaseView) => caseType.startsWith('COMPLAINT_');
const chiefOnly = (_: CaseView, { isChief }: Who) => isChief;

export const STEPS: readonly Step[] = [
  {
    id: 'first-response',
    title: 'case.do.first-response',
    in: 'open',
    mainIn: ['new'],
    when: hasT1,
    fields: [
      { name: 'apologised', kind: 'tick', label: 'case.f.apologised' },
      line('direction', 'case.f.direction'),
      { name: 'dueAt', kind: 'when', label: 'case.f.node' },
      line('nodeText', 'case.f.nodeText'),
    ],
    build: (v, { id }) => ({
      type: 'case.first-response',
      caseId: id,
      apologised: (v.apologised === 'yes') as true,
      direction: v.direction ?? '',
      node: { dueAt: at(v, 'dueAt'), text: v.nodeText ?? '' },
      channel: 'phone',
    }),
  },
  {
    id: 'grade',
    title: 'case.do.grade',
    in: 'open',
    mainIn: ['new'],
    fields: [grade, caseType, line('reason', 'case.f.reason', true)],
    start: (one) => ({ grade: one.grade ?? one.proposedGrade, caseType: one.caseType }),
    build: (v, { id }) => ({
      type: 'case.grade',
      caseId: id,
      grade: v.grade as never,
      caseType: v.caseType as never,
      ...given(v, 'reason'),
    }),
  },
  {
    id: 'attribute',
    title: 'case.do.attribute',
    in: ['graded', 'attributing'],
    mainIn: ['graded'],
    fields: [
      choice('causeClass', 'case.f.cause', causeClassSchema.options, 'cause'),
      ...FIVE_W2H.map((name): Field => ({ name, kind: 'line', label: `case.w2h.${name}`, optional: true, wanted: true })),
    ],
    start: (one) => ({ causeClass: one.causeClass ?? 'unknown', ...one.fiveW2H }),
    build: (v, { id }) => ({
      type: 'case.attribute',
      caseId: id,
      causeClass: v.causeClass as never,
      fiveW2H: Object.assign({}, ...FIVE_W2H.map((name) => given(v, name))),
    }),
  },
  {
    id: 'authority',
    title: 'case.do.authority',
    in: ['attributing'],
    mainIn: ['attributing'],
    fields: [
      { name: 'entry', kind: 'authority', label: 'case.f.entry' },
      { name: 'amount', kind: 'amount', label: 'case.f.amount' },
      line('evidence', 'case.f.evidence', true),
    ],
    build: (v, { id }) => ({
      type: 'case.take-in-authority',
      caseId: id,
      entry: v.entry ?? '',
      amount: Number(v.amount ?? 0),
      ...given(v, 'evidence'),
    }),
  },
  {
    id: 'ask-approval',
    title: 'case.do.ask-approval',
    in: ['attributing', 'solving'],
    fields: [
      { name: 'entry', kind: 'authority', label: 'case.f.entry' },
      { name: 'amount', kind: 'amount', label: 'case.f.amount' },
      line('reason', 'case.f.reason'),
      line('evidence', 'case.f.evidence', true),
    ],
    build: (v, { id }) => ({
      type: 'case.ask-approval',
      caseId: id,
      entry: v.entry ?? '',
      amount: Number(v.amount ?? 0),
      reason: v.reason ?? '',
      ...given(v, 'evidence'),
    }),
  },
  {
    id: 'answer-approval',
    title: 'case.do.answer-approval',
    in: 'open',
    when: (one, who) => who.isChief && one.approvals.some(({ state }) => state === 'asked' || state === 'late'),
    fields: [
      { name: 'approvalId', kind: 'approval', label: 'case.f.approval' },
      choice('granted', 'case.f.granted', ['yes', 'no'], 'granted'),
      line('reason', 'case.f.reason'),
    ],
    build: (v, { id }) => ({
      type: 'case.answer-approval',
      caseId: id,
      approvalId: v.approvalId as never,
      granted: v.granted === 'yes',
      reason: v.reason ?? '',
    }),
  },
  {
    id: 'to-supervisor',
    title: 'case.do.to-supervisor',
    in: ['attributing'],
    fields: [line('reason', 'case.f.reason')],
    build: (v, { id }) => ({ type: 'case.to-supervisor', caseId: id, reason: v.reason ?? '' }),
  },
  {
    id: 'hand-off',
    title: 'case.do.hand-off',
    in: ['attributing'],
    fields: [
      { name: 'department', kind: 'department', label: 'case.f.department' },
      area('text', 'case.f.handOff'),
      area('evidence', 'case.f.evidence'),
    ],
    build: (v, { id }) => ({
      type: 'case.hand-off',
      caseId: id,
      department: v.department ?? '',
      text: v.text ?? '',
      evidence: v.evidence ?? '',
    }),
  },
  {
    id: 'receive',
    title: 'case.do.receive',
    in: ['solving'],
    mainIn: ['solving'],
    when: (one) => isDepartment(one) && one.departmentState === 'sent',
    fields: [],
    build: (_, { id }) => ({ type: 'case.receive', caseId: id }),
  },
  {
    id: 'preliminary',
    title: 'case.do.preliminary',
    in: ['solving'],
    mainIn: ['solving'],
    when: (one) => isDepartment(one) && one.departmentState !== 'judged',
    fields: [area('text', 'case.f.judgement')],
    build: (v, { id }) => ({ type: 'case.preliminary', caseId: id, text: v.text ?? '' }),
  },
  {
    id: 'department-reject',
    title: 'case.do.department-reject',
    in: ['solving'],
    when: (one) => isDepartment(one) && !one.isArbitrated,
    fields: [
      line('reason', 'case.f.reason'),
      { name: 'suggestedDepartment', kind: 'department', label: 'case.f.suggested', optional: true },
    ],
    build: (v, { id }) => ({ type: 'case.department-reject', caseId: id, reason: v.reason ?? '', ...given(v, 'suggestedDepartment') }),
  },
  {
    id: 'arbitrate',
    title: 'case.do.arbitrate',
    in: 'open',
    mainIn: ['attributing'],
    when: (one, who) => who.isSupervisor && one.departmentState === 'arbitrate',
    fields: [{ name: 'department', kind: 'department', label: 'case.f.department' }, line('reason', 'case.f.reason')],
    build: (v, { id }) => ({ type: 'case.arbitrate', caseId: id, department: v.department ?? '', reason: v.reason ?? '' }),
  },
  {
    id: 'plan',
    title: 'case.do.plan',
    in: ['solving', 'proposed'],
    mainIn: ['solving'],
    fields: [
      area('text', 'case.f.plan'),
      { name: 'etaAt', kind: 'when', label: 'case.f.eta' },
      area('explanation', 'case.f.explanation', true),
    ],
    build: (v, { id }) => ({ type: 'case.plan', caseId: id, text: v.text ?? '', etaAt: at(v, 'etaAt'), ...given(v, 'explanation') }),
  },
  {
    id: 'fixed-now',
    title: 'case.do.fixed-now',
    in: ['solving'],
    fields: [area('text', 'case.f.fixed')],
    build: (v, { id }) => ({ type: 'case.fixed-now', caseId: id, text: v.text ?? '' }),
  },
  {
    id: 'tell-customer',
    title: 'case.do.tell-customer',
    in: ['proposed'],
    mainIn: ['proposed'],
    fields: [area('text', 'case.f.told'), channel],
    start: byPhone,
    build: (v, { id }) => ({ type: 'case.tell-customer', caseId: id, text: v.text ?? '', channel: v.channel as never }),
  },
  {
    id: 'customer-answer',
    title: 'case.do.customer-answer',
    in: ['customer-confirm'],
    mainIn: ['customer-confirm'],
    fields: [choice('answer', 'case.f.answer', ['accepted', 'refused', 'no-answer'], 'answer'), line('text', 'case.f.words', true)],
    build: (v, { id }) => ({ type: 'case.customer-answer', caseId: id, answer: v.answer as never, ...given(v, 'text') }),
  },
  {
    id: 'start-follow-up',
    title: 'case.do.start-follow-up',
    in: ['resolved'],
    mainIn: ['resolved'],
    fields: [],
    build: (_, { id }) => ({ type: 'case.start-follow-up', caseId: id }),
  },
  {
    id: 'follow-up-result',
    title: 'case.do.follow-up-result',
    in: ['follow-up'],
    mainIn: ['follow-up'],
    fields: [
      choice('result', 'case.f.result', ['satisfied', 'dissatisfied', 'no-answer'], 'result'),
      area('review', 'case.f.review', true),
    ],
    build: (v, { id }) => ({ type: 'case.follow-up-result', caseId: id, result: v.result as never, ...given(v, 'review') }),
  },
  {
    id: 'close',
    title: 'case.do.close',
    in: ['resolved'],
    when: (one) => !isComplaint(one),
    fields: [area('review', 'case.f.review', true)],
    build: (v, { id }) => ({ type: 'case.close', caseId: id, ...given(v, 'review') }),
  },
  {
    id: 'reopen',
    title: 'case.do.reopen',
    in: ['follow-up', 'closed'],
    fields: [line('reason', 'case.f.reason')],
    build: (v, { id }) => ({ type: 'case.reopen', caseId: id, reason: v.reason ?? '' }),
  },
  {
    id: 'progress',
    title: 'case.do.progress',
    key: 'u',
    in: 'open',
    fields: [area('text', 'case.f.told'), channel],
    start: byPhone,
    build: (v, { id }) => ({ type: 'case.progress', caseId: id, text: v.text ?? '', channel: v.channel as never }),
  },
  {
    id: 'promise',
    title: 'case.do.promise',
    key: 'p',
    in: 'open',
    fields: [{ name: 'dueAt', kind: 'when', label: 'case.f.promiseAt' }, line('text', 'case.f.promise'), channel],
    start: byPhone,
    build: (v, { id }) => ({ type: 'case.promise', caseId: id, dueAt: at(v, 'dueAt'), text: v.text ?? '', channel: v.channel as never }),
  },
  {
    id: 'keep-promise',
    title: 'case.do.keep-promise',
    in: 'open',
    when: (one) => one.promises.some(({ state }) => state !== 'kept'),
    fields: [{ name: 'promiseId', kind: 'promise', label: 'case.f.whichPromise' }],
    build: (v, { id }) => ({ type: 'case.keep-promise', caseId: id, promiseId: v.promiseId as never }),
  },
  {
    id: 'comment',
    title: 'case.do.comment',
    key: 'n',
    in: 'open',
    fields: [area('text', 'case.f.comment'), { name: 'mentions', kind: 'people', label: 'case.f.mention', optional: true }],
    build: (v, { id }) => ({ type: 'case.comment', caseId: id, text: v.text ?? '', mentions: listOf(v.mentions) }),
  },
  {
    id: 'accept',
    title: 'case.do.accept',
    key: 'y',
    in: 'open',
    mainIn: ['new', 'graded', 'attributing', 'solving', 'proposed', 'customer-confirm', 'resolved', 'follow-up'],
    when: isOffered,
    fields: [],
    build: (_, { id }) => ({ type: 'case.accept', caseId: id }),
  },
  {
    id: 'decline',
    title: 'case.do.decline',
    key: 'x',
    in: 'open',
    when: isOffered,
    fields: [line('reason', 'case.f.reason')],
    build: (v, { id }) => ({ type: 'case.decline', caseId: id, reason: v.reason ?? '' }),
  },
  {
    id: 'give',
    title: 'case.do.give',
    in: 'open',
    when: (one, who) => one.offeredTo == null && (isOwner(one, who) || who.isChief),
    fields: [{ name: 'toUserId', kind: 'person', label: 'case.f.to' }, line('note', 'case.f.note', true)],
    build: (v, { id }) => ({ type: 'case.give', caseId: id, toUserId: v.toUserId ?? '', ...given(v, 'note') }),
  },
  {
    id: 'take',
    title: 'case.do.take',
    in: 'open',
    when: (one, who) => who.isChief && !isOwner(one, who),
    fields: [],
    build: (_, { id }) => ({ type: 'case.take', caseId: id }),
  },
  {
    id: 'send-ticket',
    title: 'case.do.send-ticket',
    in: 'open',
    when: ({ ticket }) => ticket == null || ticket.state === 'failed',
    fields: [],
    build: (_, { id }) => ({ type: 'case.send-ticket', caseId: id }),
  },
  {
    id: 'link-ticket',
    title: 'case.do.link-ticket',
    in: 'open',
    when: ({ ticket }) => ticket == null,
    fields: [line('key', 'case.f.ticketKey'), line('url', 'case.f.ticketUrl', true)],
    build: (v, { id }) => ({ type: 'case.link-ticket', caseId: id, key: v.key ?? '', ...given(v, 'url') }),
  },
  {
    id: 'merge',
    title: 'case.do.merge',
    in: 'open',
    when: chiefOnly,
    fields: [{ name: 'intoCaseId', kind: 'case', label: 'case.f.into' }],
    build: (v, { id }) => ({ type: 'case.merge', caseId: id, intoCaseId: v.intoCaseId as never }),
  },
  {
    id: 'cancel',
    title: 'case.do.cancel',
    in: 'open',
    when: chiefOnly,
    fields: [line('reason', 'case.f.reason')],
    build: (v, { id }) => ({ type: 'case.cancel', caseId: id, reason: v.reason ?? '' }),
  },
];

const OVER: readonly CaseView['state'][] = ['closed', 'merged', 'cancelled'];
const isIn = (states: Step['in'], { state }: CaseView) => (states === 'open' ? !OVER.includes(state) : states.includes(state));

/** What comes before everything else, in whatever state. */
const URGENT: readonly string[] = ['accept', 'arbitrate'];

/** What can be done with a case now: the natural next step first. */
export function stepsFor(one: CaseView, who: Who): { readonly main: Step | null; readonly others: readonly Step[] } {
  const possible = STEPS.filter((step) => isIn(step.in, one) && (step.when?.(one, who) ?? true));
  const main = possible.find(({ id }) => URGENT.includes(id)) ?? possible.find((step) => step.mainIn?.includes(one.state)) ?? null;
  return { main, others: possible.filter((step) => step !== main) };
}

/** Where a step stands that is not the natural next one. */
export const STEP_GROUPS = ['loop', 'customer', 'people', 'ticket', 'end'] as const;
export type StepGroup = (typeof STEP_GROUPS)[number];
const GROUPS: Readonly<Record<string, StepGroup>> = {
  progress: 'customer',
  promise: 'customer',
  'keep-promise': 'customer',
  comment: 'people',
  give: 'people',
  take: 'people',
  'send-ticket': 'ticket',
  'link-ticket': 'ticket',
  merge: 'end',
  cancel: 'end',
};
/** Grading again, once it is graded, is no step of the loop. */
export const groupOf = ({ id }: Step, { state }: CaseView): StepGroup =>
  id === 'grade' && state !== 'new' ? 'end' : (GROUPS[id] ?? 'loop');

/** Required fields that are still empty. */
export const missing = (step: Step, values: Values): readonly Field[] =>
  step.fields.filter(({ name, optional }) => optional !== true && (values[name] ?? '').trim() === '');
