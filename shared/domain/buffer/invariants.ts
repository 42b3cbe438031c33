import type { AgentId } from '../../kernel/ids.js';
import type { SiteState } from '../site.js';
import { latestStart, MOST_EXTENSIONS } from './allowance.js';
import { type Buffer, isAwayInBuffer, isBufferOpen } from './buffer.js';

/** What B.4 promises of every buffer shift, whatever happened. */
export function brokenBuffers(site: Readonly<SiteState>): string[] {
  const open = new Set<AgentId>();
  const broken: string[] = [];
  for (const buffer of site.buffers.values()) {
    broken.push(...brokenPromises(buffer).map((what) => `${buffer.id} (${buffer.state}): ${what}`));
    if (!isBufferOpen(buffer)) continue;
    if (open.has(buffer.agentId)) broken.push(`${buffer.agentId} has two requests`);
    open.add(buffer.agentId);
  }
  for (const { agentId, state, id } of site.covers.values()) {
    if (state === 'open' && open.has(agentId)) broken.push(`${id} asks somebody who asked for a buffer shift themselves`);
  }
  return broken;
}

function brokenPromises(buffer: Buffer): string[] {
  const { state, check, decision } = buffer;
  const promises: readonly (readonly [string, boolean])[] = [
    ['is checked', check !== undefined],
    ['is decided by somebody or in time', state !== 'checking' || buffer.decideBy !== undefined],
    ['has a committed start', state !== 'deferred' || (buffer.wasDeferred && buffer.startAt <= latestStart(buffer))],
    ['is arranged in time', state !== 'arranging' || buffer.arrangeBy !== undefined],
    ['has work', (state !== 'scheduled' && !isAwayInBuffer(buffer)) || buffer.post !== undefined],
    ['lapses in time', state !== 'scheduled' || buffer.confirmBy !== undefined],
    ['has begun', !isAwayInBuffer(buffer) || buffer.startedAt !== undefined],
    ['ends after it begins', buffer.endAt > buffer.startAt],
    ['is over', isBufferOpen(buffer) === (buffer.closedAt === undefined)],
    ['is protected from a no', !buffer.isProtected || decision?.outcome !== 'declined'],
    ['is declined by a person, with a code', state !== 'declined' || (decision?.by !== undefined && decision.code !== undefined)],
    ['is extended twice at most', buffer.extensions <= MOST_EXTENSIONS],
    ['is put off once', buffer.wasDeferred || decision?.outcome !== 'deferred'],
  ];
  return promises.flatMap(([what, isKept]) => (isKept ? [] : [what]));
}
