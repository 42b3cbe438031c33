import type { Effect, Failure } from '../../../shared/domain/action/effects.js';
import type { Fact } from '../../../shared/domain/facts.js';
import { agentIdOf, visitIdOf } from '../../../shared/kernel/ids.js';
import { epochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.js';
import type { Connector, ConnectorHost, EffectAnswer, EffectRequest } from '../connector.js';
import { planAnew } from './agents.js';
import { demoDay } from './arrivals.js';
import { realisticBehaviour } from './behaviour.js';
import { planOrder } from './carry-out.js';
import { arrivalsPerMs, type Centre, simulatedCentre } from './centre.js';
import { createDisturbance } from './disturbance.js';
import { buildFloor, type FloorPlan, openArrivals, runFloor } from './floor.js';
import type { Floor } from './model.js';
import { introduction, populate } from './opening.js';
import { droppedMonitors, lastTraceAt, resumeFloor } from './resume.js';
import { RosterFollower } from './roster-follower.js';
import { giveOutCalls } from './routing.js';

export interface SimulatorOptions {
  readonly seed: number;
  readonly agents: number;
  /** How much of the past a floor without a log is given, so that its charts are not empty; default: a few hours. */
  readonly historyMs?: number;
  /** Without them everybody works around the clock, and nobody has a break of their own accord; default on. */
  readonly hasShifts?: boolean;
  /** Clock drift, duplicates and swapped lines, as real sources have them; default on. */
  readonly isDisturbed?: boolean;
}

/** The source's name: part of every id derived from its keys. */
export const SIMULATOR = 'simulator';

/** After a longer silence the old calls are given up, and a new floor begins. */
const LONGEST_GAP_MS = HOUR_MS;
/** How often the floor is let run. At a hundredfold speed this is five seconds of its life. */
const TICK_MS = 50;
/** How often the roster is looked at for changes. */
const LOOK_MS = 5 * SECOND_MS;
/** After an order it is let run sooner: at a hundredfold speed people's time limits are a tenth of a second. */
const SOONER_MS = 5;
/** Steps of one turn: about a millisecond, so that the node stays responsive while hours are caught up. */
const STEPS_PER_TURN = 400;
/**
 * Facts waiting to be appended beyond which the floor stands still and the site clock gets ahead of it. Facts of different
 * agents overtake each other on their way into the log: the fewer wait, the closer in time is what a crash cuts off.
 */
const maxBacklog = ({ agents }: SimulatorOptions): number => Math.max(500, agents);
/** A history of about this many agent-hours is given: three hours of 120 agents, two minutes of 10,000. */
const HISTORY_AGENT_HOURS = 360;

/** A call centre that does not exist, as a source like any other. */
export function createSimulator(options: SimulatorOptions): Connector {
  let running: Running | undefined;
  return {
    source: SIMULATOR,
    start(host) {
      running?.stop();
      running = run(options, host);
    },
    perform: async (effect, request) => (await running?.perform(effect, request)) ?? { ok: false, failure: { code: 'unreachable' } },
    async stop() {
      running?.stop();
      running = undefined;
    },
  };
}

interface Running {
  perform(effect: Effect, request: EffectRequest): Promise<EffectAnswer>;
  stop(): void;
}

export function planOf(options: SimulatorOptions, centre: Centre, roster?: RosterFollower): FloorPlan {
  const { seed, agents, hasShifts = true } = options;
  const rate = demoDay(seed);
  return {
    seed,
    hasShifts,
    ...(roster === undefined ? {} : { stintAt: (agent, at) => roster.stintAt(agent, at) }),
    // About one call in twelve comes from someone who called within the day.
    behaviour: realisticBehaviour(seed, agents * 1_000),
    // Where the roster sends fewer people, fewer call: on days off, too, the floor is as busy as ever.
    rate: hasShifts && roster !== undefined ? (slotAt, key) => rate(slotAt, key) * roster.staffedRatio(slotAt, agents) : rate,
    queues: centre.queues.map((queue) => ({ ...queue, arrivalsPerMs: arrivalsPerMs(queue, centre.people) })),
    agents: centre.people,
  };
}

function run(options: SimulatorOptions, host: ConnectorHost): Running {
  const disturb = options.isDisturbed === false ? (facts: readonly Fact[]) => facts : createDisturbance(options.seed);
  const limit = maxBacklog(options);
  let told: Fact[] = [];
  const roster = new RosterFollower(SIMULATOR, () => host.site());
  const floor = takeUp(options, host, roster, (fact) => told.push(fact));
  let lookedAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;

  const turn = () => {
    timer = undefined;
    host.heard();
    const now = host.now();
    if (now >= lookedAt + LOOK_MS) {
      lookedAt = now;
      followRoster(floor, roster);
    }
    if (host.backlog() < limit) {
      runFloor(floor, now, STEPS_PER_TURN);
      if (told.length > 0) {
        const facts = told;
        told = [];
        host.deliver(disturb(facts), Date.now());
      }
      if (floor.now < now) {
        soon = setImmediate(turn);
        return;
      }
    }
    timer = setTimeout(turn, TICK_MS);
  };
  turn();
  const waiting = new Set<(answer: EffectAnswer) => void>();
  return {
    perform(effect, { actionId, isHolder }) {
      const site = host.site();
      if ('visitKey' in effect && !site.visits.has(visitIdOf(SIMULATOR, effect.visitKey)))
        return Promise.resolve({ ok: false, failure: { code: 'not-found' } });
      const phoneName = site.actions.get(actionId)?.by.name ?? ('phoneKey' in effect ? effect.phoneKey.slice(0, 120) : '');
      return new Promise((resolve) => {
        waiting.add(resolve);
        const answer = (failure: Failure | undefined) => {
          waiting.delete(resolve);
          resolve(failure === undefined ? { ok: true } : { ok: false, failure });
        };
        planOrder(floor, { effect, phoneName, isHolder, answer }, actionId, host.now());
        // Unless hours are being caught up: then its turn comes with the rest.
        if (timer === undefined) return;
        clearTimeout(timer);
        timer = setTimeout(turn, SOONER_MS);
      });
    },
    stop() {
      clearTimeout(timer);
      clearImmediate(soon);
      // Not done, and never will be.
      for (const resolve of waiting) resolve({ ok: false, failure: { code: 'interrupted' } });
    },
  };
}

/** Whoever's roster changed goes by the new one. */
function followRoster(floor: Floor, roster: RosterFollower): void {
  const changed = roster.changed();
  if (changed.size === 0 || !floor.hasShifts) return;
  for (const agent of floor.agents) if (changed.has(agentIdOf(SIMULATOR, agent.key))) planAnew(floor, agent);
  giveOutCalls(floor);
}

/** The floor as it goes on from the log, or a new one. */
function takeUp(options: SimulatorOptions, host: ConnectorHost, roster: RosterFollower, emit: (fact: Fact) => void): Floor {
  const centre = simulatedCentre(options);
  const plan = planOf(options, centre, roster);
  const site = host.site();
  const now = host.now();
  const lastAt = lastTraceAt(site, SIMULATOR);
  const isResumed = lastAt !== undefined && now - lastAt <= LONGEST_GAP_MS;
  const from = isResumed ? Math.min(lastAt, now) : Math.max(now - historyMs(options), lastAt ?? 0);
  const floor = buildFloor(plan, from, emit, (key) => host.site().agents.get(agentIdOf(SIMULATOR, key))?.desk?.isOpen === true);
  if (isResumed) resumeFloor(floor, site, SIMULATOR);
  else populate(floor);
  const portions = introduction(floor, centre.queues);
  if (!isResumed) portions.unshift(endedWrapUps(host, floor));
  portions.unshift(droppedMonitors(site, SIMULATOR, floor.now));
  for (const facts of portions) if (facts.length > 0) host.deliver(facts, Date.now());
  giveOutCalls(floor);
  openArrivals(floor, plan, (visitKey) => site.visits.has(visitIdOf(SIMULATOR, visitKey)));
  host.logger.info(
    { agents: options.agents, queues: centre.queues.length, isResumed, from, behindMs: now - from },
    'simulated floor taken up',
  );
  return floor;
}

function historyMs({ agents, historyMs: asked }: SimulatorOptions): number {
  return asked ?? Math.min(6 * HOUR_MS, Math.max(MINUTE_MS, Math.round((HISTORY_AGENT_HOURS / agents) * HOUR_MS)));
}

/** The truth of a new floor knows no wrap-ups; those that the log still holds are over. */
function endedWrapUps(host: ConnectorHost, floor: Floor): Fact[] {
  const agents = [...host.site().agents.values()].filter((agent) => agent.source === SIMULATOR && agent.wrapUp !== undefined);
  return agents.map((agent) => ({ type: 'agent.wrap-up-ended', occurredAt: epochMs(floor.now), agentKey: agent.key }));
}
