import type { z } from 'zod';
import { workingSince } from '../../shared/domain/agent/at-work.js';
import { microPausesLeft } from '../../shared/domain/buffer/micro-pauses.js';
import { publishedOf } from '../../shared/domain/roster/entries.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import type { AgentId } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { strainInputsOf } from '../../shared/metrics/strain-inputs.js';
import type { changeStrainSchema, MyStrain } from '../../shared/protocol/buffer-http.js';
import { computeStrain, moveStrainBand, type ShownBand, type Strain } from '../../shared/staffing/strain.js';
import type { CheckIn, CheckIns } from '../private/check-ins.js';
import type { StrainSwitchBook, StrainSwitches } from '../private/strain-switches.js';
import { type Suggested, suggest } from './suggesting.js';
import type { WorkedCalls } from './worked-calls.js';

export interface StrainDeskDeps {
  readonly site: () => Readonly<SiteState>;
  /** The site clock. */
  readonly now: () => EpochMs;
  readonly worked: WorkedCalls;
  readonly checkIns: CheckIns;
  readonly switches: StrainSwitchBook;
}

/** Of whoever is not planned: as long as a shift. */
const UNPLANNED_SHIFT_MS = 8 * HOUR_MS;
/** ST-E4: nothing of a person is kept for longer. */
const KEPT_MS = 24 * HOUR_MS;
const FRESH_MS = MINUTE_MS;
const SAID_FOR_MS = 30 * MINUTE_MS;

export type StrainChange = z.infer<typeof changeStrainSchema>;

/** What this node has worked out about somebody: in memory alone, and not for long. */
interface Known {
  readonly at: EpochMs;
  readonly shown: ShownBand;
  readonly strain: Strain;
  readonly suggested?: Suggested;
}
export interface Scored extends Known {
  readonly switches: StrainSwitches;
}

/**
 * Each agent's strain, worked out when it is asked for (domain D). It is in no log, no frame and no report: the agent reads it by a
 * route of their own, and a lead reads it only while the agent lets them.
 */
export class StrainDesk {
  readonly #deps: StrainDeskDeps;
  readonly #known = new Map<AgentId, Known>();

  constructor(deps: StrainDeskDeps) {
    this.#deps = deps;
  }

  get isOffered(): boolean {
    return this.#deps.site().config.workforce.strain.enabled;
  }

  async mine(agent: Agent): Promise<MyStrain> {
    const now = this.#deps.now();
    const [switches, checkIn] = await Promise.all([this.#deps.switches.get(agent.id), this.#checkInOf(agent.id, now)]);
    const isOn = this.isOffered && switches.isOff !== true;
    const known = isOn ? await this.#score(agent, checkIn, now) : null;
    const isSnoozed = isLater(switches.snoozedUntil, now);
    const suggested = known === null || isSnoozed ? undefined : suggest(known, agent, now, microPausesLeft(agent, now));
    if (known !== null) this.#remember(agent.id, { ...known, ...(suggested === undefined ? {} : { suggested }) });
    return {
      isOffered: this.isOffered,
      isOn,
      strain: known === null ? null : scoreOf(known),
      checkIn: checkIn === null ? null : { value: checkIn.value, at: checkIn.at },
      sharedUntil: isOn && isSharing(agent, switches, now) ? (switches.sharedUntil ?? null) : null,
      isSnoozed,
      suggestion: suggested?.isOver === false ? suggested.what : null,
    };
  }

  /** False: it could not be kept. */
  async change(agent: Agent, { isOn, isShared, isSnoozed }: StrainChange): Promise<boolean> {
    const { switches, site, now } = this.#deps;
    const before = await switches.get(agent.id);
    const until = shiftEnd(site(), agent, now());
    const chosen = (wish: boolean | undefined, had: EpochMs | undefined) => (wish === undefined ? had : wish ? until : undefined);
    const isOff = isOn === undefined ? before.isOff === true : !isOn;
    const sharedUntil = isOff ? undefined : chosen(isShared, before.sharedUntil);
    const snoozedUntil = chosen(isSnoozed, before.snoozedUntil);
    if (isOff) this.#known.delete(agent.id);
    return switches.put(agent.id, {
      ...(isOff ? { isOff } : {}),
      ...(sharedUntil === undefined ? {} : { sharedUntil }),
      ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
    });
  }

  /** False: it could not be kept. */
  checkIn(agent: Agent, value: number): Promise<boolean> {
    return this.#deps.checkIns.put(agent.id, { value, at: this.#deps.now() });
  }

  /** Whether somebody said, a short while ago, that they can hardly go on: their request is protected then (BS-R6). */
  async hasSaidFive(agentId: AgentId): Promise<boolean> {
    const now = this.#deps.now();
    const checkIn = await this.#checkInOf(agentId, now);
    return checkIn?.value === 5 && now - checkIn.at < SAID_FOR_MS;
  }

  /** For counts of a team, and for whoever shares: null for who is not at work, or has it off. */
  async scored(agent: Agent): Promise<Scored | null> {
    const now = this.#deps.now();
    if (!this.isOffered || workingSince(agent, now) === null) return null;
    const switches = await this.#deps.switches.get(agent.id);
    if (switches.isOff === true) return null;
    const fresh = this.#known.get(agent.id);
    if (fresh !== undefined && Math.abs(now - fresh.at) < FRESH_MS) return { ...fresh, switches };
    const known = await this.#score(agent, await this.#checkInOf(agent.id, now), now);
    if (known === null) return null;
    this.#remember(agent.id, known);
    return { ...known, switches };
  }

  /** Null: it is not shared now. */
  sharedUntil(agent: Agent, { switches }: Scored): EpochMs | null {
    return isSharing(agent, switches, this.#deps.now()) ? (switches.sharedUntil ?? null) : null;
  }

  async #checkInOf(agentId: AgentId, now: EpochMs): Promise<CheckIn | null> {
    const checkIn = await this.#deps.checkIns.get(agentId);
    return checkIn !== null && now - checkIn.at < KEPT_MS ? checkIn : null;
  }

  /** Null: is not at work. */
  async #score(agent: Agent, checkIn: CheckIn | null, now: EpochMs): Promise<Known | null> {
    const since = workingSince(agent, now);
    if (since === null) return null;
    const worked = await this.#deps.worked.of(agent, since);
    const word = checkIn === null ? null : { value: checkIn.value, ageMin: Math.max(0, now - checkIn.at) / MINUTE_MS };
    const strain = computeStrain({ ...strainInputsOf(this.#deps.site(), agent, worked, since, now), checkIn: word });
    const before = this.#known.get(agent.id);
    const { suggested } = before ?? {};
    return {
      at: now,
      // A shift begins anew.
      shown: moveStrainBand(before !== undefined && before.at >= since ? before.shown : null, strain.score, now),
      strain,
      ...(suggested === undefined ? {} : { suggested }),
    };
  }

  #remember(agentId: AgentId, known: Known): void {
    this.#known.set(agentId, known);
    for (const [id, { at }] of this.#known) if (known.at - at > KEPT_MS) this.#known.delete(id);
  }
}

const isLater = (at: EpochMs | undefined, now: EpochMs): boolean => at !== undefined && at > now;

/** The end of the planned shift; of whoever has none, or is past it, so many hours from now. */
function shiftEnd(site: Readonly<SiteState>, agent: Agent, now: EpochMs): EpochMs {
  const shift = publishedOf(site.duties.get(agent.id)).find(({ startAt, endAt }) => startAt <= now && now < endAt);
  return shift?.endAt ?? epochMs(now + UNPLANNED_SHIFT_MS);
}

/** Nobody shares beyond their work: signing out for good ends it too. */
const isSharing = (agent: Agent, { sharedUntil }: StrainSwitches, now: EpochMs): boolean =>
  isLater(sharedUntil, now) && workingSince(agent, now) !== null;

const scoreOf = ({ strain, shown, at }: Known): NonNullable<MyStrain['strain']> => ({
  score: strain.score,
  band: shown.band,
  isIncomplete: strain.incomplete,
  parts: strain.parts.map(({ part, weight, points, facts }) => ({ part, weight, points, facts: { ...facts } })),
  topReasons: [...strain.topReasons],
  computedAt: at,
});
