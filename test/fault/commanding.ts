import { randomUUID } from 'node:crypto';
import type { Command } from '../../shared/domain/commands.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { type ActionId, actionIdOf, type CommitId, type QueueId, type VisitId } from '../../shared/kernel/ids.js';
import { epochMs, MINUTE_MS } from '../../shared/kernel/time.js';
import type { CommandRequest } from '../../shared/protocol/messages.js';
import type { ActionView, VisitView } from '../../shared/protocol/views.js';
import { signIn, type TestServer } from '../support/server.js';
import { TestSupervisor } from '../support/supervisor.js';
import { foldWholeLog } from '../support/whole-log.js';

const PASSWORD = 'harbour-demo-2026';

/** A wish as a browser words it: its id stays the same however often it is sent. */
export const wish = (command: Command): CommandRequest => ({
  id: `u/test/${randomUUID()}` as CommitId,
  issuedAt: epochMs(Date.now()),
  command,
});

/** Signed in, and looking at a live floor. */
export async function watchAs(login: string, server: TestServer): Promise<TestSupervisor> {
  const watcher = new TestSupervisor(server, await signIn(server, login, PASSWORD));
  await watcher.until(() => watcher.position !== undefined && watcher.beat?.stale.length === 0, `a live floor for ${login}`);
  return watcher;
}

const touchedIn = (watcher: TestSupervisor) => new Set((watcher.all('action') as unknown as ActionView[]).map(({ on }) => on.visitId));

/** Talks that have just begun last long enough for a test. */
const byNewest = (a: VisitView, b: VisitView) => (b.answeredAt ?? 0) - (a.answeredAt ?? 0);

/** A floor begins with hours of the past, told in seconds: whoever talks there has long hung up. */
const isOfNow = (watcher: TestSupervisor, visits: readonly VisitView[]) =>
  visits.some(({ enteredAt }) => enteredAt > (watcher.beat?.siteNow ?? 0) - MINUTE_MS);

/** Callers with whom somebody talks and whom nobody has touched yet, the newest first, and the queues to send them to. */
export function untouchedCalls(watcher: TestSupervisor) {
  const touched = touchedIn(watcher);
  const visits = watcher.all('visit') as unknown as VisitView[];
  const talks = isOfNow(watcher, visits) ? visits.filter(({ id, state }) => state === 'talking' && !touched.has(id)) : [];
  const queueIds = watcher.all('queue').map(({ id }) => id as QueueId);
  return talks.toSorted(byNewest).map((visit) => ({ visit, queueIds: queueIds.filter((id) => id !== visit.queueId) }));
}

export async function untouchedCall(watcher: TestSupervisor): Promise<{ readonly visit: VisitView; readonly queueId: QueueId }> {
  await watcher.until(() => untouchedCalls(watcher).length > 0, 'a call that nobody has touched', 45_000);
  const [{ visit, queueIds } = {}] = untouchedCalls(watcher);
  if (visit === undefined || queueIds?.[0] === undefined) throw new Error('there is one queue only');
  return { visit, queueId: queueIds[0] };
}

/** An action as this screen shows it. */
export const actionSeen = (watcher: TestSupervisor, actionId: string) =>
  watcher.all('action').find(({ id }) => id === actionId) as unknown as ActionView | undefined;

export const toQueue = (visitId: VisitId, queueId: QueueId): Command => ({
  type: 'call.reassign',
  visitId,
  to: { kind: 'queue', queueId },
});

/** What the log holds of one command: its record, its way, its end, and how often the phone system moved the call. */
export interface Story {
  readonly taken: number;
  readonly started: number;
  readonly results: readonly string[];
  /** Stays that ended because somebody moved the caller on. */
  readonly moves: number;
}

const isOf = (actionId: ActionId) => (event: DomainEvent) => 'actionId' in event && event.actionId === actionId;

export function storyOf(events: readonly DomainEvent[], request: CommandRequest): Story {
  const own = events.filter(isOf(actionIdOf(request.id)));
  const visitId = (request.command as { visitId?: VisitId }).visitId;
  return {
    taken: own.filter(({ type }) => type === 'action.taken').length,
    started: own.filter(({ type }) => type === 'action.started').length,
    results: own.flatMap((event) => (event.type === 'action.settled' ? [event.result] : [])),
    moves: events.filter((event) => isMoveOf(event, visitId)).length,
  };
}

const isMoveOf = (event: DomainEvent, visitId: VisitId | undefined): boolean =>
  (event.type === 'visit.left' && event.visitId === visitId && event.outcome === 'redirected') ||
  (event.type === 'visit.talk-ended' && event.visitId === visitId && event.by === 'moved');

export const eventsIn = async (redisUrl: string): Promise<DomainEvent[]> =>
  (await foldWholeLog(redisUrl)).entries.flatMap(({ commit }) => commit.events);

/** Reads the log until a command has come to its end in it; the bound only guards against hanging. */
export async function untilSettled(redisUrl: string, request: CommandRequest, withinMs = 45_000): Promise<Story> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const story = storyOf(await eventsIn(redisUrl), request);
    if (story.results.length > 0) return story;
    if (Date.now() > giveUpAt) throw new Error(`never settled in the log: ${JSON.stringify(story)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
