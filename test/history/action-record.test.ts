import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ActionRecord, type AskedPart, notesOf, type Part, recordOf } from '../../server/history/action-record.js';
import { isSettled } from '../../shared/domain/action/action.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { ActionId } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import { actingFloor, agent, LI, LI_SELF, MEI, onCall, reassign, TOM, TOM_SELF, visit } from '../domain/action/acting-floor.js';
import { hangUp, setNotReady, withCall } from '../domain/action/agent-words.js';
import { anySteps, lived, obeyed, openAction, opening, resolved } from '../domain/action/any-step.js';
import { at, joined, other } from '../support/floor.js';

/** What the audit comes to after these events, and how often each action was noted as asked for. */
function auditOf(events: readonly DomainEvent[]) {
  const asked = new Map<ActionId, AskedPart>();
  const parts = new Map<ActionId, Partial<Record<Part, string>>>();
  const timesAsked = new Map<ActionId, number>();
  for (const event of events) {
    for (const note of notesOf(event, '1-0' as Position)) {
      if (note.kind === 'asked') {
        asked.set(note.asked.id, note.asked);
        timesAsked.set(note.asked.id, (timesAsked.get(note.asked.id) ?? 0) + 1);
      } else parts.set(note.id, { [note.part]: note.text, ...parts.get(note.id) });
    }
  }
  const records = new Map<ActionId, ActionRecord>();
  for (const [id, part] of asked) records.set(id, recordOf(part, parts.get(id) ?? {}));
  return { records, timesAsked };
}

describe('a record of what somebody did', () => {
  test('says who, when, on what, why and what came of it', () => {
    const floor = withCall();
    const id = floor.grant(30, MEI, onCall('call.disconnect', 'a', { reason: '威胁坐席' }));
    expect(auditOf(floor.events).records.get(id)).toEqual({
      id,
      kind: 'call.disconnect',
      by: { userId: 'u-mei', name: '王梅', role: 'supervisor', agentId: agent('PJSIP/9001') },
      askedAt: at(30),
      state: 'requested',
      on: expect.objectContaining({ visitId: visit('a'), agentId: agent(LI) }),
      detail: { reason: '威胁坐席' },
    });
    floor.foldAll([
      {
        type: 'action.settled',
        occurredAt: at(40),
        actionId: id,
        result: 'failed',
        failure: { code: 'refused', detail: 'No such channel' },
      },
    ]);
    expect(auditOf(floor.events).records.get(id)).toMatchObject({
      state: 'failed',
      settledAt: at(40),
      failure: { code: 'refused', detail: 'No such channel' },
    });
  });

  test('leads from what was done to what undid it, and back', () => {
    const floor = actingFloor();
    floor.tell(joined(10, 'a', 'sales'));
    floor.desk(11, TOM);
    const moved = floor.grant(20, MEI, reassign('a', TOM));
    const undone = floor.grant(25, MEI, { type: 'action.undo', actionId: moved });
    const { records } = auditOf(floor.events);
    expect(records.get(moved)).toMatchObject({ state: 'withdrawn', undoneBy: undone });
    expect(records.get(undone)).toMatchObject({ state: 'confirmed', settledAt: at(25), undoOf: moved });
  });

  test('is not undone by what failed, but by the try that came about', () => {
    const floor = actingFloor();
    floor.tell(joined(10, 'a', 'sales', { priority: 2 }));
    const priority = (seconds: number, to: number) =>
      floor.tell(other(seconds, { type: 'visit.priority-changed', visitKey: 'a', priority: to }));
    const id = floor.grant(20, MEI, onCall('call.set-priority', 'a', { priority: 9 }));
    floor.start(20, id);
    priority(21, 9);
    const first = floor.grant(30, MEI, { type: 'action.undo', actionId: id });
    floor.start(30, first);
    floor.until(60);
    expect(auditOf(floor.events).records.get(id)?.undoneBy).toBeUndefined();
    const second = floor.grant(61, MEI, { type: 'action.undo', actionId: id });
    floor.start(61, second);
    priority(62, 2);
    const { records } = auditOf(floor.events);
    expect([records.get(first)?.state, records.get(second)?.state]).toEqual(['timed-out', 'confirmed']);
    expect(records.get(id)?.undoneBy).toBe(second);
  });

  test('holds no message, no handover note and no caller: these are for whom they were written to', () => {
    const floor = actingFloor();
    floor.tell(joined(10, 'a', 'sales', { caller: { masked: 'canary-138****2764', name: 'canary-caller' } }));
    floor.desk(11, TOM);
    floor.grant(20, MEI, { type: 'agent.message', agentId: agent(TOM), text: 'canary-message' });
    const offer = floor.grant(21, MEI, reassign('a', TOM, { note: 'canary-note' }));
    floor.grant(22, TOM_SELF, { type: 'offer.decline', actionId: offer, reason: 'canary-why-not' });
    const { records } = auditOf(floor.events);
    expect(records.get(offer)?.state).toBe('declined');
    expect(JSON.stringify([...records])).not.toContain('canary');
    expect(JSON.stringify(floor.events)).toContain('canary-note');
  });
});

describe('what somebody chose for a rest', () => {
  test('is kept as what others are shown, without the words that went with it', () => {
    const floor = withCall();
    const own = floor.grant(30, LI_SELF, setNotReady(LI, 'MICRO_PAUSE', { when: 'after-call', reason: '想静一静' }));
    expect(auditOf(floor.events).records.get(own)?.detail).toMatchObject({ toState: 'not-ready', reasonCode: 'BREAK' });
    expect(JSON.stringify([...auditOf(floor.events).records])).not.toMatch(/MICRO_PAUSE|想静一静/);
  });

  test('an ordinary reason stays as it was given', () => {
    const floor = actingFloor();
    const forced = floor.grant(30, MEI, setNotReady(LI, 'COACHING', { reason: '复盘上一通' }));
    expect(auditOf(floor.events).records.get(forced)?.detail).toMatchObject({ reasonCode: 'COACHING', reason: '复盘上一通', forced: true });
  });

  test('whether the pause after an abusive call was taken or declined is in no record', () => {
    for (const accept of [true, false]) {
      const floor = withCall(60_000);
      floor.grant(25, LI_SELF, { type: 'call.flag-abuse', visitId: floor.agent(LI)?.visitId });
      floor.tell(hangUp(40));
      floor.grant(45, LI_SELF, { type: 'break.answer', accept });
      expect([...auditOf(floor.events).records.values()].map(({ kind }) => kind)).toEqual(['call.flag-abuse']);
    }
  });
});

test('every accepted command has exactly one record, and the record ends as the action did', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const floor = actingFloor();
      floor.tell(...opening());
      const accepted = new Map<ActionId, string>();
      let seconds = 30;
      for (const [n, step] of steps.entries()) {
        seconds += 1;
        if (step.kind === 'command') {
          const { by, raw } = resolved(floor, step.by, step.raw, step.nth);
          const answer = floor.ask(seconds, by, raw);
          if (answer.ok) accepted.set(answer.actionId, raw.type);
        } else if (step.kind === 'life') floor.tell(...lived(floor, seconds, step, n));
        else if (step.kind === 'obey') {
          const id = openAction(floor, step.nth, 'requested');
          const effect = id === undefined ? undefined : floor.action(id)?.effect;
          if (id !== undefined && effect !== undefined) {
            floor.start(seconds, id);
            floor.tell(...obeyed(floor, seconds, effect, n));
          }
        } else if (step.kind === 'time') {
          seconds += step.seconds;
          floor.until(seconds);
        }
      }
      const { records, timesAsked } = auditOf(floor.events);
      for (const [id, kind] of accepted)
        expect({ kind, times: timesAsked.get(id) ?? 0 }).toEqual({ kind, times: kind === 'break.answer' ? 0 : 1 });
      for (const action of floor.site.actions.values()) {
        const record = records.get(action.id);
        if (record === undefined || !isSettled(action)) continue;
        const { state, settledAt } = action;
        // What is being undone, or was tried in vain, is not undone.
        const undoneBy = [action.undoneBy].find((id) => id !== undefined && floor.site.actions.get(id)?.state === 'confirmed');
        expect({ state: record.state, settledAt: record.settledAt, undoneBy: record.undoneBy }).toEqual({ state, settledAt, undoneBy });
      }
      expect(JSON.stringify([...records.values()])).not.toMatch(/MICRO_PAUSE|BUFFER|break\.answer/);
    }),
    { numRuns: 100 },
  );
}, 60_000);
