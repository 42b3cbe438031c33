import { type Buffer, isBeforeStart } from '../domain/buffer/buffer.js';
import type { Duty, Exception } from '../domain/roster/duty.js';
import type { Shift } from '../domain/roster/shift.js';
import type { SiteState } from '../domain/site.js';
import type { AgentId, ShiftId } from '../kernel/ids.js';
import { type EpochMs, epochMs } from '../kernel/time.js';
import type { Activity } from '../staffing/activities.js';

/** Half-open. */
export interface Span {
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
}

/** What somebody is to do for a while. */
export interface PlanSpan extends Span {
  readonly activity: Activity;
  readonly post?: string;
  readonly shiftId: ShiftId;
}

/** What lies over a shift for a while: a buffer shift, leave. */
export interface Overlay extends Span {
  readonly activity: Activity;
  readonly post?: string;
}

/** The shift as it was told or, for planners, as it is meant to be. */
export type Side = 'published' | 'draft';

/** Buffer shifts that are to come, go on or were, by agent: looked up once for a whole sheet. */
export type BufferSpans = ReadonlyMap<AgentId, readonly Overlay[]>;

export function bufferSpansOf(site: Readonly<Pick<SiteState, 'buffers'>>): BufferSpans {
  const spans = new Map<AgentId, Overlay[]>();
  for (const buffer of site.buffers.values()) {
    const span = bufferSpan(buffer);
    if (span === null) continue;
    const known = spans.get(buffer.agentId);
    if (known === undefined) spans.set(buffer.agentId, [span]);
    else known.push(span);
  }
  for (const list of spans.values()) list.sort((a, b) => a.startAt - b.startAt);
  return spans;
}

/** Calls that somebody takes over from a colleague, in place of what was planned for them. */
export const coversOf = ({ covers }: Readonly<Pick<SiteState, 'covers'>>, agentId: AgentId): readonly Overlay[] =>
  [...covers.values()]
    .filter((one) => one.agentId === agentId && (one.state === 'accepted' || one.coveredUntil !== undefined))
    .map(({ startAt, endAt, coveredUntil }): Overlay => ({ activity: 'phone', startAt, endAt: coveredUntil ?? endAt }));

/** All that lies over shifts but exceptions: buffer shifts, and who takes over for them. */
export function overlaySpansOf(site: Readonly<Pick<SiteState, 'buffers' | 'covers'>>): BufferSpans {
  const buffers = bufferSpansOf(site);
  const spans = new Map(buffers);
  for (const { agentId } of site.covers.values()) {
    const own = coversOf(site, agentId);
    if (own.length > 0)
      spans.set(
        agentId,
        [...(buffers.get(agentId) ?? []), ...own].sort((a, b) => a.startAt - b.startAt),
      );
  }
  return spans;
}

/** Null: not agreed yet, or it never came to be. */
function bufferSpan(buffer: Buffer): Overlay | null {
  const { startedAt, state, endAt, closedAt, post } = buffer;
  const isToCome = state === 'scheduled' || (isBeforeStart(buffer) && buffer.decision?.outcome === 'approved');
  if (startedAt === undefined && !isToCome) return null;
  const startAt = startedAt ?? buffer.startAt;
  const end = startedAt === undefined ? endAt : epochMs(Math.min(closedAt ?? Math.max(endAt, startedAt), Number.MAX_SAFE_INTEGER));
  if (end <= startAt) return null;
  return { activity: 'buffer', startAt, endAt: end, ...(post === undefined ? {} : { post }) };
}

/** Exceptions that take somebody away from work; the others only excuse what was done instead of it. */
const AWAY: Readonly<Partial<Record<Exception['type'], Activity>>> = { leave: 'leave', sick: 'sick', union: 'union' };

export function overlaysOf(duty: Pick<Duty, 'agentId' | 'exceptions'>, buffers: BufferSpans): readonly Overlay[] {
  const own = buffers.get(duty.agentId) ?? NONE;
  if (duty.exceptions.length === 0) return own;
  const away = duty.exceptions.flatMap(({ type, startAt, endAt }): Overlay[] => {
    const activity = AWAY[type];
    return activity === undefined ? [] : [{ activity, startAt, endAt }];
  });
  return away.length === 0 ? own : [...away, ...own].sort((a, b) => a.startAt - b.startAt);
}
const NONE: readonly Overlay[] = [];

/** A shift's segments with what lies over it, in order and without gaps. Of two overlays on one moment the later one counts. */
export function planOf(shift: Pick<Shift, 'id' | 'startAt' | 'endAt' | 'segments'>, overlays: readonly Overlay[]): PlanSpan[] {
  let spans: PlanSpan[] = shift.segments.map(({ post, ...segment }) => ({
    ...segment,
    ...(post === undefined ? {} : { post }),
    shiftId: shift.id,
  }));
  for (const overlay of overlays) {
    const startAt = epochMs(Math.max(overlay.startAt, shift.startAt));
    const endAt = epochMs(Math.min(overlay.endAt, shift.endAt));
    if (startAt >= endAt) continue;
    const { activity, post } = overlay;
    const over: PlanSpan = { activity, startAt, endAt, shiftId: shift.id, ...(post === undefined ? {} : { post }) };
    spans = [...cut(spans, shift.startAt, startAt), over, ...cut(spans, endAt, shift.endAt)];
  }
  return spans;
}

/** The parts of spans that lie between two moments. */
export function cut<T extends Span>(spans: readonly T[], from: EpochMs, to: EpochMs): T[] {
  return spans.flatMap((span) => {
    const startAt = epochMs(Math.max(span.startAt, from));
    const endAt = epochMs(Math.min(span.endAt, to));
    return startAt < endAt ? [{ ...span, startAt, endAt }] : [];
  });
}

/** What one agent is to do between two moments; moments outside of every shift are in no span. */
export function scheduleOf(duty: Duty | undefined, buffers: BufferSpans, span: Span, side: Side = 'published'): PlanSpan[] {
  if (duty === undefined) return [];
  const overlays = overlaysOf(duty, buffers);
  return duty.entries.flatMap((entry) => {
    const shift = entry[side];
    if (shift === null || shift.endAt <= span.startAt || shift.startAt >= span.endAt) return [];
    return cut(planOf(shift, overlays), span.startAt, span.endAt);
  });
}

export interface PlanNow {
  /** Null: no shift at this moment. */
  readonly now: PlanSpan | null;
  readonly next: PlanSpan | null;
}

/** What one agent is to do at a moment, and what comes after it; each span from its own beginning on. */
export function planAt(duty: Duty | undefined, buffers: BufferSpans, at: EpochMs): PlanNow {
  if (duty === undefined) return { now: null, next: null };
  const overlays = overlaysOf(duty, buffers);
  const toCome = duty.entries.flatMap(({ published }) => (published === null || published.endAt <= at ? [] : [published]));
  const spans = toCome.slice(0, 2).flatMap((shift) => planOf(shift, overlays));
  const here = spans.findIndex(({ endAt }) => endAt > at);
  const first = spans[here] ?? null;
  if (first === null || first.startAt > at) return { now: null, next: first };
  return { now: first, next: spans[here + 1] ?? null };
}
