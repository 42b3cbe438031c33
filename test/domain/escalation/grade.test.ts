import { expect, test } from 'vitest';
import { caseSignSchema } from '../../../shared/domain/escalation/words.js';
import { agentIdOf } from '../../../shared/kernel/ids.js';
import { SOURCE } from '../../support/floor.js';
import { caseFloor, LI, M, ZHOU } from './case-floor.js';

const proposed = (more: Record<string, unknown> = {}) => caseFloor().open(LI, more).one().proposedGrade;

test.each(['safety', 'outage', 'legal-or-media', 'vip-stopped', 'threat'])('%s is P1', (sign) => {
  expect(proposed({ signs: [sign] })).toBe('P1');
});
test.each(['money-loss', 'account-locked', 'second-complaint', 'vip', 'asks-supervisor'])('%s is P2', (sign) => {
  expect(proposed({ signs: [sign] })).toBe('P2');
});
test('every sign leads to a grade', () => {
  for (const sign of caseSignSchema.options) expect(['P1', 'P2']).toContain(proposed({ signs: [sign] }));
});
test('a question and a suggestion are P4, an ordinary fault or complaint P3; the gravest sign counts', () => {
  expect(['CONSULT', 'SUGGESTION', 'TECH', 'COMPLAINT_SERVICE'].map((caseType) => proposed({ caseType }))).toEqual([
    'P4',
    'P4',
    'P3',
    'P3',
  ]);
  expect(proposed({ caseType: 'SUGGESTION', signs: ['vip', 'threat'] })).toBe('P1');
});
test.each([
  ['gold', 'P2'],
  ['Black', 'P2'],
  ['corp', 'P2'],
  ['silver', 'P3'],
])('a caller of tier %s proposes %s', (tier, grade) => {
  const floor = caseFloor();
  expect(floor.open(LI, { visitId: floor.call('a', undefined, { tier }) }).one().proposedGrade).toBe(grade);
});
test('a second complaint of one customer about the same is P2, without anybody saying so', () => {
  const floor = caseFloor();
  const complain = (name: string, caseType: string, caller = {}) =>
    floor.open(LI, { visitId: floor.call(name, undefined, caller), caseType }).one().proposedGrade;
  expect(complain('a', 'COMPLAINT_BILLING')).toBe('P3');
  expect(complain('b', 'COMPLAINT_SERVICE')).toBe('P3');
  expect(complain('c', 'COMPLAINT_BILLING', { hash: 'hash-of-zhao' })).toBe('P3');
  expect(complain('d', 'COMPLAINT_BILLING')).toBe('P2');
});
test('the fifth like case of a queue within 15 minutes is an outage', () => {
  const floor = caseFloor();
  const next = (name: string, more: object = {}) => {
    const visitId = floor.call(name, agentIdOf(SOURCE, 'PJSIP/1001'), { hash: `hash-of-${name}` });
    return floor.open(ZHOU, { visitId, ...more }).one().proposedGrade;
  };
  expect(['a', 'b', 'c'].map((name) => next(name))).toEqual(['P3', 'P3', 'P3']);
  next('other', { caseType: 'LOGISTICS' });
  floor.open(ZHOU);
  floor.pass(14 * M);
  expect(next('d')).toBe('P3');
  expect(next('e')).toBe('P1');
  floor.pass(M);
  expect(next('f')).toBe('P3');
});
