import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMIT_VERSION, newCommitSchema } from '../../../shared/domain/commit.js';
import { entitiesOf } from '../../../shared/domain/entities.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import type { Actor } from '../../../shared/domain/policy.js';
import type { Swap } from '../../../shared/domain/roster/duty.js';
import { draftsOf, overlaps, publishedOf } from '../../../shared/domain/roster/entries.js';
import { labourNews, labourRulesOf } from '../../../shared/domain/roster/labour.js';
import type { Shift } from '../../../shared/domain/roster/shift.js';
import { isSwapOpen, spansOf } from '../../../shared/domain/roster/swap/open.js';
import { type EntityKey, STATE_VERSION } from '../../../shared/domain/site.js';
import { decodeSnapshot, encodeSnapshot } from '../../../shared/domain/snapshot.js';
import type { AgentId } from '../../../shared/kernel/ids.js';
import { chen, day, dayShift, HOUR, he, LI, li, type RosterFloor, rosterFloor, TOM, tom, ZOE, zhou, zoe } from './roster-floor.js';

/** Anything that planners and agents may wish for, in any order, about three people in eight days. */
const AGENTS: readonly AgentId[] = [LI, TOM, ZOE];
const PLANNERS: readonly Actor[] = [chen, he, zhou];
const SELVES: readonly Actor[] = [li, tom, zoe];

interface Step {
  readonly what: string;
  readonly who: number;
  readonly a: number;
  readonly b: number;
  readonly date: number;
  readonly from: number;
  readonly length: number;
  readonly yes: boolean;
}
const anyStep: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    ...['set', 'set', 'set', 'many', 'replace', 'remove', 'publish', 'publish', 'publish', 'discard', 'exception'],
    ...[
      'swap',
      'swap',
      'swap',
      'give',
      'give',
      'partial',
      'offer',
      'pickup',
      'pickup',
      'answer',
      'answer',
      'volunteer',
      'decide',
      'withdraw',
    ],
    ...['offer', 'time', 'un-offer'],
  ),
  who: fc.nat(2),
  a: fc.nat(9),
  b: fc.nat(9),
  date: fc.nat(4),
  // Mostly by day, and now and then at night.
  from: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 8, max: 15 }) }, { weight: 1, arbitrary: fc.nat(23) }),
  length: fc.integer({ min: 1, max: 9 }),
  yes: fc.boolean(),
});

const pick = <T>(list: readonly T[], nth: number): T | undefined => list[nth % Math.max(1, list.length)];
const hour = (n: number) => `${String(n % 24).padStart(2, '0')}:00`;
const shiftOfStep = ({ date, from, length }: Step) => ({
  businessDate: day(date),
  startLocal: hour(from),
  endLocal: hour(from + length),
  segments:
    length > 6
      ? [
          { fromMin: 0, activity: 'phone' },
          { fromMin: 180, activity: 'meal' },
          { fromMin: 240, activity: 'phone' },
        ]
      : [{ fromMin: 0, activity: 'phone' }],
});

/** The command that a step means as things stand; undefined where there is nothing to do it to. */
function commandOf(floor: RosterFloor, step: Step): { by: Actor; raw: { type: string } & Record<string, unknown> } | undefined {
  const { site } = floor;
  const agentId = AGENTS[step.who] as AgentId;
  const planner = PLANNERS[step.b % 3] as Actor;
  const self = SELVES[step.who] as Actor;
  const named = { override: { rules: ['NIGHT_HOURS', 'coverage', 'notice'], reason: '试一下' } };
  const override = step.yes ? named : {};
  const entry = pick(site.duties.get(agentId)?.entries ?? [], step.a);
  const own = pick(publishedOf(site.duties.get(agentId)), step.a);
  const otherId = AGENTS[(step.who + 1 + (step.b % 2)) % 3] as AgentId;
  const others = pick(publishedOf(site.duties.get(otherId)), step.b);
  const swap = pick([...site.swaps.values()].filter(isSwapOpen), step.a);
  const waiting = [...site.swaps.values()].find(({ state }) => state === 'checking') ?? swap;
  const open = pick([...site.openShifts.values()], step.a);
  const shift = shiftOfStep(step);
  const given = own && { shiftId: own.id, ...(step.yes ? { toAgentId: otherId } : {}) };
  switch (step.what) {
    case 'set':
      return { by: planner, raw: { type: 'shift.set', agentId, shift, ...override } };
    case 'many': {
      const next = { ...shift, businessDate: day(step.date + 1) };
      const changes = [
        { agentId, shift },
        { agentId: otherId, shift },
        { agentId, shift: next },
      ];
      return { by: zhou, raw: { type: 'shift.set-many', changes, ...override } };
    }
    case 'replace':
      return (
        entry && { by: planner, raw: { type: 'shift.set', agentId, shift, replaces: (entry.draft ?? entry.published)?.id, ...override } }
      );
    case 'remove':
      return entry?.draft ? { by: planner, raw: { type: 'shift.remove', agentId, shiftId: entry.draft.id } } : undefined;
    case 'publish':
    case 'discard': {
      const type = step.what === 'publish' ? 'roster.publish' : 'roster.discard-draft';
      return { by: planner, raw: { type, from: day(step.date), to: day(step.yes ? 9 : step.date + 1) } };
    }
    case 'exception': {
      const startAt = floor.now() + step.from * HOUR;
      return {
        by: planner,
        raw: { type: 'exception.add', agentId, startAt, endAt: startAt + HOUR, exceptionType: step.yes ? 'sick' : 'other', reason: 'x' },
      };
    }
    case 'swap':
      return (
        own &&
        others && {
          by: self,
          raw: { type: 'swap.open', wish: { kind: 'swap', shiftId: own.id, toAgentId: otherId, toShiftId: others.id } },
        }
      );
    case 'give':
      return given && { by: self, raw: { type: 'swap.open', wish: { kind: 'give', ...given } } };
    case 'partial':
      return (
        given &&
        own && {
          by: self,
          raw: { type: 'swap.open', wish: { kind: 'partial', ...given, startAt: own.endAt - 2 * HOUR, endAt: own.endAt } },
        }
      );
    case 'offer':
      return { by: zhou, raw: { type: 'open-shift.add', kind: pick(['shift', 'ot', 'vto'], step.b), shift, places: 1 + (step.a % 2) } };
    case 'un-offer':
      return open && { by: zhou, raw: { type: 'open-shift.remove', openShiftId: open.id } };
    case 'pickup': {
      if (open?.kind !== 'vto')
        return open && { by: self, raw: { type: 'swap.open', wish: { kind: open.kind === 'ot' ? 'ot' : 'pickup', openShiftId: open.id } } };
      const mine = publishedOf(site.duties.get(agentId)).find((one) => overlaps(one, open.shift));
      if (mine === undefined) return undefined;
      const span = { startAt: Math.max(mine.startAt, open.shift.startAt), endAt: Math.min(mine.endAt, open.shift.endAt) };
      return { by: self, raw: { type: 'swap.open', wish: { kind: 'vto', openShiftId: open.id, shiftId: mine.id, ...span } } };
    }
    case 'answer': {
      const asked = SELVES.find((actor) => actor.agentId === swap?.toAgentId) ?? self;
      return swap && { by: asked, raw: { type: 'swap.answer', swapId: swap.id, accepted: step.b > 1 } };
    }
    case 'volunteer':
      return swap && { by: self, raw: { type: 'swap.volunteer', swapId: swap.id } };
    case 'decide':
      return waiting && { by: planner, raw: { type: 'swap.decide', swapId: waiting.id, approved: step.b > 1, ...named } };
    case 'withdraw':
      return swap && { by: self, raw: { type: 'swap.withdraw', swapId: swap.id } };
    default:
      return undefined;
  }
}

type Sides = Map<AgentId, { published: Shift[]; draft: Shift[] }>;
const sidesOf = ({ site }: RosterFloor): Sides =>
  new Map(AGENTS.map((id) => [id, { published: publishedOf(site.duties.get(id)), draft: draftsOf(site.duties.get(id)) }]));
const workOf = (sides: Sides) =>
  [...sides.values()].reduce((sum, { published }) => sum + published.reduce((ms, { startAt, endAt }) => ms + endAt - startAt, 0), 0);

/** On every other floor most of it comes too late to be done without a person. */
const floorFor = (steps: readonly Step[]) => rosterFloor(steps.length % 2 === 0 ? { swap: { noticeMin: 7_200 } } : {});

/** Runs steps and holds every commit to the rules. */
function live(steps: readonly Step[]) {
  const floor = floorFor(steps);
  const log: DomainEvent[] = [];
  for (const [n, agentId] of AGENTS.entries()) {
    for (const date of [n, n + 1]) log.push(...floor.do(zhou, { type: 'shift.set', agentId, shift: dayShift(day(date)) }));
  }
  log.push(...floor.do(zhou, { type: 'roster.publish', from: day(0), to: day(9) }));
  const applied = { swaps: 0, decided: 0 };
  const watch = (events: readonly DomainEvent[], before: Sides, setAside: ReadonlySet<string>) => {
    if (events.length === 0) return;
    newCommitSchema.parse({ v: COMMIT_VERSION, id: 'any-commit', by: { kind: 'clock' }, cause: 'test', events });
    log.push(...events);
    const after = sidesOf(floor);
    for (const id of AGENTS) expectLawful(floor, id, before, after, setAside);
    expectNobodyTwice([...floor.site.swaps.values()].filter(isSwapOpen));
    for (const event of events) {
      if (event.type !== 'swap.applied') continue;
      applied.swaps += 1;
      if (event.by.role !== 'system') applied.decided += 1;
      const kind = floor.site.swaps.get(event.swapId)?.kind;
      // What one has less the other one has more, to the minute.
      if (kind === 'swap' || kind === 'give' || kind === 'partial') expect(workOf(after)).toBe(workOf(before));
    }
  };
  for (const step of steps) {
    const before = sidesOf(floor);
    if (step.what === 'time') {
      floor.after(step.length * 3 * HOUR);
      watch(floor.fallDue(), before, new Set());
      continue;
    }
    const wish = commandOf(floor, step);
    if (wish === undefined) continue;
    const text = encodeSnapshot(floor.site);
    const answer = floor.ask(wish.by, wish.raw as never);
    expect(encodeSnapshot(floor.site)).toBe(text);
    if (!answer.ok) continue;
    const { override } = wish.raw as { override?: { rules: string[] } };
    for (const event of answer.value.events) {
      floor.touched.clear();
      floor.fold(event);
      expectNamed(event, floor.touched);
    }
    watch(answer.value.events, before, new Set(override?.rules));
  }
  return { floor, log, applied };
}

function expectLawful(floor: RosterFloor, id: AgentId, before: Sides, after: Sides, setAside: ReadonlySet<string>): void {
  const agent = floor.site.agents.get(id);
  if (agent === undefined) throw new Error('is gone');
  for (const side of ['published', 'draft'] as const) {
    const shifts = after.get(id)?.[side] ?? [];
    for (const [at, shift] of shifts.entries()) {
      const last = shifts[at - 1];
      if (last !== undefined) expect({ id, side, overlap: overlaps(last, shift) && [last, shift] }).toEqual({ id, side, overlap: false });
    }
    // Publishing tells what was looked at when it was planned, with its overrides.
    const known = side === 'published' ? [...(before.get(id)?.published ?? [])] : (before.get(id)?.draft ?? []);
    const news = labourNews(known, shifts, labourRulesOf(floor.site, agent));
    const broken = news.filter(({ code, severity }) => severity === 'hard' || (side === 'draft' && !setAside.has(code)));
    expect({ id, side, broken }).toEqual({ id, side, broken: [] });
  }
}

function expectNobodyTwice(open: readonly Swap[]): void {
  for (const [at, one] of open.entries()) {
    for (const other of open.slice(at + 1)) {
      const isSame = [one.agentId, one.toAgentId].some((id) => id !== undefined && (id === other.agentId || id === other.toAgentId));
      const clash = isSame && spansOf(one).some((a) => spansOf(other).some((b) => overlaps(a, b)));
      expect(clash).toBe(false);
    }
  }
}

/** Days add up what duties say, for screens; all else that an event touches it names. */
function expectNamed(event: DomainEvent, touched: Iterable<EntityKey>): void {
  const named = new Set(entitiesOf(event));
  const beyond = [...touched].filter((key) => !named.has(key) && !key.startsWith('roster:') && !/^(swap|open-shift|action):/.test(key));
  expect({ event: event.type, beyond }).toEqual({ event: event.type, beyond: [] });
}

const RUNS = { numRuns: 80 };
const STEPS = { minLength: 20, maxLength: 60 };

test('whatever is wished for in whatever order, nobody is told of two shifts at once or of a hard rule broken, no swap is done by half, and nobody is in two requests over the same time', () => {
  const sums = { swaps: 0, decided: 0 };
  fc.assert(
    fc.property(fc.array(anyStep, STEPS), (steps) => {
      const { applied } = live(steps);
      sums.swaps += applied.swaps;
      sums.decided += applied.decided;
    }),
    RUNS,
  );
  // It was about something.
  expect(sums.swaps).toBeGreaterThan(8);
  expect(sums.decided).toBeGreaterThan(0);
}, 120_000);

test('a roster is the same after a restart, and the same on a node that folds the log', () => {
  fc.assert(
    fc.property(fc.array(anyStep, STEPS), (steps) => {
      const { floor, log } = live(steps);
      const text = encodeSnapshot(floor.site);
      const restarted = decodeSnapshot(text, STATE_VERSION);
      expect(encodeSnapshot(restarted)).toBe(text);
      expect(restarted.duties).toEqual(floor.site.duties);
      const other = floorFor(steps);
      for (const event of log) other.fold(deepFreeze(structuredClone(event)));
      expect(rosterTextOf(other)).toBe(rosterTextOf(floor));
    }),
    { numRuns: 30 },
  );
}, 120_000);

/** Positions differ where a test's floor counts its own. */
const rosterTextOf = ({ site }: RosterFloor) =>
  JSON.stringify(
    [[...site.duties], [...site.rosterDays], [...site.swaps], [...site.openShifts], site.swapLedger, site.publications],
    (key, value) => (key === 'rev' ? undefined : value),
  );

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const one of Object.values(value)) deepFreeze(one);
  }
  return value;
}
