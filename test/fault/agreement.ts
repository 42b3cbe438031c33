import { expect } from 'vitest';
import type { LogEntry } from '../../server/log/log.js';
import { brokenInvariants } from '../../shared/domain/invariants.js';
import { isOpen } from '../../shared/domain/visit/leg.js';
import type { TestSupervisor } from '../support/supervisor.js';
import { foldWholeLog } from '../support/whole-log.js';

/** What is on this screen is the fold of the log at the very position it stands at: caller by caller, agent by agent, queue by queue. */
export async function expectSameFloor(watcher: TestSupervisor, redisUrl: string, siteId?: string): Promise<void> {
  // Copied first: more may arrive while the log is read.
  const shown = {
    position: watcher.position ?? '',
    visits: watcher.all('visit').map((visit) => `${visit.id} ${visit.state}`),
    agents: watcher.all('agent').map((agent) => `${agent.id} ${agent.state} ${agent.visitId ?? ''}`),
    queues: watcher.all('queue').map((queue) => `${queue.id} ${queue.waiting} ${queue.talking}`),
  };
  const { state, position } = await foldWholeLog(redisUrl, { upTo: shown.position, ...(siteId === undefined ? {} : { siteId }) });
  expect(position).toBe(shown.position);
  const open = [...state.visits.values()].filter(isOpen);
  expect(shown.visits.sort()).toEqual(open.map((visit) => `${visit.id} ${visit.state}`).sort());
  expect(shown.agents.map((line) => line.split(' ', 2).join(' ')).sort()).toEqual(
    [...state.agents.values()].map((agent) => `${agent.id} ${agent.state}`).sort(),
  );
  expect(shown.queues.sort()).toEqual(
    [...state.queues.values()].map((queue) => `${queue.id} ${queue.waiting.size} ${queue.talking}`).sort(),
  );
}

/** The log holds every commit and every caller once, and what it folds to keeps all promises. */
export async function expectEverythingOnce(redisUrl: string, siteId?: string): Promise<LogEntry[]> {
  const { state, entries } = await foldWholeLog(redisUrl, siteId === undefined ? {} : { siteId });
  const ids = entries.map((entry) => entry.commit.id);
  expect(new Set(ids).size).toBe(ids.length);
  const entered = entries.flatMap((entry) => entry.commit.events).filter((event) => event.type === 'visit.entered');
  expect(new Set(entered.map((event) => event.visitId)).size).toBe(entered.length);
  expect(brokenInvariants(state)).toEqual([]);
  return entries;
}

/** Under which leases the source's commits were written, in the log's order: `simulator/TOKEN/node/batch`. */
export function leasesOf(entries: readonly LogEntry[]): number[] {
  return entries.flatMap((entry) => {
    const token = /^(?:simulator|asterisk)\/(\d+)\//.exec(entry.commit.id)?.[1];
    return token === undefined ? [] : [Number(token)];
  });
}
