import { type EpochMs, epochMs, HOUR_MS } from '../../kernel/time.js';
import type { Duty } from '../roster/duty.js';
import type { Agent, AgentStateName, SiteState, TrailStep, Visit } from '../site.js';
import type { DerivedState } from './state.js';

/** As the quarter-hours: a site's whole day, also the one of 25 hours. */
const KEPT_MS = 26 * HOUR_MS;
/** Somebody who changes more often than every three minutes all day has no plan to be held against. */
const MOST_STEPS = 500;
const MOST_CARRIED = 100;

/**
 * Reason codes as plans spell them. Codes of the field and those that phone systems are set up with; any other is a pause that no
 * plan asks for.
 */
const PLAIN = new Map<string, string>([
  ...['BREAK', 'REST', '小休', '休息'].map((code) => [code, 'break'] as const),
  ...['MEAL', 'LUNCH', 'DINNER', '用餐', '午餐', '晚餐', '就餐'].map((code) => [code, 'meal'] as const),
  ...['TRAINING', '培训'].map((code) => [code, 'training'] as const),
  ...['MEETING', '会议', '班会'].map((code) => [code, 'meeting'] as const),
  ...['COACHING', '辅导'].map((code) => [code, 'coaching'] as const),
  ...['BACKOFFICE', 'BACK-OFFICE', 'BACK_OFFICE', '后台', '后台任务'].map((code) => [code, 'backoffice'] as const),
  ...['ADMIN', 'PERSONAL', 'BUFFER', 'RONA', 'REJECT', 'SYSTEM', 'FORCED'].map((code) => [code, code.toLowerCase()] as const),
  ['MICRO_PAUSE', 'micro-pause'],
  ['WARMUP', 'warm-up'],
]);

const ON_CONTACTS: ReadonlySet<AgentStateName> = new Set(['ready', 'ringing', 'dialing', 'talking', 'holding', 'acw']);
const IN_CONTACT: ReadonlySet<AgentStateName> = new Set(['ringing', 'dialing', 'talking', 'holding', 'acw']);

/** What a state is, as far as a plan can say. */
export function plainState({ state, reasonCode }: DerivedState): string {
  if (ON_CONTACTS.has(state)) return 'phone';
  if (state === 'logged-out') return 'offline';
  if (state === 'unreachable') return 'unreachable';
  return PLAIN.get(reasonCode?.trim().toUpperCase() ?? '') ?? 'not-ready';
}

/** Keeps what an agent did apart by what a plan could ask for, and the contacts that went on into something else. */
export function noteTrail(site: Readonly<SiteState>, agent: Agent, next: DerivedState, at: EpochMs): void {
  noteContact(site, agent, next.state, at);
  const as = plainState(next);
  // The first change also tells what was before it: somebody who comes late was away until then.
  if (agent.trail.length === 0 && agent.since < at) agent.trail.push({ at: agent.since, as: plainState(agent) });
  // Of two changes in one instant, the first was never seen.
  if (agent.trail.at(-1)?.at === at) agent.trail.pop();
  const last = agent.trail.at(-1);
  if (last?.as === as && last.forced === undefined) return;
  agent.trail.push({ at, as });
  while (agent.trail.length > MOST_STEPS || (agent.trail[1]?.at ?? at) < at - KEPT_MS) agent.trail.shift();
}

type Untrailed = Pick<Agent, 'state' | 'reasonCode' | 'since' | 'forced' | 'visitId' | 'wrapUp'>;
type Handled = Pick<Visit, 'id' | 'legs'>;

/**
 * Of somebody whose past was not kept apart: what goes on, since when at the latest. A call in hand, or being wrapped up, began with
 * its answer; when it rang is not known any more.
 */
export function trailFromNow(agent: Untrailed & Pick<Agent, 'id'>, visits: readonly Handled[]): Pick<Agent, 'trail' | 'inContactSince'> {
  const visitId = agent.visitId ?? agent.wrapUp?.visitId;
  const leg = visits.find(({ id }) => id === visitId)?.legs.findLast(({ agentId }) => agentId === agent.id);
  const contactAt = IN_CONTACT.has(agent.state) ? epochMs(Math.min(agent.since, leg?.startedAt ?? agent.since)) : undefined;
  const step: TrailStep = { at: contactAt ?? agent.since, as: plainState(agent), ...(agent.forced && { forced: true }) };
  return { trail: [step], ...(contactAt !== undefined && { inContactSince: contactAt }) };
}

/** The present step is somebody else's wish: no plan is held against it (AG-P3). */
export function noteForced(agent: Agent): void {
  const last = agent.trail.pop();
  if (last !== undefined) agent.trail.push({ ...last, forced: true });
}

/** A ring after a wrap-up is the next contact, though the agent was never ready between the two. */
function noteContact(site: Readonly<SiteState>, agent: Agent, next: AgentStateName, at: EpochMs): void {
  const isOver = !IN_CONTACT.has(next) || (agent.state === 'acw' && next !== 'acw');
  if (isOver && agent.inContactSince !== undefined) {
    const startedAt = agent.inContactSince;
    delete agent.inContactSince;
    if (crossesBoundary(site.duties.get(agent.id), startedAt, at)) agent.carry.push({ startedAt, endedAt: at });
    while (agent.carry.length > MOST_CARRIED || (agent.carry[0]?.endedAt ?? at) < at - KEPT_MS) agent.carry.shift();
  }
  if (IN_CONTACT.has(next)) agent.inContactSince ??= epochMs(at);
}

/** Whether something else was planned from some moment within. */
function crossesBoundary(duty: Duty | undefined, from: EpochMs, to: EpochMs): boolean {
  if (duty === undefined) return false;
  for (const { published } of duty.entries) {
    if (published === null || published.endAt < from) continue;
    if (published.startAt >= to) return false;
    for (const { startAt } of published.segments) if (startAt > from && startAt < to) return true;
  }
  return false;
}
