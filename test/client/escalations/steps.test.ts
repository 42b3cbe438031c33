import { describe, expect, test } from 'vitest';
import { casesSearch, DEFAULT_CASES, parseCasesAddress } from '../../../client/escalations/address.js';
import { STEPS, stepsFor } from '../../../client/escalations/steps.js';
import { fromLocalInput, toLocalInput } from '../../../client/i18n/local-time.js';
import { caseStateSchema } from '../../../shared/domain/escalation/words.js';
import { POLICY } from '../../../shared/domain/policy.js';
import { aCase } from './cases.js';

const NOW = Date.UTC(2026, 10, 21, 6, 0);
const inState = (state: (typeof caseStateSchema.options)[number], more: object = {}) =>
  aCase(NOW, { no: 1, ageMin: 1, dueMin: 1, state, ...more });
const supervisor = { userId: 'u-1', isChief: true, isSupervisor: true };

describe('the steps of a case', () => {
  test('every command on a case can be given from the screen', () => {
    const built = new Set(STEPS.map((step) => step.build({}, inState('new')).type));
    // Opening one has a form of its own; what one is told is noted on its bar.
    const wanted = Object.keys(POLICY).filter((type) => type.startsWith('case.') && !['case.open', 'case.note'].includes(type));
    expect(wanted.filter((type) => !built.has(type as never))).toEqual([]);
  });
  test('in each open state there is a natural next one; when it is over there is none but reopening', () => {
    const over = ['closed', 'merged', 'cancelled'];
    for (const state of caseStateSchema.options) {
      const { main, others } = stepsFor(inState(state), supervisor);
      if (over.includes(state)) expect([main, ...others.map(({ id }) => id)]).toEqual(state === 'closed' ? [null, 'reopen'] : [null]);
      else expect(main, state).not.toBeNull();
    }
  });
});

describe('the address of the board', () => {
  test('comes back as it was written', () => {
    const address = { view: 'mine', grade: 'P1', type: 'TECH', text: '2041', open: 'e-c1', figure: 'T4', span: '7d' } as const;
    expect(parseCasesAddress(casesSearch(address))).toEqual(address);
    expect(casesSearch(DEFAULT_CASES)).toEqual({});
  });
  test('what can’t be read in a link is left out, and the rest still opens', () => {
    expect(parseCasesAddress({ view: 'nope', grade: 'P9', type: 3, q: 2041, case: '<script>' })).toEqual({
      ...DEFAULT_CASES,
      text: '2041',
    });
  });
});

describe('a time on the site’s clock', () => {
  test('is the same instant after the field has held it', () => {
    for (const zone of ['Asia/Shanghai', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'UTC']) {
      expect(fromLocalInput(toLocalInput(NOW, zone), zone)).toBe(NOW);
    }
  });
  test('on a day when the clocks change it is still what the wall shows', () => {
    const zone = 'Europe/Berlin';
    expect(fromLocalInput('2026-10-25T10:00', zone)).toBe(Date.UTC(2026, 9, 25, 9, 0));
    expect(fromLocalInput('2026-03-29T10:00', zone)).toBe(Date.UTC(2026, 2, 29, 8, 0));
    expect(fromLocalInput('2026-03-29T01:30', zone)).toBe(Date.UTC(2026, 2, 29, 0, 30));
  });
  test('half filled in it is none', () => {
    expect(fromLocalInput('', 'UTC')).toBeNull();
    expect(fromLocalInput('2026-10', 'UTC')).toBeNull();
  });
});
