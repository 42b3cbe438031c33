import type { Command } from '../../shared/domain/commands.js';
import type { ShiftChange } from '../../shared/domain/roster/commands.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { CommandAnswer, WireRejection } from '../../shared/protocol/messages.js';
import type { LabourRules } from '../../shared/staffing/labour-rules.js';
import { type AgentId, type RosterBook, shiftOf } from './book.js';
import { type Change, type Done, type DoneChange, dateOf, doneOf, inParts, type ManyOutcome, type Stopped } from './changes.js';
import { dragged, type Grip, isSameGrip, partStartOf } from './ghost.js';
import { inputOf, isSamePlan, type Plan, planOf } from './plan.js';
import { FINE, isBlocked, type Verdict, verdictOf } from './verdict.js';

export type Override = { readonly rules: string[]; readonly reason: string };

/** What somebody must be told of, or asked. */
export type PlannerNews =
  | { readonly kind: 'blocked'; readonly agentId: AgentId; readonly verdict: Verdict }
  | { readonly kind: 'reason-needed'; readonly change: Change; readonly verdict: Verdict }
  | { readonly kind: 'refused'; readonly agentId: AgentId; readonly rejection: WireRejection }
  | { readonly kind: 'not-confirmed'; readonly agentId: AgentId }
  | { readonly kind: 'undo-stopped'; readonly outcome: Stopped };

export interface PlannerOptions {
  readonly book: RosterBook;
  send(command: Command): Promise<CommandAnswer>;
  rulesFor(agentId: AgentId): LabourRules;
  /** The roster of these dates changed: read it again. */
  changed(dates: readonly string[]): void;
}

/** What was done, and the change that takes it back. */
interface Step {
  readonly done: DoneChange;
  readonly change: Change;
}

/** Nobody has said that it can't be: what stands in the way of other steps back for good is let go. */
const canBeTriedAgain = (answer: CommandAnswer): boolean =>
  answer.outcome === 'not-confirmed' || (answer.outcome === 'refused' && PASSING.has(answer.rejection.code));
const PASSING: ReadonlySet<WireRejection['code']> = new Set(['unavailable', 'version-conflict']);

/** More steps back than anybody remembers. */
const MOST_UNDO = 50;
/** A roster that can't be read this long is not waited for: the server says what is no more as it was. */
const ARRIVES_WITHIN_MS = 10_000;

/**
 * Changes to shifts, from the hand to the log. What is in the hand is a ghost; what was let go is pending until the roster says so;
 * what was refused goes back to where it was, and why is news.
 */
export class Planner {
  readonly #options: PlannerOptions;
  #done: readonly Done[] = [];
  #isUndoing = false;
  /** What came before a stop, so that what is planned after it belongs to the same step back. */
  readonly #stoppedAt = new WeakMap<ManyOutcome, Done>();
  /** What could not be taken back, and what it would have taken. */
  readonly #undoStopped = new WeakMap<ManyOutcome, { readonly left: Done; readonly steps: readonly Step[] }>();
  readonly #newsListeners = new Set<(news: PlannerNews) => void>();
  readonly #doneListeners = new Set<() => void>();

  constructor(options: PlannerOptions) {
    this.#options = options;
  }

  onNews(listener: (news: PlannerNews) => void): () => void {
    this.#newsListeners.add(listener);
    return () => void this.#newsListeners.delete(listener);
  }
  subscribeDone = (listener: () => void): (() => void) => {
    this.#doneListeners.add(listener);
    return () => void this.#doneListeners.delete(listener);
  };
  canUndo = (): boolean => this.#done.length > 0;

  /** Takes hold. Somebody whose last change is still under way is not touched. */
  grab(agentId: AgentId, before: Shift, grip: Grip, { asCopy = false } = {}): boolean {
    const { book } = this.#options;
    if (book.pending(agentId).length > 0) return false;
    const from = planOf(before);
    const kept = asCopy ? null : before;
    const verdict = this.verdict(agentId, kept, from);
    book.setGhost({ agentId, before: kept, from, plan: from, grip, byMs: 0, partStartAt: partStartOf(from, grip), verdict });
    return true;
  }

  /** By keyboard: a step further with what is in the hand, or with something else of the same shift. */
  nudge(agentId: AgentId, before: Shift, grip: Grip, byMs: number): void {
    const { book } = this.#options;
    const held = book.ghostOf(agentId);
    if (held === null) {
      if (!this.grab(agentId, before, grip)) return;
    } else if (!isSameGrip(held.grip, grip)) {
      book.setGhost({ ...held, from: held.plan, grip, byMs: 0, partStartAt: partStartOf(held.plan, grip) });
    }
    this.drag((book.ghost()?.byMs ?? 0) + byMs);
  }

  /** So far from where it was taken hold of. */
  drag(byMs: number): void {
    const { book } = this.#options;
    const ghost = book.ghost();
    if (ghost === null) return;
    const plan = dragged(ghost.from, ghost.grip, byMs);
    if (isSamePlan(plan, ghost.plan)) return;
    book.setGhost({
      ...ghost,
      plan,
      byMs,
      partStartAt: ghost.partStartAt === null ? null : partStartOf(ghost.from, ghost.grip, plan),
      verdict: this.verdict(ghost.agentId, ghost.before, plan),
    });
  }

  cancel(): void {
    this.#options.book.setGhost(null);
  }

  /** Lets go: it is sent, or somebody is told why not, or asked for a reason. */
  drop(): void {
    const ghost = this.#options.book.ghost();
    this.#options.book.setGhost(null);
    if (ghost === null || (ghost.before !== null && isSamePlan(ghost.plan, planOf(ghost.before)))) return;
    this.propose({ agentId: ghost.agentId, before: ghost.before, after: ghost.plan });
  }

  /** As with a drop, from a form or a menu. */
  propose(change: Change): void {
    const verdict = change.after === null ? FINE : this.verdict(change.agentId, change.before, change.after);
    if (isBlocked(verdict)) this.#tell({ kind: 'blocked', agentId: change.agentId, verdict });
    else if (verdict.soft.length > 0) this.#tell({ kind: 'reason-needed', change, verdict });
    else void this.commit(change);
  }

  verdict(agentId: AgentId, before: Shift | null, plan: Plan): Verdict {
    const shifts = (this.#options.book.duty(agentId)?.entries ?? []).flatMap(({ draft }) => draft ?? []);
    return verdictOf(shifts, before, plan, this.#options.rulesFor(agentId));
  }
  async commit(change: Change, override?: Override): Promise<void> {
    const answer = await this.#sendOne(change, override);
    if (answer?.outcome === 'accepted') this.#remember({ changes: [doneOf(change)] });
  }

  /** Null: there is nothing to say. */
  async #sendOne(change: Change, override?: Override): Promise<CommandAnswer | null> {
    const command = this.#commandOf(change, override);
    const date = change.after?.businessDate ?? change.before?.businessDate;
    if (command === null || date === undefined) return null;
    const { book } = this.#options;
    const { agentId } = change;
    const id = book.addPending({ agentId, businessDate: date, to: change.after });
    const answer = await this.#options.send(command);
    if (answer.outcome === 'accepted') {
      book.accept(agentId, id, answer.position);
    } else {
      book.dropPending(agentId, id);
      this.#tell(
        answer.outcome === 'refused' ? { kind: 'refused', agentId, rejection: answer.rejection } : { kind: 'not-confirmed', agentId },
      );
    }
    this.#options.changed([...new Set([date, change.before?.businessDate ?? date])]);
    return answer;
  }

  /**
   * Many at once: each command takes all of what it holds, or none of it. What does not fit into one goes in several; with the first that
   * is not taken the rest stays. However many they were, they are taken back in one go; so is what is planned `after` a stop on the way.
   */
  async commitMany(changes: readonly Change[], { override, after }: { override?: Override; after?: Stopped } = {}): Promise<ManyOutcome> {
    const outcome = await this.#send(changes, override);
    if (outcome.planned.length > 0) {
      const before = after === undefined ? undefined : this.#stoppedAt.get(after);
      const done = { changes: [...(before?.changes ?? []), ...outcome.planned.map(doneOf)] };
      this.#done = this.#done.filter((one) => one !== before);
      this.#remember(done);
      this.#stoppedAt.set(outcome, done);
    } else if (after !== undefined) {
      const before = this.#stoppedAt.get(after);
      if (before !== undefined) this.#stoppedAt.set(outcome, before);
    }
    return outcome;
  }

  async #send(changes: readonly Change[], override?: Override): Promise<ManyOutcome> {
    const parts = inParts(changes);
    const planned: Change[] = [];
    for (const [no, part] of parts.entries()) {
      const answer = await this.#sendPart(part, override);
      if (answer.outcome === 'accepted') {
        planned.push(...part);
        continue;
      }
      const later = parts.slice(no + 1).flat();
      return answer.outcome === 'refused'
        ? { kind: 'refused', planned, rejection: answer.rejection, of: part, left: [...part, ...later] }
        : { kind: 'not-confirmed', planned, unsure: part, left: later };
    }
    return { kind: 'done', planned };
  }

  async #sendPart(part: readonly Change[], override?: Override): Promise<CommandAnswer> {
    const { book } = this.#options;
    const ids: { agentId: AgentId; id: number }[] = [];
    book.batch(() => {
      for (const change of part) {
        const { agentId, after } = change;
        ids.push({ agentId, id: book.addPending({ agentId, businessDate: dateOf(change), to: after }) });
      }
    });
    const answer = await this.#options.send({
      type: 'shift.set-many',
      changes: part.map((change) => this.#stepOf(change)),
      ...(override === undefined ? {} : { override: { rules: override.rules, reason: override.reason } }),
    });
    book.batch(() => {
      for (const { agentId, id } of ids) {
        if (answer.outcome === 'accepted') book.accept(agentId, id, answer.position);
        else book.dropPending(agentId, id);
      }
    });
    this.#options.changed([...new Set(part.map(dateOf))]);
    return answer;
  }

  #stepOf({ agentId, before, after, input }: Change): ShiftChange {
    const replaces = before === null ? {} : { replaces: before.id };
    const expectVersion = this.#options.book.duty(agentId)?.version ?? 0;
    return { agentId, shift: input ?? (after === null ? null : inputOf(after)), ...replaces, expectVersion };
  }

  #commandOf({ agentId, before, after }: Change, override?: Override): Command | null {
    const expectVersion = this.#options.book.duty(agentId)?.version ?? 0;
    const more = override === undefined ? {} : { override: { rules: override.rules, reason: override.reason } };
    if (after !== null) {
      const replaces = before === null ? {} : { replaces: before.id };
      return { type: 'shift.set', agentId, shift: inputOf(after), ...replaces, expectVersion, ...more };
    }
    return before === null ? null : { type: 'shift.remove', agentId, shiftId: before.id, expectVersion, ...more };
  }

  #remember(done: Done): void {
    this.#keep([...this.#done.slice(1 - MOST_UNDO), done]);
  }
  #keep(done: readonly Done[]): void {
    this.#done = done;
    for (const listener of [...this.#doneListeners]) listener();
  }

  /** Takes the last change back, by one that leads to where it was. What could not be taken back can be tried again. */
  async undo(): Promise<void> {
    const last = this.#done.at(-1);
    if (last === undefined || this.#isUndoing) return;
    this.#isUndoing = true;
    await this.#hasArrived(last);
    const later = this.#done.slice(this.#done.indexOf(last) + 1);
    this.#keep(this.#done.filter((one) => one !== last));
    const steps = last.changes.flatMap((done): Step[] => {
      const { agentId, was, is, businessDate } = done;
      const now = this.#nowAt(agentId, businessDate, is);
      return now === null && was === null ? [] : [{ done, change: { agentId, before: now, after: was } }];
    });
    const before = new Set(this.#done.filter((one) => !later.includes(one)));
    const [only] = steps;
    if (steps.length === 1 && only !== undefined) {
      const answer = await this.#sendOne(only.change);
      if (answer !== null && canBeTriedAgain(answer)) this.#keepAfter(before, last);
    } else if (steps.length > 1) {
      const outcome = await this.#send(steps.map(({ change }) => change));
      if (outcome.kind !== 'done') {
        this.#keepAfter(before, this.#notUndone(steps, outcome));
        this.#tell({ kind: 'undo-stopped', outcome });
      }
    }
    this.#isUndoing = false;
  }

  /** Of what could not be taken back, the part that can; the rest stays as it is now. */
  async undoRest(rest: readonly Change[], of: Stopped): Promise<ManyOutcome> {
    const stopped = this.#undoStopped.get(of);
    this.#keep(this.#done.filter((one) => one !== stopped?.left));
    const before = new Set(this.#done);
    const outcome = await this.#send(rest);
    if (outcome.kind !== 'done') {
      const steps = (stopped?.steps ?? []).filter(({ change }) => rest.includes(change));
      this.#keepAfter(before, this.#notUndone(steps, outcome));
    }
    return outcome;
  }

  #notUndone(all: readonly Step[], outcome: Stopped): Done {
    const steps = all.filter(({ change }) => !outcome.planned.includes(change));
    const left = { changes: steps.map(({ done }) => done) };
    this.#undoStopped.set(outcome, { left, steps });
    return left;
  }

  /** What was planned meanwhile is newer. */
  #keepAfter(before: ReadonlySet<Done>, done: Done): void {
    const isBefore = (one: Done) => before.has(one);
    this.#keep([...this.#done.filter(isBefore), done, ...this.#done.filter((one) => !isBefore(one))]);
  }

  /** What was accepted is in the book, or does not come: shifts are found by what they became. */
  #hasArrived({ changes }: Done): Promise<void> {
    const { book } = this.#options;
    const isThere = () => changes.every(({ agentId }) => book.pending(agentId).length === 0);
    return new Promise((resolve) => {
      if (isThere()) return resolve();
      const end = () => {
        window.clearTimeout(timer);
        stop();
        resolve();
      };
      const stop = book.subscribe('duties', () => {
        if (isThere()) end();
      });
      const timer = window.setTimeout(end, ARRIVES_WITHIN_MS);
    });
  }

  /** The shift that the change led to; after a removal, the told one whose place is empty now. */
  #nowAt(agentId: AgentId, businessDate: string, is: Plan | null): Shift | null {
    const ofDay = (this.#options.book.duty(agentId)?.entries ?? []).filter((entry) => shiftOf(entry).businessDate === businessDate);
    if (is === null) return ofDay.find(({ draft }) => draft === null)?.published ?? null;
    const drafts = ofDay.flatMap(({ draft }) => draft ?? []);
    // Word for word, or at least of the same hours: two parts of a kind may have become one.
    const isOfTheseHours = ({ startAt, endAt }: Shift) => startAt === is.startAt && endAt === is.endAt;
    return drafts.find((one) => isSamePlan(one, is)) ?? drafts.find(isOfTheseHours) ?? null;
  }

  #tell(news: PlannerNews): void {
    for (const listener of [...this.#newsListeners]) listener(news);
  }
}
