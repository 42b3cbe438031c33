import { type Fact, factSchema } from '../../../shared/domain/facts.js';
import type { Batch, SourceFloor } from './floor.js';
import { agentKey, type FloorSize, queueKey, queuesOfAgent } from './opening.js';
import { type Dice, dice } from './random.js';

/** A call that goes on: its facts come one at a time, with those of other calls in between. */
interface Line {
  readonly visitKey: string;
  readonly agent: number;
  readonly queue: number;
  /** What has yet to happen to it. */
  readonly rest: Step[];
}
type Step = 'offered' | 'answered' | 'held' | 'resumed' | 'talk-ended' | 'wrap-up-ended' | 'abandoned' | 'offer-ended';

/** Of all agents, how many are on calls at once at most; and on a large floor never more than this, so that calls move on. */
const BUSY_RATIO = 0.8;
const MOST_LINES = 1_000;

export interface Happening extends Batch {
  /** What happens to one call must stay in order. */
  readonly line: number;
}

/**
 * Calls on an open floor, one fact after another at whatever rate they are asked for. Each fact is one event of one call: it enters, rings,
 * is answered, perhaps held, ends, and its wrap-up ends; some callers give up. Many calls go on at once and take turns, so
 * facts that follow one another are about different callers and agents, as on a real floor.
 */
export class Traffic {
  readonly #floor: SourceFloor;
  readonly #size: FloorSize;
  readonly #dice: Dice;
  readonly #lines: (Line | undefined)[];
  #turn = 0;
  #calls = 0;

  constructor(floor: SourceFloor, size: FloorSize, seed: number) {
    this.#floor = floor;
    this.#size = size;
    this.#dice = dice(seed);
    this.#lines = new Array<Line | undefined>(Math.max(1, Math.min(MOST_LINES, Math.floor(size.agents * BUSY_RATIO))));
  }

  /** The next thing that happens. */
  next(at: number): Happening {
    const place = this.#turn++ % this.#lines.length;
    const fact = this.#step(place, at);
    return { ...this.#floor.tell([fact]), line: place };
  }

  #step(place: number, at: number): Fact {
    const line = this.#lines[place];
    const step = line?.rest.shift();
    if (line === undefined || step === undefined) return this.#enter(place, at);
    const visit = { visitKey: line.visitKey };
    const leg = { ...visit, agentKey: agentKey(line.agent) };
    const fact = (raw: object) => factSchema.parse({ occurredAt: at, ...raw });
    switch (step) {
      case 'talk-ended':
        return fact({ type: 'visit.talk-ended', ...leg, by: 'caller', wrapUp: 'until-told' });
      case 'wrap-up-ended':
        return fact({ type: 'agent.wrap-up-ended', agentKey: leg.agentKey });
      case 'abandoned':
        return fact({ type: 'visit.abandoned', ...visit });
      case 'offer-ended':
        return fact({ type: 'visit.offer-ended', ...leg, how: 'no-answer', ringMs: 12_000 });
      default:
        return fact({ type: `visit.${step}`, ...leg });
    }
  }

  #enter(place: number, at: number): Fact {
    const visitKey = `call-${this.#calls++}`;
    const agent = this.#nextAgent(place);
    const queues = queuesOfAgent(agent, this.#size);
    const queue = queues[Math.floor(this.#dice() * queues.length)] ?? 0;
    this.#lines[place] = { visitKey, agent, queue, rest: this.#fate() };
    const caller = { masked: `138****${String(1_000 + (this.#calls % 9_000))}`, hash: `h${this.#calls}` };
    return factSchema.parse({ type: 'visit.joined', occurredAt: at, visitKey, queueKey: queueKey(queue), callKey: visitKey, caller });
  }

  /** Each line has agents of its own, who take its calls in turn: all over the floor, and nobody has two calls. */
  #nextAgent(place: number): number {
    const lines = this.#lines.length;
    const first = Math.floor((place * this.#size.agents) / lines);
    const own = Math.floor(((place + 1) * this.#size.agents) / lines) - first;
    return first + (Math.floor(this.#turn / lines) % own);
  }

  #fate(): Step[] {
    const chance = this.#dice();
    if (chance < 0.06) return ['abandoned'];
    const rings: Step[] = chance < 0.1 ? ['offered', 'offer-ended', 'offered'] : ['offered'];
    const talk: Step[] = chance > 0.85 ? ['answered', 'held', 'resumed', 'talk-ended'] : ['answered', 'talk-ended'];
    return [...rings, ...talk, 'wrap-up-ended'];
  }
}
