import { expect, test } from 'vitest';
import { isReader } from '../../../shared/domain/escalation/notice-reader.js';
import type { Actor } from '../../../shared/domain/policy.js';
import type { Audience } from '../../../shared/domain/redact.js';
import { projectAgent, viewKey } from '../../../shared/protocol/project-views.js';
import { viewsFor } from '../../../shared/protocol/redact-views.js';
import {
  ADMIN,
  type CaseFloor,
  caseFloor,
  H,
  type Hand,
  LI,
  LIU,
  li,
  M,
  PEOPLE,
  S,
  SUN,
  TOM,
  toConfirm,
  toGraded,
  toResolved,
  WU,
  ZHOU,
} from './case-floor.js';

/** Who is told what of a case now, as `刘组长 timer-breached`. */
const told = (one: Hand) =>
  (one.view().notices ?? []).flatMap((notice) => {
    const names = PEOPLE.filter((person) => isReader(notice, person)).map(({ name }) => name);
    return names.map((name) => `${name} ${notice.kind}${notice.kind.startsWith('timer') ? ` ${notice.what}` : ''}`);
  });
const note = (one: Hand, by: Actor, floor: CaseFloor) => one.do(by, 'case.note', { upTo: floor.now });

test('ES-T1 · the owner is told at 80 %, the owner and their lead at 100 %, the supervisors beyond, each once', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  const seen: string[][] = [];
  for (const ms of [4 * M - 1, 1, M, 150 * S, 150 * S]) {
    floor.pass(ms);
    seen.push(told(one).filter((line) => line.includes('T1')));
  }
  expect(seen).toEqual([
    [],
    ['李娜 timer-warned T1'],
    ['李娜 timer-breached T1', '刘组长 timer-breached T1'],
    ['李娜 timer-breached T1', '刘组长 timer-breached T1', '周敏 timer-escalated T1 manager', '孙浩 timer-escalated T1 manager'],
    ['李娜 timer-breached T1', '刘组长 timer-breached T1', '周敏 timer-escalated T1 director', '孙浩 timer-escalated T1 director'],
  ]);
  one.do(LI, 'case.first-response', { apologised: true, direction: '先恢复', node: { dueAt: floor.now + H, text: '回电' } });
  expect(told(one).filter((line) => line.includes('T1'))).toEqual([]);
});

test('who took note is not told again, others still are; among supervisors one is enough, and a restart forgets none of it', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  floor.pass(470 * S);
  note(one, LI, floor);
  note(one, SUN, floor);
  expect(told(one)).toEqual(['刘组长 timer-breached T1']);
  floor.restart(15 * S);
  expect(told(one)).toEqual(['刘组长 timer-breached T1', '李娜 timer-warned T2']);
  expect(one.refused(ZHOU, 'case.note', { upTo: floor.now })).toEqual({ code: 'unchanged' });
  note(one, LIU, floor);
  expect(told(one)).toEqual(['李娜 timer-warned T2']);
});

test('what came after somebody last looked is not noted unseen', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  floor.pass(4 * M);
  const seenAt = floor.now;
  floor.sleep(M);
  one.do(LI, 'case.note', { upTo: seenAt });
  expect(told(one)).toEqual(['李娜 timer-breached T1', '刘组长 timer-breached T1']);
});

test('B.3.5 · before a promise is due its owner is told, whoever that is by then; when it is, the lead; kept, nobody', () => {
  const floor = caseFloor();
  const one = floor.open(LI, { caseType: 'SUGGESTION' });
  toGraded(one, LI, 'P4');
  one.do(LI, 'case.first-response', { apologised: true, direction: '先恢复', node: { dueAt: floor.now + H, text: '回电' } });
  floor.pass(50 * M);
  expect(told(one)).toEqual(['李娜 promise-reminded']);
  one.do(ZHOU, 'case.give', { toUserId: 'u-tom' });
  expect(told(one)).toEqual(['李娜 promise-reminded', '汤姆 offered']);
  one.do(TOM, 'case.accept');
  expect(told(one)).toEqual(['汤姆 promise-reminded']);
  floor.pass(10 * M);
  expect(told(one)).toEqual(['汤姆 promise-reminded', '吴组长 promise-broken']);
  one.do(TOM, 'case.keep-promise', { promiseId: one.view().promises[0]?.id });
  expect(told(one)).toEqual([]);
});

test('ES-O3 · of a hand-over that nobody accepts the lead of who was asked is told, until somebody answers', () => {
  const floor = caseFloor();
  const one = floor.open(LI, { signs: ['safety'] });
  one.do(LI, 'case.give', { toUserId: 'u-tom' });
  floor.pass(10 * M);
  expect(told(one).filter((line) => line.includes('offer'))).toEqual(['汤姆 offered', '吴组长 offer-unanswered']);
  one.do(TOM, 'case.decline', { reason: '在通话' });
  expect(told(one).filter((line) => line.includes('offer'))).toEqual([]);
});

test('a grade that went up by itself is told to the owner and their lead, and graded by a person is told no more', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  toGraded(one, LI, 'P3');
  floor.pass(H);
  expect(told(one)).toEqual(expect.arrayContaining(['李娜 grade-raised', '刘组长 grade-raised']));
  one.do(ZHOU, 'case.grade', { grade: 'P4', caseType: 'TECH', reason: '客户不急' });
  expect(told(one).filter((line) => line.includes('grade'))).toEqual([]);
});

test('ES-O2 · the first responder hears of the result from whoever brought it about, also after the case is closed', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  one.do(ZHOU, 'case.take');
  toConfirm(one, ZHOU, floor);
  one.do(ZHOU, 'case.customer-answer', { answer: 'accepted' });
  one.do(ZHOU, 'case.close');
  expect(told(one)).toEqual(['李娜 resolved']);
  note(one, LI, floor);
  expect(told(one)).toEqual([]);
  const own = floor.open(LI);
  toResolved(own, LI, floor);
  expect(told(own)).toEqual([]);
});

test('ES-O4 · a complaint about somebody is not told to their lead alone but to the supervisors', () => {
  const floor = caseFloor();
  const one = floor.open(ZHOU, { caseType: 'COMPLAINT_SERVICE', aboutAgentId: li });
  one.do(ZHOU, 'case.give', { toUserId: 'u-tom' });
  one.do(TOM, 'case.accept');
  floor.pass(5 * M);
  expect(told(one)).toContain('吴组长 timer-breached T1');
  const unowned = floor.open(LI, { caseType: 'COMPLAINT_SERVICE', aboutAgentId: li });
  floor.pass(10 * M);
  expect(told(unowned).filter((line) => line.startsWith('刘'))).toEqual([]);
  expect(told(unowned)).toEqual(expect.arrayContaining(['周敏 unowned', '孙浩 unowned']));
});

const audienceOf = ({ role, agentId, teamIds }: Actor): Audience => {
  if (role === 'lead') return { kind: 'lead', teamIds };
  return role === 'agent' ? { kind: 'agent', agentId: agentId ?? null } : { kind: role === 'admin' ? 'admin' : 'site' };
};

test('whoever is told of a case has it on their screen, and nobody who has not may take note of it', () => {
  const floor = caseFloor();
  const ofLi = floor.open(LI);
  const given = floor.open(LI, { signs: ['safety'] });
  given.do(LI, 'case.give', { toUserId: 'u-tom' });
  const ofZhou = floor.open(ZHOU);
  floor.pass(12 * M);
  const agents = [...floor.site.agents.values()].map((agent) => ['agent', projectAgent(floor.site, agent)] as const);
  for (const one of [ofLi, given, ofZhou]) {
    expect(told(one).length).toBeGreaterThan(0);
    for (const person of PEOPLE) {
      const holds = viewsFor(audienceOf(person), [['case', one.view()], ...agents]).has(viewKey('case', one.id));
      const isTold = told(one).some((line) => line.startsWith(`${person.name} `));
      if (isTold) expect(holds).toBe(true);
      if (!holds) expect(one.refused(person, 'case.note', { upTo: floor.now })).toEqual({ code: 'not-permitted' });
    }
  }
  expect(ofLi.refused(ADMIN, 'case.note', { upTo: floor.now })).toEqual({ code: 'unchanged' });
  expect(ofLi.refused(WU, 'case.note', { upTo: floor.now })).toEqual({ code: 'not-permitted' });
});
