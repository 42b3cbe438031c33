import type { Principal } from '../../server/auth/principal.js';
import type { FiguresOf } from '../../server/realtime/figure-desk.js';
import type { LiveChange, LiveSource } from '../../server/realtime/live-source.js';
import { absorb } from '../../shared/domain/absorb.js';
import { type Command, commandSchema } from '../../shared/domain/commands.js';
import { decide } from '../../shared/domain/decide.js';
import { emptySite } from '../../shared/domain/empty-site.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { evolve } from '../../shared/domain/evolve.js';
import type { Fact } from '../../shared/domain/facts.js';
import type { Actor } from '../../shared/domain/policy.js';
import type { Rejection } from '../../shared/domain/rejection.js';
import type { EntityKey } from '../../shared/domain/site.js';
import type { SiteConfig } from '../../shared/domain/site-config.js';
import { type ActionId, actionIdOf, type CommitId, type Epoch } from '../../shared/kernel/ids.js';
import { comparePositions, ORIGIN, type Position } from '../../shared/kernel/position.js';
import type { Result } from '../../shared/kernel/result.js';
import { epochMs } from '../../shared/kernel/time.js';
import { figuresOf } from '../../shared/metrics/figures.js';
import { occupancySince } from '../../shared/metrics/occupancy.js';
import { windowStart } from '../../shared/metrics/windows.js';
import type { CommandAnswer, CommandRequest, StaleReason } from '../../shared/protocol/messages.js';
import { NINE, SOURCE } from '../support/floor.js';

/** Never the same twice, as a ULID. */
const epochAfter = (resets: number) => `01JD${String(resets).padStart(22, '0')}` as Epoch;

/** A running site without a log behind it: the real absorb and evolve, positions that count up. */
export class FakeSource implements LiveSource {
  site = emptySite();
  epoch = epochAfter(0);
  position: Position = ORIGIN;
  reasons: StaleReason[] = [];
  dead = 0;
  /** Real time, as far as this site goes. */
  readonly nowMs: () => number;
  readonly submitted: { request: CommandRequest; actor: Principal }[] = [];
  answer: (request: CommandRequest) => Promise<CommandAnswer> = (request) =>
    Promise.resolve({ outcome: 'accepted', epoch: this.epoch, position: this.position, actionId: actionIdOf(request.id) });
  /** Positions before this are not known to have lost anything: as if the node had started here. */
  goneKeptFrom: Position = ORIGIN;
  readonly #gone: { key: EntityKey; at: Position }[] = [];
  #log = new Set<Position>([ORIGIN]);
  #commits = 0;
  #commands = 0;
  #resets = 0;
  readonly #onChange = new Set<(change: LiveChange) => void>();
  readonly #onReset = new Set<() => void>();

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  state() {
    return this.site;
  }

  now() {
    const now = NINE + 4_000_000 + Math.round(this.nowMs());
    return { serverAt: epochMs(now), siteNow: epochMs(now), rate: 1 };
  }

  stale() {
    return this.reasons;
  }

  deadEntries() {
    return this.dead;
  }

  onChange(listener: (change: LiveChange) => void) {
    this.#onChange.add(listener);
    return () => void this.#onChange.delete(listener);
  }

  onReset(listener: () => void) {
    this.#onReset.add(listener);
    return () => void this.#onReset.delete(listener);
  }

  goneSince(position: Position): EntityKey[] | null {
    if (comparePositions(position, this.goneKeptFrom) < 0) return null;
    return this.#gone.filter(({ at }) => comparePositions(at, position) > 0).map(({ key }) => key);
  }

  holds(position: Position) {
    return Promise.resolve(this.#log.has(position));
  }

  submit(request: CommandRequest, actor: Principal) {
    this.submitted.push({ request, actor });
    return this.answer(request);
  }

  tell(...facts: Fact[]): void {
    this.commit(facts, (fact) => absorb(this.site, fact, SOURCE));
  }

  happen(...events: DomainEvent[]): void {
    this.commit(events, (event) => [event]);
  }

  /** A command by somebody, with plain ids as a browser has them: decided on the state as it is, and folded when granted. */
  command(by: Actor, raw: { readonly type: Command['type'] } & Record<string, unknown>): Result<ActionId, Rejection> {
    this.#commands += 1;
    const commitId = `command-${this.#commands}` as CommitId;
    const context = { now: this.now().siteNow, commitId, by, person: () => undefined };
    const decided = decide(this.site, commandSchema.parse(raw), context);
    if (!decided.ok) return decided;
    this.happen(...decided.value.events);
    return { ok: true, value: actionIdOf(commitId) };
  }

  configure(config: SiteConfig): void {
    this.commit([config], () => [{ type: 'site.configured', occurredAt: epochMs(NINE), config }]);
  }

  /** The log forked or was lost: the same floor under another epoch, at positions that begin anew. */
  reset(): void {
    this.#resets += 1;
    this.epoch = epochAfter(this.#resets);
    this.position = `${this.#commits + this.#resets * 10}-0` as Position;
    this.#log = new Set([this.position]);
    for (const listener of [...this.#onReset]) listener();
  }

  commit<T>(items: readonly T[], eventsOf: (item: T) => DomainEvent[], readAt?: number): void {
    const from = this.position;
    this.#commits += 1;
    const to = `${this.#commits + this.#resets * 10}-0` as Position;
    const touched = new Set<EntityKey>();
    const gone = new Map<EntityKey, Position>();
    const notes = { touch: (key: EntityKey) => void touched.add(key), gone: (key: EntityKey) => void gone.set(key, to) };
    for (const item of items) for (const event of eventsOf(item)) evolve(this.site, event, { position: to, at: event.occurredAt }, notes);
    this.position = to;
    this.#log.add(to);
    for (const key of gone.keys()) this.#gone.push({ key, at: to });
    const change: LiveChange = { from, to, touched, gone, ...(readAt === undefined ? {} : { readAt }) };
    for (const listener of [...this.#onChange]) listener(change);
  }

  readonly figures: FiguresOf = (scope, window, now) =>
    figuresOf(this.site, scope, window, now, occupancySince(this.site, windowStart(this.site, window, now), now));
}
