import { describe, expect, test } from 'vitest';
import type { Principal } from '../../server/auth/principal.js';
import { scopeOf, seatOf } from '../../server/auth/scope.js';
import { audienceOf } from '../../server/realtime/audience-of.js';
import { agentIdOf, teamIdOf } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import { answered, joined, member, other, queueSeen, SOURCE, testFloor } from '../support/floor.js';

const phone = 'sim/desk-zhoumin';
const li = 'PJSIP/1001';

/** Li serves sales; a supervisor took a call there by the phone on her own desk. */
function floorWithPhone() {
  const { site, tell } = testFloor();
  tell(queueSeen(0, 'sales'), member(0, li, 'sales'), joined(1, 'a', 'sales'));
  tell(other(2, { type: 'agent.seen', agentKey: phone, name: '周敏' }), answered(2, 'a', phone));
  return site;
}
const person = (role: Principal['role'], agentKey: string): Principal => ({
  userId: 'u-1',
  sessionHash: 'h',
  role,
  teamIds: role === 'lead' ? [teamIdOf('sales')] : [],
  teams: role === 'lead' ? ['sales'] : [],
  agentKey,
  displayName: '周敏',
  language: 'zh',
  expiresAt: epochMs(0),
});

describe('somebody with a phone of their own', () => {
  test.each(['supervisor', 'admin'] as const)('a %s sees the whole site all the same', (role) => {
    const site = floorWithPhone();
    expect(scopeOf(person(role, phone), site)).toEqual({ kind: 'site' });
    expect(audienceOf(person(role, phone), site)).toEqual({ kind: role === 'admin' ? 'admin' : 'site' });
  });

  test('a lead sees the team, and is nobody’s agent by a phone that is in no queue', () => {
    const site = floorWithPhone();
    expect(scopeOf(person('lead', phone), site).kind).toBe('teams');
    expect(audienceOf(person('lead', phone), site)).toMatchObject({ kind: 'lead' });
  });

  test('has no seat by it, in mid-call or after; one who serves a queue has', () => {
    const site = floorWithPhone();
    expect(seatOf(person('supervisor', phone), site)).toBeNull();
    expect(seatOf(person('supervisor', li), site)?.id).toBe(agentIdOf(SOURCE, li));
    expect(seatOf(person('agent', phone), site)?.id).toBe(agentIdOf(SOURCE, phone));
  });
});
