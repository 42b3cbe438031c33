import type { BufferId } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import { isSettled } from '../action/action.js';
import { type AgentAfter, agentAfter, agentOf, isInContact } from '../action/agents/after.js';
import { pausedFor } from '../action/agents/pause.js';
import { pausedEverywhere } from '../agent/state.js';
import type { DomainEvent } from '../events.js';
import { plainReason } from '../redact.js';
import type { SiteState } from '../site.js';
import { type Buffer, isAwayInBuffer } from './buffer.js';
import { Course } from './course.js';
import { landed, returnFrom } from './landing.js';
import { isOffVoiceAfter, isOnPhonesAfter } from './off-voice.js';

/** What agents' events bring about for buffer shifts: begun, back, a going that came to nothing, a relief that is given. */
export function bufferConsequences(site: Readonly<SiteState>, events: readonly DomainEvent[], now: EpochMs): DomainEvent[] {
  if (site.buffers.size === 0 && site.reliefs.size === 0) return [];
  const brought: DomainEvent[] = [];
  const moved = new Set(events.map(agentOf));
  const onPhones = new Set(events.filter((event) => bufferOf(event) === undefined && !event.type.startsWith('relief.')).map(agentOf));
  const decided = new Set(events.map(bufferOf));
  for (const buffer of site.buffers.values()) {
    // It was told in these very events what becomes of it: what stood before them is not gone on from.
    if (decided.has(buffer.id)) continue;
    // Asked for every fact of a source: most of them are about nobody here.
    const isMoved = onPhones.has(buffer.agentId);
    if (!isMoved && buffer.confirmedBy === undefined) continue;
    const agent = isMoved ? site.agents.get(buffer.agentId) : undefined;
    const after = agent === undefined ? undefined : agentAfter(agent, events);
    if (after !== undefined) brought.push(...followBuffer(site, buffer, after, now));
    if (buffer.state === 'scheduled' && cameToNothing(site, buffer, after, events))
      brought.push(...new Course(site, buffer, now).tell({ type: 'buffer.confirm-ended' }).events);
  }
  for (const { agentId } of site.reliefs.values()) {
    const isEnded = events.some((event) => event.type === 'relief.ended' && event.agentId === agentId);
    const agent = moved.has(agentId) && !isEnded ? site.agents.get(agentId) : undefined;
    if (agent !== undefined && isOffVoiceAfter(agentAfter(agent, events)))
      brought.push({ type: 'relief.ended', occurredAt: now, agentId, how: 'off-voice' });
  }
  return brought;
}

const bufferOf = (event: DomainEvent): BufferId | undefined => ('bufferId' in event ? event.bufferId : undefined);

function followBuffer(site: Readonly<SiteState>, buffer: Buffer, after: AgentAfter, now: EpochMs): DomainEvent[] {
  if (buffer.state === 'scheduled') return hasLeft(buffer, after) ? new Course(site, buffer, now).start().events : [];
  if (isAwayInBuffer(buffer)) {
    if (after.memberships.size === 0) return returnFrom(site, buffer, 'signed-out', now);
    return pausedEverywhere(after) ? [] : returnFrom(site, buffer, 'phone', now);
  }
  return buffer.landing?.isOver === true && isOnPhonesAfter(after) ? landed(site, buffer, true, now) : [];
}

/** Off the phones for it: in every queue, with no contact in hand and the wrap-up done (AG-22). */
function hasLeft({ confirmedBy }: Buffer, after: AgentAfter): boolean {
  if (isInContact(after) || after.wrapUp !== undefined || !pausedFor(after, 'BUFFER')) return false;
  // A phone system that tells no reasons is believed only when the agent confirmed.
  return confirmedBy !== undefined || [...after.memberships.values()].some(({ reason }) => plainReason(reason ?? '') === 'BUFFER');
}

/** What was to take the agent off the phones was taken back, refused, or overtaken by another pause. */
function cameToNothing(
  site: Readonly<SiteState>,
  { confirmedBy }: Buffer,
  after: AgentAfter | undefined,
  events: readonly DomainEvent[],
): boolean {
  if (confirmedBy === undefined) return false;
  for (const event of events) if (event.type === 'action.settled' && event.actionId === confirmedBy) return event.result !== 'confirmed';
  const action = site.actions.get(confirmedBy);
  const isDone = action === undefined || isSettled(action);
  return isDone && after !== undefined && !pausedFor(after, 'BUFFER');
}
