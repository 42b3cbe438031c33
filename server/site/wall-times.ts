import type { DomainEvent } from '../../shared/domain/events.js';
import { SYSTEM } from '../../shared/domain/person.js';
import { asPlanned, isAdrift } from '../../shared/domain/roster/adrift.js';
import { isUnpublished } from '../../shared/domain/roster/entries.js';
import { resolveShift } from '../../shared/domain/roster/resolve.js';
import { entityKey, type SiteState } from '../../shared/domain/site.js';
import { type AgentId, type CommitId, shiftIdOf } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { Logger } from '../ops/logger.js';
import type { Site } from './site.js';

interface WallTimesDeps {
  readonly site: Pick<Site, 'state' | 'siteNow' | 'propose'>;
  readonly nodeId: string;
  readonly logger: Logger;
}
/** Of so many people in one commit. */
const PEOPLE_PER_COMMIT = 100;

/**
 * Resolves shifts that nobody was told of anew where a newer calendar shows other times for them (RT-1); what was told is for a lead to
 * correct. Once: the calendar is that of the process, and nodes with different ones shall not undo each other's work in turn.
 */
export async function resolveDraftsAnew({ site, nodeId, logger }: WallTimesDeps): Promise<void> {
  const now = site.siteNow();
  const agentIds = [...site.state().duties.keys()].filter((agentId) => eventsFor(site.state(), agentId, now, '' as CommitId).length > 0);
  for (let from = 0; from < agentIds.length; from += PEOPLE_PER_COMMIT) {
    const some = agentIds.slice(from, from + PEOPLE_PER_COMMIT);
    const id = `wall-times/${nodeId}/${now}/${from}` as CommitId;
    await site.propose({
      id,
      by: { kind: 'clock' },
      cause: 'shift.set',
      decide: (state) => ({
        events: some.flatMap((agentId) => eventsFor(state, agentId, now, id)),
        reads: some.map((agentId) => entityKey('duty', agentId)),
      }),
    });
  }
  if (agentIds.length > 0) logger.warn({ people: agentIds.length }, 'unpublished shifts were resolved anew: the time zone data changed');
}

function eventsFor(state: Readonly<SiteState>, agentId: AgentId, now: EpochMs, commitId: CommitId): DomainEvent[] {
  return (state.duties.get(agentId)?.entries ?? []).flatMap((entry, at): DomainEvent[] => {
    const { draft } = entry;
    if (draft === null || !isUnpublished(entry) || draft.startAt <= now || !isAdrift(draft)) return [];
    const anew = resolveShift(asPlanned(draft), draft.zone, shiftIdOf(`${commitId}/${agentId}`, at), state.config.workforce);
    // A time that is on no clock any more is for somebody to say anew: it stays marked.
    if (!anew.ok || anew.value.startAt <= now) return [];
    return [{ type: 'shift.set', occurredAt: now, by: SYSTEM, agentId, shift: anew.value, replaces: draft.id }];
  });
}
