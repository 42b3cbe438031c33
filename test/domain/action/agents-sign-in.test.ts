import { describe, expect, test } from 'vitest';
import { answered, at, joined, member, other } from '../../support/floor.js';
import { type ActingFloor, actingFloor, agent, LI, LI_SELF, MEI, queue, TOM, TOM_SELF } from './acting-floor.js';
import { gone, hangUp, lost, onAgent, paused, signOut, withoutOp } from './agent-words.js';

const SIGN_IN = { type: 'agent.sign-in' } as const;

/** Tom leaves both queues, one after the other, as a phone system does it. */
function signedOut(floor: ActingFloor = actingFloor()): ActingFloor {
  floor.tell(member(1, TOM, 'vip', { penalty: 3, member: 'Dyn 1002' }));
  floor.tell(gone(10, TOM, 'sales'));
  floor.tell(gone(10.4, TOM, 'vip'));
  return floor;
}

describe('who signed out signs in again from the desk', () => {
  test('into the queues that were left, as they were served; off the phones until ready', () => {
    const floor = signedOut();
    const id = floor.grant(20, TOM_SELF, SIGN_IN);
    expect(floor.action(id)).toMatchObject({
      kind: 'agent.sign-in',
      state: 'requested',
      on: { agentId: agent(TOM) },
      detail: { toState: 'not-ready', reasonCode: 'WARMUP', stateBefore: 'logged-out' },
      effect: {
        op: 'sign-in',
        agentKey: TOM,
        name: 'Tom',
        queues: [
          { queueKey: 'sales', penalty: 0 },
          { queueKey: 'vip', penalty: 3, member: 'Dyn 1002' },
        ],
      },
      timeOutAt: at(35),
    });
    floor.start(20, id);
    floor.tell(...paused(20.5, TOM, 'WARMUP', 'sales'));
    expect(floor.action(id)?.state).toBe('started');
    floor.tell(...paused(20.6, TOM, 'WARMUP', 'vip'));
    expect(floor.action(id)).toMatchObject({ state: 'confirmed' });
    expect(floor.agent(TOM)).toMatchObject({ state: 'not-ready', reasonCode: 'WARMUP' });
    expect(floor.agent(TOM)?.forced).toBeUndefined();
  });

  test('by the way that the source reached them, where it is not simply the phone', () => {
    const floor = actingFloor();
    const via = { interface: 'Local/1001@agents/n', stateInterface: 'hint:1001@agents' };
    floor.tell(other(10, { type: 'member.gone', agentKey: LI, queueKey: 'sales', via }));
    const id = floor.grant(20, LI_SELF, SIGN_IN);
    expect(floor.action(id)?.effect).toMatchObject({ queues: [{ queueKey: 'sales', penalty: 0, via }] });
  });

  test('a queue that was left long before the others stays left', () => {
    const floor = actingFloor();
    floor.tell(gone(10, TOM, 'vip'));
    floor.tell(gone(600, TOM, 'sales'));
    const id = floor.grant(700, TOM_SELF, SIGN_IN);
    expect(floor.action(id)?.effect).toMatchObject({ queues: [{ queueKey: 'sales' }] });
  });

  test('a loan ended with the sign-out', () => {
    const floor = actingFloor();
    const loan = floor.grant(5, MEI, onAgent('agent.borrow', LI, { queueId: queue('support'), forMs: 900_000 }));
    floor.start(5, loan);
    floor.tell(member(6, LI, 'support'));
    expect(floor.agent(LI)?.borrowed).toBeDefined();
    floor.tell(gone(10, LI, 'support'), gone(10, LI, 'sales'));
    const id = floor.grant(20, LI_SELF, SIGN_IN);
    expect(floor.action(id)?.effect).toMatchObject({ queues: [{ queueKey: 'sales' }] });
  });

  test('also with the last caller still on the line: the call goes on', () => {
    const floor = actingFloor();
    floor.tell(joined(10, 'a', 'sales'), answered(20, 'a', LI), gone(25, LI));
    const id = floor.grant(30, LI_SELF, SIGN_IN);
    floor.start(30, id);
    floor.tell(...paused(31, LI, 'WARMUP'));
    expect(floor.action(id)?.state).toBe('confirmed');
    expect(floor.agent(LI)?.state).toBe('talking');
    floor.tell(hangUp(40));
    expect(floor.agent(LI)).toMatchObject({ state: 'not-ready', reasonCode: 'WARMUP' });
  });
});

describe('signing in is refused', () => {
  test('to who is signed in, and a second time while the first is under way', () => {
    const floor = signedOut();
    expect(floor.refusal(20, LI_SELF, SIGN_IN)).toEqual({ code: 'unchanged' });
    const first = floor.grant(20, TOM_SELF, SIGN_IN);
    expect(floor.refusal(21, TOM_SELF, SIGN_IN)).toMatchObject({ code: 'conflict', actionId: first });
  });

  test('where nobody saw which queues were left, or these are gone', () => {
    const floor = actingFloor();
    floor.tell(other(5, { type: 'agent.seen', agentKey: 'PJSIP/1009', name: 'Neu' }));
    expect(floor.refusal(10, { ...TOM_SELF, agentId: agent('PJSIP/1009') }, SIGN_IN)).toEqual({ code: 'not-supported' });
    floor.tell(gone(10, LI), other(11, { type: 'queue.gone', queueKey: 'sales' }));
    expect(floor.refusal(20, LI_SELF, SIGN_IN)).toEqual({ code: 'queue-gone' });
  });

  test('by a phone system that can not do it, or is out of reach', () => {
    const floor = signedOut();
    withoutOp(floor, 'sign-in');
    expect(floor.refusal(20, TOM_SELF, SIGN_IN)).toMatchObject({ code: 'not-supported' });
    const other = signedOut();
    other.tell(lost(15));
    expect(other.refusal(20, TOM_SELF, SIGN_IN)).toMatchObject({ code: 'source-lost' });
  });

  test('to who is no agent: nobody is signed in by others', () => {
    const floor = signedOut();
    expect(floor.refusal(20, { ...MEI, agentId: agent('PJSIP/9001') }, SIGN_IN)).toEqual({ code: 'not-found' });
  });
});

test('what the source does not bring about in time is told so', () => {
  const floor = signedOut();
  const id = floor.grant(20, TOM_SELF, SIGN_IN);
  floor.start(20, id);
  floor.until(40);
  expect(floor.action(id)?.state).toBe('timed-out');
  expect(floor.refusal(41, TOM_SELF, SIGN_IN)).toBe('granted');
});

test('signing out again soon after leads back to the same queues', () => {
  const floor = signedOut();
  const id = floor.grant(20, TOM_SELF, SIGN_IN);
  floor.start(20, id);
  floor.tell(...paused(20.5, TOM, 'WARMUP', 'sales', 'vip'));
  const out = floor.grant(30, TOM_SELF, signOut(TOM));
  floor.start(30, out);
  floor.tell(gone(31, TOM, 'sales'), gone(31, TOM, 'vip'));
  const again = floor.grant(40, TOM_SELF, SIGN_IN);
  expect(floor.action(again)?.effect).toMatchObject({ queues: [{ queueKey: 'sales' }, { queueKey: 'vip' }] });
});
