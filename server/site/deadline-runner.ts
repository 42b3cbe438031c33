import { realMsUntil } from '../../shared/domain/clock.js';
import { type Deadline, deadlineOf, deadlinesOf, decideDeadline } from '../../shared/domain/deadlines.js';
import { entitiesOf } from '../../shared/domain/entities.js';
import type { Custodians } from '../../shared/domain/escalation/custody.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { EntityKey, SiteState } from '../../shared/domain/site.js';
import type { CommitId } from '../../shared/kernel/ids.js';
import { DeadlineHeap } from './deadline-heap.js';
import type { Site } from './site.js';

/** A timer never sleeps longer: `setTimeout` fires at once beyond 24.8 days, and clocks are adjusted. */
const MAX_SLEEP_MS = 60_000;
/** Deadlines passed together go into one commit, up to this many. */
const MAX_TOGETHER = 500;

/**
 * Appends what happens by itself when its time has come. Every node of the site does; the first one's commit touches the
 * entity, so the others' are stale, are decided again, and find nothing to do.
 */
export class DeadlineRunner {
  readonly #site: Site;
  readonly #idPrefix: string;
  readonly #people: Custodians;
  readonly #heap = new DeadlineHeap();
  readonly #undo: (() => void)[];
  #timer: NodeJS.Timeout | undefined;
  #commits = 0;
  #working: Promise<void> | undefined;
  #stopped = false;

  /** `idPrefix` is unique for each start of a node. */
  constructor(site: Site, idPrefix: string, people: Custodians = {}) {
    this.#people = people;
    this.#site = site;
    this.#idPrefix = idPrefix;
    this.#undo = [
      site.onReset(() => this.#reload()),
      site.onChange(({ touched }) => {
        for (const key of touched) this.#note(key);
        this.#arm();
      }),
    ];
    this.#reload();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const undo of this.#undo) undo();
    await this.#working;
  }

  #reload(): void {
    this.#heap.clear();
    for (const deadline of deadlinesOf(this.#site.state())) this.#heap.push(deadline);
    this.#arm();
  }

  #note(key: EntityKey): void {
    const deadline = deadlineOf(this.#site.state(), key);
    if (deadline !== undefined) this.#heap.push(deadline);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#heap.peek();
    if (next === undefined || this.#stopped || this.#working !== undefined) return;
    const waitMs = realMsUntil(this.#site.state().clock, next.dueAt, this.#site.redisNow());
    this.#timer = setTimeout(() => this.#wake(), Math.min(MAX_SLEEP_MS, Math.ceil(waitMs)));
  }

  #wake(): void {
    this.#working ??= this.#appendDue().finally(() => {
      this.#working = undefined;
      this.#arm();
    });
  }

  async #appendDue(): Promise<void> {
    const due: Deadline[] = [];
    const now = this.#site.siteNow();
    while (due.length < MAX_TOGETHER && (this.#heap.peek()?.dueAt ?? Number.POSITIVE_INFINITY) <= now) {
      const deadline = this.#heap.pop();
      if (deadline !== undefined) due.push(deadline);
    }
    if (due.length === 0) return;
    let skipped: readonly Deadline[] = [];
    const outcome = await this.#site.propose({
      id: `${this.#idPrefix}/${this.#commits++}` as CommitId,
      by: { kind: 'clock' },
      cause: 'deadline',
      decide: (state) => {
        const decided = decideAll(state, due, this.#people);
        skipped = decided.skipped;
        return decided;
      },
    });
    for (const deadline of outcome.outcome === 'not-confirmed' ? due : skipped) this.#heap.push(deadline);
  }
}

/** Of several notes of one deadline, the first is enough. What builds on another's events is left for the next time. */
function decideAll(
  state: Readonly<SiteState>,
  due: readonly Deadline[],
  people: Custodians,
): { events: DomainEvent[]; reads: EntityKey[]; skipped: readonly Deadline[] } {
  const seen = new Set<EntityKey>();
  const events: DomainEvent[] = [];
  const reads: EntityKey[] = [];
  const skipped: Deadline[] = [];
  for (const deadline of due) {
    if (seen.has(deadline.key)) {
      skipped.push(deadline);
      continue;
    }
    const decided = decideDeadline(state, deadline, people);
    if (decided.events.length === 0) continue;
    for (const key of [deadline.key, ...decided.events.flatMap(entitiesOf)]) seen.add(key);
    events.push(...decided.events);
    reads.push(...decided.reads);
  }
  return { events, reads, skipped };
}
