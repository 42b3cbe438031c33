import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CASE_COMMANDS } from '../../../shared/domain/commands.js';
import { entitiesOf } from '../../../shared/domain/entities.js';
import { entryFor } from '../../../shared/domain/escalation/authority.js';
import { type Case, isCaseOpen, isComplaint, MAX_ENTRIES } from '../../../shared/domain/escalation/case.js';
import { isBarred } from '../../../shared/domain/escalation/reach.js';
import { decideTicket, type TicketAnswer } from '../../../shared/domain/escalation/ticket.js';
import type { CaseState } from '../../../shared/domain/escalation/words.js';
import { evolve } from '../../../shared/domain/evolve.js';
import type { Actor } from '../../../shared/domain/policy.js';
import { type EntityKey, STATE_VERSION } from '../../../shared/domain/site.js';
import { decodeSnapshot, encodeSnapshot } from '../../../shared/domain/snapshot.js';
import type { CaseId } from '../../../shared/kernel/ids.js';
import type { Position } from '../../../shared/kernel/position.js';
import { freeze } from '../../support/floor.js';
import { type CaseFloor, caseFloor, D, H, LI, li, M, PEOPLE, type Said, SUN, TEN, tom, W2H, ZHOU } from './case-floor.js';

/** B.3.2 as a table: where a case may go from each state, in one event. */
const TABLE: Record<CaseState, readonly CaseState[]> = {
  new: ['graded'],
  graded: ['attributing'],
  attributing: ['solving'],
  solving: ['proposed', 'resolved', 'attributing'],
  proposed: ['customer-confirm', 'solving'],
  'customer-confirm': ['resolved', 'attributing', 'solving'],
  resolved: ['follow-up', 'closed'],
  'follow-up': ['closed', 'attributing'],
  closed: ['attributing'],
  merged: [],
  cancelled: [],
};

const grade = fc.constantFrom('P1', 'P2', 'P3', 'P4');
const caseType = fc.constantFrom('TECH', 'COMPLAINT_SERVICE', 'COMPLAINT_BILLING', 'ABUSE', 'SUGGESTION');
const channel = fc.constantFrom('phone', 'sms');
const entry = fc.constantFrom('coupon', 'small-refund');
const amount = fc.constantFrom(0, 20, 49.5, 90, 300, 700);
const text = fc.constantFrom('还在查', '好了');
const maybe = <T>(value: T) => fc.option(fc.constant(value), { nil: undefined });
const userId = fc.constantFrom(...PEOPLE.map((person) => person.userId), 'u-nobody');
/** Filled in when it is said: times are from then on, ids of what the case has. */
type Filling = { readonly now: number; readonly one: Case | undefined; readonly other: CaseId };

/** A sensible wish or a foolish one, of each kind. */
const wishes: { readonly [T in string]: fc.Arbitrary<(filling: Filling) => object> } = {
  'case.open': fc
    .record({ caseType, aboutAgentId: fc.option(fc.constantFrom(li, tom), { nil: undefined }) })
    .map((more) => () => ({ text: '登录不上', ...more })),
  'case.first-response': fc.constant(({ now }) => ({ apologised: true, direction: '先核实', node: { dueAt: now + H, text: '稍后' } })),
  'case.grade': fc.record({ grade, caseType, reason: maybe('有原因') }).map((more) => () => more),
  'case.attribute': fc.constantFrom(W2H, { what: '登录失败' }).map((fiveW2H) => () => ({ causeClass: 'product', fiveW2H })),
  'case.take-in-authority': fc.record({ entry, amount }).map((more) => () => more),
  'case.ask-approval': fc.record({ entry, amount }).map((more) => () => ({ reason: '客户在线', ...more })),
  'case.answer-approval': fc.boolean().map((granted) => ({ one }) => ({
    approvalId: one?.approvals.at(-1)?.id ?? 'x-none',
    granted,
    reason: '看过了',
  })),
  'case.to-supervisor': fc.constant(() => ({ reason: '超出' })),
  'case.hand-off': fc
    .constantFrom('tech', 'warehouse', 'nobody')
    .map((department) => () => ({ department, text: '请看', evidence: '截图' })),
  'case.receive': fc.constant(() => ({})),
  'case.preliminary': fc.constant(() => ({ text: '缓存' })),
  'case.department-reject': fc.constant(() => ({ reason: '不是我们' })),
  'case.arbitrate': fc.constant(() => ({ department: 'tech', reason: '技术' })),
  'case.plan': maybe('设计如此').map((explanation) => ({ now }) => ({ text: '换货', etaAt: now + H, explanation })),
  'case.tell-customer': fc.record({ channel, text }).map((more) => () => more),
  'case.customer-answer': fc.constantFrom('accepted', 'refused', 'no-answer').map((answer) => () => ({ answer })),
  'case.fixed-now': fc.record({ text }).map((more) => () => more),
  'case.start-follow-up': fc.constant(() => ({})),
  'case.follow-up-result': fc
    .record({ result: fc.constantFrom('satisfied', 'dissatisfied', 'no-answer'), review: maybe('已培训') })
    .map((more) => () => more),
  'case.close': maybe('已处理').map((review) => () => ({ review })),
  'case.reopen': fc.constant(() => ({ reason: '又坏了' })),
  'case.progress': fc.record({ text, channel }).map((more) => () => more),
  'case.promise': fc.integer({ min: -1, max: 30 }).map((hours) => ({ now }) => ({
    dueAt: now + hours * H,
    text: '回电',
    channel: 'phone',
  })),
  'case.keep-promise': fc.constant(({ one }) => ({ promiseId: one?.promises.at(-1)?.id ?? 'x-none' })),
  'case.merge': fc.constant(({ other }) => ({ intoCaseId: other })),
  'case.cancel': fc.constant(() => ({ reason: '开错了' })),
  'case.comment': fc.array(userId, { maxLength: 2 }).map((mentions) => () => ({ text: '看一下', mentions })),
  'case.give': userId.map((toUserId) => () => ({ toUserId })),
  'case.accept': fc.constant(() => ({})),
  'case.decline': fc.constant(() => ({ reason: '没空' })),
  'case.take': fc.constant(() => ({})),
  'case.note': fc.constant(({ now }) => ({ upTo: now })),
  'case.send-ticket': fc.constant(() => ({})),
  'case.link-ticket': fc.constantFrom('BUG-1', 'BUG-2').map((key) => () => ({ key })),
};

const person = fc.constantFrom(...PEOPLE);
type Fill = (filling: Filling) => object;
const fillOf = (type: string) => wishes[type] as fc.Arbitrary<Fill>;
const wish = fc.constantFrom(...Object.keys(wishes)).chain((type) => fillOf(type).map((fill) => ({ type, fill })));
/** What leads on from each state: tried more often than chance would, else few cases would ever be closed. */
const ONWARD: Record<CaseState, readonly string[]> = {
  new: ['case.grade'],
  graded: ['case.attribute'],
  attributing: ['case.to-supervisor', 'case.hand-off', 'case.take-in-authority', 'case.hand-off', 'case.arbitrate'],
  solving: ['case.plan', 'case.fixed-now', 'case.department-reject'],
  proposed: ['case.tell-customer'],
  'customer-confirm': ['case.customer-answer'],
  resolved: ['case.start-follow-up', 'case.close'],
  'follow-up': ['case.follow-up-result'],
  closed: ['case.reopen'],
  merged: ['case.comment'],
  cancelled: ['case.comment'],
};
const onward: fc.Arbitrary<Record<string, Fill>> = fc.record(
  Object.fromEntries([...new Set(Object.values(ONWARD).flat())].map((type) => [type, fillOf(type)])),
);
type Step =
  | { readonly kind: 'wish'; readonly by: Actor; readonly wish: { readonly type: string; readonly fill: Fill } }
  | { readonly kind: 'onward'; readonly by: Actor; readonly pick: number; readonly fills: Record<string, Fill> }
  | { readonly kind: 'time'; readonly isWatched: boolean; readonly ms: number }
  | { readonly kind: 'tracker'; readonly answer: TicketAnswer };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wish' as const), by: person, wish }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('onward' as const), by: fc.constantFrom(LI, ZHOU, SUN), pick: fc.nat(59), fills: onward }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      isWatched: fc.boolean(),
      ms: fc.constantFrom(10_000, 5 * M, H, 5 * H, D, 9 * D),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('tracker' as const),
      answer: fc.constantFrom<TicketAnswer>(
        { result: 'created', key: 'BUG-1' },
        { result: 'failed', tries: 1 },
        { result: 'resolved', resolution: 'fixed' },
        { result: 'resolved', resolution: 'willnotfix' },
        { result: 'reopened' },
      ),
    }),
  },
);

const without = (value: object) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));

function chosen(floor: CaseFloor, id: CaseId, { pick, fills }: Extract<Step, { kind: 'onward' }>) {
  const ways = ONWARD[floor.site.cases.get(id)?.state ?? 'cancelled'];
  const type = ways[pick % ways.length] ?? 'case.comment';
  return { type, fill: fills[type] as Fill };
}

function say(floor: CaseFloor, id: CaseId, other: CaseId, by: Actor, { type, fill }: { readonly type: string; readonly fill: Fill }): void {
  const more = without(fill({ now: floor.now, one: floor.site.cases.get(id), other }));
  floor.try(by, { type: type as Said['type'], ...(type === 'case.open' ? {} : { caseId: id }), ...more });
}

/** Two cases of one customer, and whatever people, clocks and a tracker do to the first. */
function play(steps: readonly Step[], after: (floor: CaseFloor, id: CaseId) => void) {
  const floor = caseFloor();
  const { id } = floor.open(LI, { visitId: floor.call('a', li), caseType: 'COMPLAINT_BILLING' });
  const other = floor.open(LI, { visitId: floor.call('b', li) }).id;
  for (const one of steps) {
    if (one.kind === 'time') (one.isWatched ? floor.pass : floor.sleep)(one.ms);
    else if (one.kind === 'tracker') floor.append(decideTicket(floor.site, { caseId: id, answer: one.answer }, floor.now).events);
    else say(floor, id, other, one.by, one.kind === 'wish' ? one.wish : chosen(floor, id, one));
    after(floor, id);
  }
  return { floor, id };
}

const RUNS = { numRuns: 60 };
/** On a machine that others use too. */
const A_TEST_MS = 60_000;
const anySteps = fc.array(step, { maxLength: 40, size: 'max' });

test('every command has a wish here', () => {
  expect(Object.keys(wishes).sort()).toEqual([...CASE_COMMANDS].sort());
});

test(
  'whatever people, clocks and trackers do, a case has one owner whom it is not about, and goes along the table alone',
  () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(anySteps, (steps) => {
        const states = new Map<CaseId, CaseState>();
        let seen = 0;
        play(steps, (floor) => {
          for (const event of floor.events.slice(seen)) {
            if (event.type.startsWith('case.')) ends.add(event.type);
          }
          seen = floor.events.length;
          for (const one of floor.site.cases.values()) {
            expect(one.owner.userId).not.toBe('');
            expect(isBarred(floor.site, one, PEOPLE.find(({ userId }) => userId === one.owner.userId) ?? one.owner)).toBe(false);
            const before = states.get(one.id);
            if (before !== undefined && before !== one.state && isCaseOpen(one)) expect(reachable(before)).toContain(one.state);
            states.set(one.id, one.state);
            if (one.state === 'closed') {
              const { grade: graded, causeClass, resolution, informedAt, caseType: type, review, owner } = one;
              expect([graded, causeClass, resolution, informedAt].includes(undefined)).toBe(false);
              expect(owner.role).not.toBe('system');
              if (isComplaint(type)) expect(review).toBeDefined();
            }
            expect(one.rejections).toBeLessThanOrEqual(2);
            expect(one.pauses.filter(({ to }) => to === undefined).length).toBe(one.state === 'customer-confirm' ? 1 : 0);
          }
        });
      }),
      RUNS,
    );
    // The law says little if the ways were not gone.
    for (const type of ['case.closed', 'case.reopened', 'case.timer-escalated', 'case.department-rejected']) {
      expect(ends).toContain(type);
    }
  },
  A_TEST_MS,
);

/** One command may bring what was due before it and its own: two steps along the table. */
const reachable = (from: CaseState): CaseState[] => TABLE[from].flatMap((to) => [to, ...TABLE[to]]);

test(
  'no event moves a case but along the table',
  () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const { floor } = play(steps, () => {});
        const again = caseFloor();
        const states = new Map<CaseId, CaseState>();
        for (const event of floor.events.slice(again.events.length)) {
          again.append([event]);
          if (!('caseId' in event)) continue;
          const one = again.site.cases.get(event.caseId);
          const before = states.get(event.caseId);
          if (one === undefined) continue;
          const isOver = one.state === 'merged' || one.state === 'cancelled';
          if (before !== undefined && before !== one.state && !isOver)
            expect([event.type, TABLE[before]]).toEqual([event.type, expect.arrayContaining([one.state])]);
          states.set(event.caseId, one.state);
        }
      }),
      { numRuns: 30 },
    );
  },
  A_TEST_MS,
);

test(
  'a grade goes up by itself once for each cause, never for lateness alone to P1, and never down',
  () => {
    let raised = 0;
    fc.assert(
      fc.property(anySteps, (steps) => {
        const { floor } = play(steps, () => {});
        const known = new Set<string>();
        for (const event of floor.events) {
          if (event.type !== 'case.grade-raised') continue;
          raised += 1;
          expect(event.grade < event.from).toBe(true);
          if (event.because === 'late') expect(event.grade).not.toBe('P1');
          const cause = `${event.caseId} ${event.because} ${event.code}`;
          if (event.because !== 'refused') expect(known.has(cause)).toBe(false);
          known.add(cause);
        }
      }),
      RUNS,
    );
    expect(raised).toBeGreaterThan(0);
  },
  A_TEST_MS,
);

test(
  'nobody but an admin gives more than the list grants their role, on one case or to one customer in 30 days',
  () => {
    let given = 0;
    fc.assert(
      fc.property(anySteps, (steps) => {
        const { floor } = play(steps, () => {});
        const uses = floor.events.filter((event) => event.type === 'case.authority-used');
        uses.forEach((use, i) => {
          if (use.by.role === 'admin') return;
          given += 1;
          const limit = entryFor(floor.site.config.escalation, use.entry, use.by.role, use.occurredAt);
          const alike = uses.slice(0, i + 1).filter((each) => each.entry === use.entry && each.customer === use.customer);
          const sum = (those: typeof uses) => those.reduce((all, each) => all + each.amount, 0);
          expect(sum(alike.filter((each) => each.caseId === use.caseId))).toBeLessThanOrEqual(limit?.maxAmountPerCase ?? -1);
          expect(sum(alike.filter((each) => each.occurredAt > use.occurredAt - 30 * D))).toBeLessThanOrEqual(
            limit?.maxPerCustomer30d ?? -1,
          );
        });
      }),
      RUNS,
    );
    expect(given).toBeGreaterThan(0);
  },
  A_TEST_MS,
);

test(
  'each event touches what it names, keeps nothing of itself, and the timeline stays within its bound',
  () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const { floor } = play(steps, () => {});
        const site = caseFloor().site;
        floor.events.slice(6).forEach((event, i) => {
          const touched = new Set<EntityKey>();
          const gone = new Set<EntityKey>();
          evolve(
            site,
            freeze(structuredClone(event)),
            { position: `${i + 7}-0` as Position, at: event.occurredAt },
            {
              touch: (key) => touched.add(key),
              gone: (key) => gone.add(key),
            },
          );
          if (event.type.startsWith('case.')) expect([...touched].filter((key) => !entitiesOf(event).includes(key))).toEqual([]);
        });
        for (const one of site.cases.values()) expect(one.entries.length).toBeLessThanOrEqual(MAX_ENTRIES);
      }),
      { numRuns: 30 },
    );
  },
  A_TEST_MS,
);

test(
  'a snapshot taken anywhere, with the rest of the log, is the same site',
  () => {
    fc.assert(
      fc.property(anySteps, fc.nat(), (steps, n) => {
        const { floor } = play(steps, () => {});
        const begun = caseFloor();
        const first = begun.events.length;
        const cut = first + (n % (floor.events.length - first + 1));
        let site = begun.site;
        floor.events.forEach((event, i) => {
          if (i < first) return;
          if (i === cut) site = decodeSnapshot(encodeSnapshot(site), STATE_VERSION);
          evolve(
            site,
            freeze(structuredClone(event)),
            { position: `${i + 1}-0` as Position, at: event.occurredAt },
            { touch: () => {}, gone: () => {} },
          );
        });
        expect(site).toEqual(floor.site);
        expect(JSON.parse(JSON.stringify([...site.cases.values()]))).toEqual([...site.cases.values()]);
      }),
      { numRuns: 30 },
    );
  },
  A_TEST_MS,
);

test(
  'five hundred lines are kept, the first among them; the count goes on',
  () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    for (let i = 0; i < MAX_ENTRIES + 50; i++) one.do(LI, 'case.comment', { text: `第 ${i} 条` });
    expect(one.one().entries).toHaveLength(MAX_ENTRIES);
    expect(one.one().entries[0]).toMatchObject({ kind: 'opened', at: TEN });
    expect(one.view().entries).toBe(MAX_ENTRIES + 51);
  },
  A_TEST_MS,
);
