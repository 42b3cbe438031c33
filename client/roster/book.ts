import type { Shift } from '../../shared/domain/roster/shift.js';
import type { Position } from '../../shared/kernel/position.js';
import { isAfter } from '../../shared/kernel/position.js';
import type { AdherenceRow, OffPlanImpact, OpenShiftView, Sheet, SheetDuty, SheetPerson } from '../../shared/protocol/roster-http.js';
import { addDays, type DateRange, isWithin } from './dates.js';
import type { Ghost } from './ghost.js';
import { Others } from './others.js';
import { dayStart } from './plan.js';
import { inSlices } from './slices.js';

export type Entry = SheetDuty['entries'][number];
export type AgentId = SheetPerson['agentId'];
/** What an entry is about: the plan, or what it takes away. */
export const shiftOf = ({ draft, published }: Entry): Shift => (draft ?? published) as Shift;
export const isUnpublished = ({ draft, published }: Entry): boolean => draft?.id !== published?.id;

/** A change on its way to the roster: shown beside what is there until the roster says so itself. */
export interface Pending {
  readonly id: number;
  readonly agentId: AgentId;
  readonly businessDate: string;
  /** Where the shift will be; null: it goes. */
  readonly to: Pick<Shift, 'startAt' | 'endAt' | 'segments'> | null;
  /** Known once it was accepted: the change is in every sheet that is as new. */
  readonly position?: Position;
}

const NO_PENDING: readonly Pending[] = [];
type Topic = 'people' | 'duties' | 'ghost' | 'adherence' | `agent:${string}`;

/**
 * The roster as this page knows it, outside React: a row is told when its own person changed, the coverage when anybody did. What a
 * drag holds is here too, so that dragging redraws one row and the curve, and nothing else.
 */
export class RosterBook {
  people: readonly SheetPerson[] = [];
  openShifts: readonly OpenShiftView[] = [];
  publications: Sheet['publications'] = [];
  readonly others = new Others();
  timeZone = 'UTC';
  /** Counts what changed in anybody's duty, or on its way there. */
  version = 0;
  readonly #duties = new Map<string, SheetDuty>();
  readonly #pending = new Map<string, readonly Pending[]>();
  readonly #listeners = new Map<Topic, Set<() => void>>();
  #adherence: ReadonlyMap<string, AdherenceRow> = new Map();
  #ghost: Ghost | null = null;
  #nextId = 1;
  #held: Set<Topic> | null = null;

  subscribe(topic: Topic, listener: () => void): () => void {
    const all = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, all.add(listener));
    return () => void all.delete(listener);
  }

  duty = (agentId: string): SheetDuty | undefined => this.#duties.get(agentId);
  pending = (agentId: string): readonly Pending[] => this.#pending.get(agentId) ?? NO_PENDING;
  adherence = (agentId: string): AdherenceRow | undefined => this.#adherence.get(agentId);
  ghost = (): Ghost | null => this.#ghost;
  ghostOf = (agentId: string): Ghost | null => (this.#ghost?.agentId === agentId ? this.#ghost : null);

  /** What the server says of these days takes the place of what was known of them; of other days it says nothing. */
  async apply(sheet: Sheet, signal?: AbortSignal): Promise<void> {
    if (JSON.stringify(this.people) !== JSON.stringify(sheet.people)) this.people = sheet.people;
    this.openShifts = sheet.openShifts;
    this.publications = sheet.publications;
    this.timeZone = sheet.timeZone;
    const told = new Map(sheet.duties.map((duty) => [duty.agentId as string, duty]));
    const outside = outsideOf(sheet, this.timeZone);
    this.others.apply(sheet.others, dayStart(addDays(sheet.to, 1), this.timeZone));
    await inSlices(
      sheet.people,
      ({ agentId }) => {
        const isOther = this.#applyDuty(agentId, told.get(agentId), sheet, outside);
        const isSettled = this.#settle(agentId, sheet);
        if (isOther || isSettled) this.#tell(`agent:${agentId}`);
        return isOther || isSettled;
      },
      signal,
    );
    this.version++;
    this.#tell('people');
    this.#tell('duties');
  }

  #applyDuty(agentId: string, told: SheetDuty | undefined, range: DateRange, outside: (span: Span) => boolean): boolean {
    const known = this.#duties.get(agentId);
    if (told === undefined && known === undefined) return false;
    if (known !== undefined && told !== undefined && isSameDuty(known, told, range)) return false;
    const others = (known?.entries ?? []).filter((entry) => !isWithin(shiftOf(entry).businessDate, range));
    const entries = [...others, ...(told?.entries ?? [])].sort((a, b) => shiftOf(a).startAt - shiftOf(b).startAt);
    this.#duties.set(agentId, {
      ...(told ?? (known as SheetDuty)),
      entries,
      exceptions: [...(known?.exceptions ?? []).filter(outside), ...(told?.exceptions ?? [])],
      overlays: [...(known?.overlays ?? []).filter(outside), ...(told?.overlays ?? [])],
    });
    return true;
  }

  /** Changes that this sheet already has are on their way no more. */
  #settle(agentId: string, sheet: Sheet): boolean {
    const open = this.pending(agentId);
    if (open.length === 0) return false;
    const left = open.filter(
      ({ position, businessDate }) => position === undefined || !isWithin(businessDate, sheet) || isAfter(position, sheet.position),
    );
    if (left.length === open.length) return false;
    this.#keepPending(agentId, left);
    return true;
  }

  addPending(change: Omit<Pending, 'id'>): number {
    const id = this.#nextId++;
    this.#setPending(change.agentId, [...this.pending(change.agentId), { ...change, id }]);
    return id;
  }
  /** Changes that the roster took, and no sheet has shown yet. */
  hasAccepted(range: DateRange): boolean {
    return [...this.#pending.values()].some((all) =>
      all.some(({ position, businessDate }) => position !== undefined && isWithin(businessDate, range)),
    );
  }
  accept(agentId: string, id: number, position: Position): void {
    const all = this.pending(agentId).map((one) => (one.id === id ? { ...one, position } : one));
    this.#setPending(agentId, all);
  }
  dropPending(agentId: string, id: number): void {
    const all = this.pending(agentId).filter((one) => one.id !== id);
    this.#setPending(agentId, all);
  }
  #keepPending(agentId: string, all: readonly Pending[]): void {
    if (all.length === 0) this.#pending.delete(agentId);
    else this.#pending.set(agentId, all);
  }
  #setPending(agentId: string, all: readonly Pending[]): void {
    this.#keepPending(agentId, all);
    this.version++;
    this.#tell(`agent:${agentId}`);
    this.#tell('duties');
  }

  /** Queues that miss somebody who should be there now. */
  impact: readonly OffPlanImpact[] = [];

  setAdherence(rows: readonly AdherenceRow[], impact: readonly OffPlanImpact[]): void {
    this.#adherence = new Map(rows.map((row) => [row.agentId, row]));
    this.impact = impact;
    this.#tell('adherence');
  }

  setGhost(ghost: Ghost | null): void {
    const before = this.#ghost;
    if (before === ghost) return;
    this.#ghost = ghost;
    if (before !== null) this.#tell(`agent:${before.agentId}`);
    if (ghost !== null && ghost.agentId !== before?.agentId) this.#tell(`agent:${ghost.agentId}`);
    this.#tell('ghost');
  }

  /** Many changes at once are told once, and row by row, so that the page goes on meanwhile. */
  batch(run: () => void): void {
    this.#held = new Set();
    run();
    const topics = [...this.#held].sort((a, b) => Number(a === 'duties') - Number(b === 'duties'));
    this.#held = null;
    void inSlices(topics, (topic) => {
      this.#tell(topic);
      return (this.#listeners.get(topic)?.size ?? 0) > 0;
    });
  }

  #tell(topic: Topic): void {
    if (this.#held !== null) return void this.#held.add(topic);
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }
}

type Span = { readonly startAt: number; readonly endAt: number };

/** Shifts never change, they are replaced: the same ids are the same plan. */
function isSameDuty(known: SheetDuty, told: SheetDuty, range: DateRange): boolean {
  if (known.version !== told.version || known.publishedVersion !== told.publishedVersion) return false;
  if (known.acknowledgedVersion !== told.acknowledgedVersion) return false;
  const ofRange = known.entries.filter((entry) => isWithin(shiftOf(entry).businessDate, range));
  if (ofRange.length !== told.entries.length) return false;
  const isSame = told.entries.every(
    ({ draft, published, adrift }, at) =>
      ofRange[at]?.draft?.id === draft?.id && ofRange[at]?.published?.id === published?.id && ofRange[at]?.adrift === adrift,
  );
  // Exceptions and overlays are few, and those of other days say nothing against it.
  const has = (all: readonly unknown[], some: readonly unknown[]) => {
    const texts = new Set(all.map((one) => JSON.stringify(one)));
    return all.length === some.length && some.every((one) => texts.has(JSON.stringify(one)));
  };
  return isSame && has(known.exceptions, told.exceptions) && has(known.overlays, told.overlays);
}

/** What lies wholly before or after these days: a sheet says nothing of it. */
function outsideOf({ from, to }: DateRange, timeZone: string): (span: Span) => boolean {
  const [fromAt, toAt] = [dayStart(from, timeZone), dayStart(addDays(to, 1), timeZone)];
  return ({ startAt, endAt }) => endAt <= fromAt || startAt >= toAt;
}
