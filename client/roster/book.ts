import type { Shift } from '../../shared/domain/roster/shift.js';
import type { Position } from '../../shared/kernel/position.js';
import { isAfter } from '../../shared/kernel/position.js';
import type { AdherenceRow, OpenShiftView, Sheet, SheetDuty, SheetPerson } from '../../shared/protocol/roster-http.js';
import { addDays, type DateRange, isWithin } from './dates.js';
import type { Ghost } from './ghost.js';
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
    await inSlices(
      sheet.people,
      ({ agentId }) => {
        this.#applyDuty(agentId, told.get(agentId), sheet);
        this.#settle(agentId, sheet);
      },
      signal,
    );
    this.version++;
    this.#tell('people');
    this.#tell('duties');
  }

  #applyDuty(agentId: string, told: SheetDuty | undefined, range: DateRange): void {
    const known = this.#duties.get(agentId);
    const others = (known?.entries ?? []).filter((entry) => !isWithin(shiftOf(entry).businessDate, range));
    if (told === undefined && known === undefined) return;
    const base = told ?? (known as SheetDuty);
    const entries = [...others, ...(told?.entries ?? [])].sort((a, b) => shiftOf(a).startAt - shiftOf(b).startAt);
    const outside = outsideOf(range, this.timeZone);
    const next: SheetDuty = {
      ...base,
      entries,
      exceptions: [...(known?.exceptions ?? []).filter(outside), ...(told?.exceptions ?? [])],
      overlays: [...(known?.overlays ?? []).filter(outside), ...(told?.overlays ?? [])],
    };
    if (known !== undefined && JSON.stringify(known) === JSON.stringify(next)) return;
    this.#duties.set(agentId, next);
    this.#tell(`agent:${agentId}`);
  }

  /** Changes that this sheet already has are on their way no more. */
  #settle(agentId: string, sheet: Sheet): void {
    const open = this.pending(agentId);
    const left = open.filter(
      ({ position, businessDate }) => position === undefined || !isWithin(businessDate, sheet) || isAfter(position, sheet.position),
    );
    if (left.length !== open.length) this.#setPending(agentId, left);
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
  #setPending(agentId: string, all: readonly Pending[]): void {
    if (all.length === 0) this.#pending.delete(agentId);
    else this.#pending.set(agentId, all);
    this.version++;
    this.#tell(`agent:${agentId}`);
    this.#tell('duties');
  }

  setAdherence(rows: readonly AdherenceRow[]): void {
    this.#adherence = new Map(rows.map((row) => [row.agentId, row]));
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

  /** Many changes at once are told once. */
  batch(run: () => void): void {
    this.#held = new Set();
    run();
    const topics = this.#held;
    this.#held = null;
    for (const topic of topics) this.#tell(topic);
  }

  #tell(topic: Topic): void {
    if (this.#held !== null) return void this.#held.add(topic);
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }
}

/** What lies wholly before or after these days: a sheet says nothing of it. */
function outsideOf({ from, to }: DateRange, timeZone: string) {
  const [fromAt, toAt] = [dayStart(from, timeZone), dayStart(addDays(to, 1), timeZone)];
  return ({ startAt, endAt }: { readonly startAt: number; readonly endAt: number }) => endAt <= fromAt || startAt >= toAt;
}
