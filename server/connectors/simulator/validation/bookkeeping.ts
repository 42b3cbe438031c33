import { absorb } from '../../../../shared/domain/absorb.js';
import { emptySite } from '../../../../shared/domain/empty-site.js';
import { evolve } from '../../../../shared/domain/evolve.js';
import type { Fact } from '../../../../shared/domain/facts.js';
import type { Queue, SiteState, Touched } from '../../../../shared/domain/site.js';
import { type QueueId, queueIdOf } from '../../../../shared/kernel/ids.js';
import { ORIGIN } from '../../../../shared/kernel/position.js';
import { epochMs, HOUR_MS } from '../../../../shared/kernel/time.js';
import { runFloor } from '../floor.js';
import type { Floor } from '../model.js';
import { SIMULATOR } from '../simulator.js';
import type { Check, CheckOptions } from './check.js';
import { freshFloor } from './fresh-floor.js';
import { labFloor } from './lab.js';

/** V8: the product's own fold keeps its books on what the floor tells, after every single event. */
export function checkBookkeeping({ seed, calls }: CheckOptions): Check[] {
  // Folding costs ten times what simulating does; a tenth of the calls still are a hundred thousand events.
  const wanted = Math.max(1_000, Math.min(200_000, Math.round(calls / 10)));
  const crowded = { arrivalsPerSec: 0.1, ahtSec: 240, agents: 20, targetSec: 15, shortAbandonSec: 5, patience: { meanSec: 180 } };
  return [
    ...audit('overload', wanted / 2, (emit) => labFloor(crowded, seed, emit)),
    ...audit('whole centre', wanted / 2, (emit) => freshFloor({ seed, agents: 120, isDisturbed: false }, emit)),
  ];
}

/** The tallies are kept for 50 hours: a book that is closed before then has all its pages. */
const BOOK_MS = 40 * HOUR_MS;

function audit(name: string, calls: number, open: (emit: (fact: Fact) => void) => Floor): Check[] {
  const book = new Book();
  const floor = open((fact) => book.enter(fact));
  const from = floor.now;
  for (let at = from; book.joined < calls && at < from + BOOK_MS; at += 60_000) {
    runFloor(floor, at);
    book.compare(floor);
  }
  book.close(floor.now);
  const what = `${name}, ${book.events} events`;
  return [
    exact(`${what}: conservation broken`, book.broken, 0),
    exact(`${what}: waiting otherwise than on the floor`, book.differing, 0),
    exact(`${what}: contradictions noted`, book.anomalies, 0),
    exact(`${what}: time in queue − sum of waits, ms`, book.queueMs - book.waitsMs, 0),
    exact(`${what}: time in queue − waits counted, ms`, book.queueMs - book.countedMs, 0),
  ];
}

const exact = (metric: string, got: number, want: number): Check => ({ test: 'V8', metric, got, want, se: 0, holds: got === want });

const IGNORED: Touched = { touch() {}, gone() {} };

/** A site's books: conservation after each event, and Little's law over the whole time. */
class Book {
  readonly #site: SiteState = emptySite();
  readonly #since = new Map<QueueId, number>();
  joined = 0;
  events = 0;
  broken = 0;
  differing = 0;
  /** Integral of the number waiting over time. */
  queueMs = 0;
  /** Waits as each caller had them, still running ones included. */
  waitsMs = 0;
  /** Waits as the counters have them. */
  countedMs = 0;

  get anomalies(): number {
    return [...this.#site.anomalies.values()].reduce((sum, times) => sum + times, 0);
  }

  enter(fact: Fact): void {
    if (fact.type === 'visit.joined') this.joined++;
    for (const event of absorb(this.#site, fact, SIMULATOR)) {
      for (const queue of this.#site.queues.values()) this.#passTime(queue, event.occurredAt);
      if (event.type === 'visit.answered' || event.type === 'visit.left') {
        const visit = this.#site.visits.get(event.visitId);
        if (visit) this.waitsMs += event.occurredAt - visit.enteredAt;
      }
      evolve(this.#site, event, { position: ORIGIN, at: event.occurredAt }, IGNORED);
      this.events++;
      for (const queue of this.#site.queues.values()) {
        const { entered, answered, abandoned, flowout } = queue.life;
        if (entered !== answered + abandoned + flowout + queue.waiting.size) this.broken++;
      }
    }
  }

  #passTime(queue: Queue, at: number): void {
    this.queueMs += queue.waiting.size * (at - (this.#since.get(queue.id) ?? at));
    this.#since.set(queue.id, at);
  }

  /** The floor's own lines, against ours. */
  compare(floor: Floor): void {
    for (const { key, waiting } of floor.queues) {
      const ringing = floor.agents.filter(({ call }) => call?.state === 'ringing' && call.queue.key === key).length;
      const ours = this.#site.queues.get(queueIdOf(SIMULATOR, key))?.waiting.size ?? 0;
      if (ours !== waiting.size + ringing) this.differing++;
    }
  }

  /** Counts what still waits up to now. */
  close(at: number): void {
    for (const queue of this.#site.queues.values()) {
      this.#passTime(queue, at);
      this.countedMs += queue.quarters.reduce((sum, { counters }) => sum + (counters.allWaitMs ?? 0), 0);
      for (const id of queue.waiting) {
        const runningMs = epochMs(at) - (this.#site.visits.get(id)?.enteredAt ?? at);
        this.waitsMs += runningMs;
        this.countedMs += runningMs;
      }
    }
  }
}
