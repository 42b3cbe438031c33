import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../shared/domain/policy.js';
import { plainReason } from '../../../shared/domain/redact.js';
import { at, member } from '../../support/floor.js';
import { ADMIN, actingFloor, agent, HAO, LEAD, LI, LI_SELF, MEI, queue, type RawCommand, TOM, ZHAO } from './acting-floor.js';
import { gone, hangUp, onAgent, paused, setNotReady, setReady, signOut, unpaused, WHY, withCall } from './agent-words.js';

const pausedAs = (...reasons: string[]) => {
  const floor = actingFloor();
  for (const [i, reason] of reasons.entries()) floor.tell(...paused(5 + i, LI, reason));
  return floor;
};
const OTHERS = [MEI, HAO, LEAD, ADMIN];

describe('AG-P1: nobody forces an agent out of a micro-pause or a buffer shift', () => {
  test.each(['MICRO_PAUSE', 'BUFFER', 'micro pause', 'Micro-Pause', ' buffer ', 'Buffer'])('not from “%s”, whoever tries', (reason) => {
    const floor = pausedAs(reason);
    for (const by of OTHERS) {
      expect(floor.refusal(10, by, setReady(LI, WHY))).toEqual({ code: 'agent-protected' });
      expect(floor.refusal(10, by, setReady(LI, { ...WHY, when: 'after-call' }))).toEqual({ code: 'agent-protected' });
      // Nor by the detour over a pause that could be ended.
      expect(floor.refusal(10, by, setNotReady(LI, 'ADMIN', WHY))).toEqual({ code: 'agent-protected' });
      expect(floor.refusal(10, by, onAgent('agent.borrow', LI, { queueId: queue('vip'), forMs: 600_000 }))).toEqual({
        code: 'agent-protected',
      });
    }
    expect(floor.refusal(10, LI_SELF, setReady(LI))).toBe('granted');
  });

  test('what these are shown as is refused in the same words, so that a refusal tells nothing', () => {
    for (const reason of ['BREAK', 'BACKOFFICE']) {
      expect(pausedAs(reason).refusal(10, MEI, setReady(LI, WHY))).toEqual(pausedAs('BUFFER').refusal(10, MEI, setReady(LI, WHY)));
    }
  });

  test('a micro-pause in one queue of several is one', () => {
    const floor = actingFloor();
    floor.tell(...paused(5, TOM, 'MICRO_PAUSE', 'vip'), ...paused(6, TOM, 'RONA', 'sales'));
    expect(floor.agent(TOM)?.reasonCode).toBe('RONA');
    expect(floor.refusal(10, MEI, setReady(TOM, WHY))).toEqual({ code: 'agent-protected' });
  });

  test('one pressed during a call counts already', () => {
    const floor = withCall();
    floor.tell(...paused(25, LI, 'MICRO_PAUSE'));
    expect(floor.refusal(30, MEI, setReady(LI, { ...WHY, when: 'after-call' }))).toEqual({ code: 'agent-protected' });
  });

  test('one begun after a ready was asked for, and before the source was: it is not asked any more', () => {
    const floor = pausedAs('RONA');
    const id = floor.grant(10, MEI, setReady(LI, WHY));
    floor.tell(...paused(11, LI, 'MICRO_PAUSE'));
    expect(floor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'refused', detail: 'agent-protected' } });
  });

  test('one begun while a ready waited for the end of the call: the ready is dropped', () => {
    const floor = withCall();
    floor.tell(...paused(22, LI, 'RONA'));
    const id = floor.grant(25, MEI, setReady(LI, { ...WHY, when: 'after-call' }));
    floor.tell(...paused(30, LI, 'MICRO_PAUSE'), hangUp(40));
    expect(floor.action(id)?.state).toBe('failed');
    expect(floor.agent(LI)).toMatchObject({ state: 'not-ready', reasonCode: 'MICRO_PAUSE' });
  });

  test('nobody is sent into a micro-pause either', () => {
    const floor = actingFloor();
    for (const by of OTHERS) expect(floor.refusal(10, by, setNotReady(LI, 'MICRO_PAUSE', WHY))).toEqual({ code: 'not-permitted' });
    expect(floor.refusal(10, LI_SELF, setNotReady(LI, 'MICRO_PAUSE'))).toBe('granted');
  });
});

describe('AG-04: others end only what nobody chose for a rest', () => {
  test.each(['RONA', 'REJECT', 'FORCED', 'ADMIN', 'WARMUP', 'Auto-Pause', 'warm up'.replace(' ', '')])('from %s they may', (reason) => {
    expect(pausedAs(reason).refusal(10, MEI, setReady(LI, WHY))).toBe('granted');
  });
  test.each(['MEAL', 'TRAINING', 'MEETING', 'COACHING', 'PERSONAL', 'SYSTEM', '喝水'])(
    'from %s they may not, and are told what it is',
    (reason) => {
      expect(pausedAs(reason).refusal(10, MEI, setReady(LI, WHY))).toEqual({ code: 'wrong-state', detail: reason });
      expect(pausedAs(reason).refusal(10, LI_SELF, setReady(LI))).toBe('granted');
    },
  );
  test('a pause without a reason is somebody’s own', () => {
    const floor = actingFloor();
    floor.tell(member(5, LI, 'sales', { paused: true }));
    expect(floor.refusal(10, MEI, setReady(LI, WHY))).toEqual({ code: 'wrong-state', detail: 'not-ready' });
  });
  test('what a forced not-ready set can be taken back, until the agent changes it', () => {
    const forced = () => {
      const floor = actingFloor();
      const id = floor.grant(5, MEI, setNotReady(LI, 'MEETING', WHY));
      floor.start(5, id);
      floor.tell(...paused(6, LI, 'MEETING'));
      expect(floor.agent(LI)?.forced).toBeDefined();
      return floor;
    };
    expect(forced().refusal(10, HAO, setReady(LI, WHY))).toBe('granted');
    const changed = forced();
    changed.tell(...paused(8, LI, 'MEAL'));
    expect(changed.refusal(10, HAO, setReady(LI, WHY))).toEqual({ code: 'wrong-state', detail: 'MEAL' });
  });
});

describe('AG-P2: no force during a live contact', () => {
  test('only after the call', () => {
    const floor = withCall();
    expect(floor.refusal(30, MEI, setNotReady(LI, 'MEETING', WHY))).toEqual({ code: 'in-contact' });
    expect(floor.refusal(30, MEI, signOut(LI, WHY))).toEqual({ code: 'in-contact' });
    expect(floor.agent(LI)?.state).toBe('talking');
    const id = floor.grant(30, MEI, setNotReady(LI, 'MEETING', { ...WHY, when: 'after-call' }));
    expect(floor.action(id)).toMatchObject({ state: 'pending' });
  });
});

describe('AG-P3: every forced change has a name and a reason, and the agent sees both at once', () => {
  test.each([setReady(LI), setNotReady(LI, 'MEETING'), signOut(LI), signOut(LI, { when: 'after-call' })])(
    'without a reason: no (%o)',
    (wish) => {
      const floor = pausedAs('RONA');
      expect(floor.refusal(10, MEI, wish)).toEqual({ code: 'reason-needed' });
    },
  );

  test('a reason of nothing but blanks is none', () => {
    expect(() => actingFloor().refusal(10, MEI, setReady(LI, { reason: '   ' }))).toThrow();
  });

  test('with one: who, why and when stand with the agent, until the next change', () => {
    const floor = actingFloor();
    const id = floor.grant(10, MEI, setNotReady(LI, 'MEETING', WHY));
    floor.start(10, id);
    floor.tell(...paused(11, LI, 'MEETING'));
    expect(floor.agent(LI)?.forced).toEqual({ actionId: id, by: expect.objectContaining({ name: '王梅' }), reason: '高峰', at: at(11) });
    floor.tell(...unpaused(60, LI));
    expect(floor.agent(LI)?.forced).toBeUndefined();
  });

  test('what came true before the source was asked was the agent’s own doing', () => {
    const floor = actingFloor();
    const id = floor.grant(10, MEI, setNotReady(LI, 'MEETING', WHY));
    floor.tell(...paused(11, LI, 'MEETING'));
    expect(floor.action(id)?.state).toBe('confirmed');
    expect(floor.agent(LI)?.forced).toBeUndefined();
  });
});

describe('AG-P4: nobody commands agents outside their scope', () => {
  const NOBODY: Actor = { userId: 'u-tv', name: 'TV', role: 'agent', teamIds: [] };
  const about = (key: string): RawCommand[] => [
    setReady(key, WHY),
    setNotReady(key, 'MEETING', WHY),
    signOut(key, WHY),
    onAgent('agent.cancel-pending', key),
    onAgent('agent.end-wrap-up', key),
    onAgent('agent.message', key, { text: '收到' }),
    onAgent('agent.borrow', key, { queueId: queue('vip'), forMs: 600_000 }),
    onAgent('agent.return', key),
    onAgent('help.acknowledge', key),
    onAgent('help.close', key),
  ];
  test.each(about(ZHAO))('a lead does not reach another team: $type', (command) => {
    expect(actingFloor().refusal(10, LEAD, command)).toEqual({ code: 'not-permitted' });
  });
  test.each(about(LI))('a lead reaches the own team: $type', (command) => {
    expect(actingFloor().refusal(10, LEAD, command)).not.toEqual({ code: 'not-permitted' });
  });
  test.each(about(TOM))('an agent does not reach a colleague: $type', (command) => {
    expect(actingFloor().refusal(10, LI_SELF, command)).toEqual({ code: 'not-permitted' });
    expect(actingFloor().refusal(10, NOBODY, command)).toEqual({ code: 'not-permitted' });
  });
  test.each(about(ZHAO))('supervisors and administrators reach everybody: $type', (command) => {
    for (const by of [MEI, ADMIN]) expect(actingFloor().refusal(10, by, command)).not.toEqual({ code: 'not-permitted' });
  });
  test('an agent has their own state, and neither loans nor messages', () => {
    const floor = actingFloor();
    expect(floor.refusal(10, LI_SELF, onAgent('agent.borrow', LI, { queueId: queue('vip'), forMs: 600_000 }))).toEqual({
      code: 'not-permitted',
    });
    expect(floor.refusal(10, LI_SELF, onAgent('agent.message', LI, { text: '收到' }))).toEqual({ code: 'not-permitted' });
    expect(floor.refusal(10, LI_SELF, { type: 'source.resync', source: 'test' })).toEqual({ code: 'not-permitted' });
    expect(floor.refusal(10, LEAD, { type: 'source.resync', source: 'test' })).toEqual({ code: 'not-permitted' });
  });
  test('whether somebody outside the scope exists at all is not told', () => {
    expect(actingFloor().refusal(10, LEAD, setReady('PJSIP/7777', WHY))).toEqual({ code: 'not-permitted' });
  });
});

/** Wishes of all kinds, in any order, with the source doing what it was asked and agents pausing by themselves. */
const REASONS = ['RONA', 'ADMIN', 'MEAL', 'BREAK', 'MICRO_PAUSE', 'BUFFER', 'MEETING'];
const anyStep = fc.oneof(
  fc.record({ does: fc.constant('force-ready' as const), by: fc.constantFrom(MEI, HAO, LEAD), when: fc.constantFrom('now', 'after-call') }),
  fc.record({
    does: fc.constant('force-not-ready' as const),
    by: fc.constantFrom(MEI, HAO, LEAD),
    when: fc.constantFrom('now', 'after-call'),
    reason: fc.constantFrom('ADMIN', 'MEETING', 'BREAK'),
  }),
  fc.record({ does: fc.constant('borrow' as const), by: fc.constantFrom(MEI, LEAD) }),
  fc.record({ does: fc.constant('pause' as const), reason: fc.constantFrom(...REASONS) }),
  fc.record({ does: fc.constantFrom('source' as const, 'unpause' as const, 'hang-up' as const, 'wait' as const) }),
);

test('no order of wishes asks the source to make an agent ready out of a micro-pause or a buffer shift', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40, size: 'max' }), (steps) => {
      const floor = withCall();
      let second = 30;
      for (const step of steps) {
        second += step.does === 'wait' ? 400 : 1;
        const isResting = () =>
          [...(floor.agent(LI)?.memberships.values() ?? [])].some(({ paused: is, reason }) => is && isPrivate(reason));
        if (step.does === 'force-ready') floor.ask(second, step.by, setReady(LI, { ...WHY, when: step.when }));
        else if (step.does === 'force-not-ready') floor.ask(second, step.by, setNotReady(LI, step.reason, { ...WHY, when: step.when }));
        else if (step.does === 'borrow') floor.ask(second, step.by, onAgent('agent.borrow', LI, { queueId: queue('vip'), forMs: 300_000 }));
        else if (step.does === 'pause') floor.tell(...paused(second, LI, step.reason, ...queuesOf(floor)));
        else if (step.does === 'unpause') floor.tell(...unpaused(second, LI, ...queuesOf(floor)));
        else if (step.does === 'hang-up') floor.tell(hangUp(second));
        else if (step.does === 'wait') floor.until(second);
        else {
          for (const id of [...floor.site.openActions]) {
            const effect = floor.action(id)?.effect;
            if (floor.action(id)?.state !== 'requested' || effect === undefined) continue;
            // The law: whatever is about to be asked of the source, it never ends a rest.
            if (isResting()) expect(['set-ready', 'set-not-ready', 'join-queue']).not.toContain(effect.op);
            floor.start(second, id);
            if (effect.op === 'set-ready') floor.tell(...unpaused(second, LI, ...queuesOf(floor)));
            if (effect.op === 'set-not-ready') floor.tell(...paused(second, LI, effect.reasonCode, ...queuesOf(floor)));
            if (effect.op === 'join-queue') floor.tell(member(second, LI, 'vip'));
            if (effect.op === 'leave-queue') floor.tell(gone(second, LI, 'vip'));
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});

const isPrivate = (reason = '') => ['MICRO_PAUSE', 'BUFFER'].includes(plainReason(reason));
const queuesOf = (floor: ReturnType<typeof actingFloor>) =>
  ['sales', 'vip'].filter((key) => floor.site.agents.get(agent(LI))?.memberships.has(queue(key)));
