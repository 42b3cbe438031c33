import { z } from 'zod';
import type { DomainEvent, EventOf } from '../../shared/domain/events.js';
import { isOwnAlone, reasonShownToOthers } from '../../shared/domain/redact.js';
import type { ActionId } from '../../shared/kernel/ids.js';
import { actionIdSchema } from '../../shared/kernel/ids.js';
import { type Position, positionSchema } from '../../shared/kernel/position.js';
import { type EpochMs, epochMsSchema } from '../../shared/kernel/time.js';
import { actionRecordSchema } from '../../shared/protocol/http.js';

/**
 * One accepted command as the audit keeps it, in parts that are each written once and never read back to be changed: so two nodes, or
 * the same one twice, write the same. What was asked for comes with the command's own event; how it ended and who undid it come later.
 */
export const askedPartSchema = actionRecordSchema
  .pick({ id: true, kind: true, by: true, askedAt: true, state: true, on: true, detail: true, alertId: true, undoOf: true })
  .extend({ position: positionSchema });
export type AskedPart = z.infer<typeof askedPartSchema>;
export const settledPartSchema = z.strictObject({
  state: actionRecordSchema.shape.state,
  settledAt: epochMsSchema,
  failure: actionRecordSchema.shape.failure,
});
const undonePartSchema = actionIdSchema;

/** The parts of a record, by what stands after its id in Redis. `lost`: its entry is gone from the log, as after a fail-over. */
export const PARTS = ['settled', 'undone', 'lost'] as const;
export type Part = (typeof PARTS)[number];
export const fieldOf = (id: ActionId, part: Part): string => `${id}|${part}`;

/** What an event adds to the audit. */
export type Note =
  | { readonly kind: 'asked'; readonly asked: AskedPart }
  | { readonly kind: 'part'; readonly id: ActionId; readonly part: Part; readonly text: string; readonly at: EpochMs };

export function* notesOf(event: DomainEvent, position: Position): Generator<Note> {
  if (event.type === 'action.taken') {
    if (isOwnAlone(event.kind)) return;
    yield { kind: 'asked', asked: askedPartOf(event, position) };
    if (event.state === 'confirmed') yield* undoneBy(event);
  } else if (event.type === 'action.settled') {
    const { actionId: id, result: state, occurredAt: settledAt, failure } = event;
    yield { kind: 'part', id, part: 'settled', text: JSON.stringify({ state, settledAt, failure }), at: settledAt };
    if (state === 'confirmed') yield* undoneBy(event);
  }
}

/** Only once it has come about: one that failed undid nothing, and may be followed by another. */
function* undoneBy({ actionId, undoOf, occurredAt: at }: EventOf<'action.taken' | 'action.settled'>): Generator<Note> {
  if (undoOf !== undefined) yield { kind: 'part', id: undoOf, part: 'undone', text: JSON.stringify(actionId), at };
}

/**
 * Without what the source was asked in its own words (a reason among them), and without texts: a message, a handover note and a caller's
 * name are for whom they were written to, not for a month.
 */
function askedPartOf(
  { actionId: id, kind, by, occurredAt, on, detail, alertId, undoOf, state }: EventOf<'action.taken'>,
  position: Position,
) {
  const asked = { id, kind, by, askedAt: occurredAt, state, on, detail: detailKept(detail), position };
  return askedPartSchema.parse({ ...asked, ...(alertId && { alertId }), ...(undoOf && { undoOf }) });
}

/** Reasons that say how somebody feels are kept as what others are shown, and without the words that went with them. */
function detailKept({ text: _text, caller: _caller, ...detail }: EventOf<'action.taken'>['detail']) {
  const { reasonCode, reasonCodeBefore } = detail;
  const shown = reasonCode === undefined ? undefined : reasonShownToOthers(reasonCode);
  const kept = {
    ...detail,
    ...(shown === undefined ? {} : { reasonCode: shown }),
    ...(reasonCodeBefore === undefined ? {} : { reasonCodeBefore: reasonShownToOthers(reasonCodeBefore) }),
  };
  if (shown !== reasonCode) delete kept.reason;
  return kept;
}

export type ActionRecord = z.infer<typeof actionRecordSchema>;

/** A record as its parts say. */
export function recordOf(asked: AskedPart, parts: Readonly<Partial<Record<Part, string | null>>>): ActionRecord {
  const { position: _, ...rest } = asked;
  const settled = parts.settled ? settledPartSchema.parse(JSON.parse(parts.settled)) : null;
  return {
    ...rest,
    ...(settled ?? (isDoneAtOnce(asked) ? { settledAt: asked.askedAt } : {})),
    ...(parts.undone ? { undoneBy: undonePartSchema.parse(JSON.parse(parts.undone)) } : {}),
    ...(parts.lost ? { isLost: true as const } : {}),
  };
}

const isDoneAtOnce = ({ state }: AskedPart): boolean => state === 'confirmed';
