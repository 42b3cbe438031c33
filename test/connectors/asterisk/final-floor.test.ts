import { describe, expect, test } from 'vitest';
import type { AmiMessage } from '../../../server/connectors/asterisk/message.js';
import { parseHeaders } from '../../../server/connectors/asterisk/message.js';
import type { SiteState } from '../../../shared/domain/site.js';
import { factsOf, foldFacts, isFact, recordingOf, type Scenario } from './recordings.js';

/** The last full list of queues that the recording holds: what the floor is, as the PBX itself has it. */
function lastSnapshot(scenario: Scenario): AmiMessage[] {
  const recording = recordingOf(scenario);
  if (recording.kind !== 'session') throw new Error('a session is needed');
  const text = recording.lines
    .filter((line) => line.dir === 'in')
    .map((line) => line.raw)
    .join('');
  const messages = text.split('\r\n\r\n').flatMap((block) => parseHeaders(block.split('\r\n')) ?? []);
  const last = messages.findLast((message) => message.event === 'QueueStatusComplete');
  return messages.filter((message) => message.actionId === last?.actionId && message.event !== '');
}

const openVisits = (site: SiteState) => [...site.visits.values()].filter((visit) => visit.state !== 'closed' && visit.state !== 'wrap-up');

describe.each(['12-restart-and-reconnect', '12b-crash-kill9-and-reconnect'] as const)('%s: the floor at the end', (scenario) => {
  const { site, events } = foldFacts(factsOf(scenario));
  const snapshot = lastSnapshot(scenario);
  const members = snapshot.filter((message) => message.event === 'QueueMember');

  test('the PBX lists no caller, and neither do we', () => {
    expect(snapshot.filter((message) => message.event === 'QueueEntry')).toEqual([]);
    expect(openVisits(site).map((visit) => visit.key)).toEqual([]);
  });

  test('no queue has anybody waiting or talking', () => {
    expect([...site.queues.values()].map((queue) => [queue.key, queue.waiting.size, queue.talking])).toEqual(
      [...site.queues.values()].map((queue) => [queue.key, 0, 0]),
    );
  });

  test('every agent is free: none has a call, rings, or is called by somebody', () => {
    const busy = [...site.agents.values()].filter(
      (agent) => agent.visitId !== undefined || agent.offers.size > 0 || agent.offQueueCall !== 'none',
    );
    expect(busy.map((agent) => agent.key)).toEqual([]);
  });

  test('memberships and pauses are those of the list, but for the one removed after it', () => {
    const ours = [...site.agents.values()]
      .flatMap((agent) => [...agent.memberships].map(([queueId, one]) => `${site.queues.get(queueId)?.key} ${one.member} ${one.paused}`))
      .sort();
    const listed = members
      .filter((message) => !(message.get('Queue') === 'sales' && message.get('Location') === 'PJSIP/1010'))
      .map((message) => `${message.get('Queue')} ${message.get('Name')} ${message.get('Paused') === '1'}`)
      .sort();
    expect(ours).toEqual(listed);
  });

  test('every visit has one end', () => {
    const ends = new Map<string, number>();
    for (const event of events)
      if (event.type === 'visit.left' || event.type === 'visit.answered') ends.set(event.visitId, (ends.get(event.visitId) ?? 0) + 1);
    const entered = events.filter((event) => event.type === 'visit.entered').map((event) => event.visitId);
    expect(entered.map((id) => ends.get(id))).toEqual(entered.map(() => 1));
  });

  test('what entered was answered, abandoned, or went another way', () => {
    for (const queue of site.queues.values())
      expect(queue.life.entered).toBe(queue.life.answered + queue.life.abandoned + queue.life.flowout);
  });
});

describe('12: what happened while nobody was connected', () => {
  const { site } = foldFacts(factsOf('12-restart-and-reconnect'));
  const visit = (name: string) => [...site.visits.values()].find((one) => one.caller.name === name);

  test.each([
    ['a caller who gave up in the gap is lost, not abandoned', 'Will Abandon In Gap', 'lost'],
    ['a caller who was answered in the gap was answered', 'Will Connect In Gap', 'answered'],
    ['a caller who joined in the gap and was answered after it was answered', 'Joined In Gap', 'answered'],
    ['a caller cut off by a restart did not give up', 'Cut While Waiting', 'system'],
  ])('%s', (_title, name, outcome) => {
    expect(visit(name)?.outcome).toBe(outcome);
  });

  test('a talk that ended in the gap ended for an unknown reason', () => {
    expect(visit('Talks Through')?.legs.map((leg) => leg.endedBy)).toEqual(['unknown']);
  });
  test('the caller who joined in the gap has waited since then', () => {
    const joined = visit('Joined In Gap');
    expect((joined?.answeredAt ?? 0) - (joined?.enteredAt ?? 0)).toBeGreaterThan(12_000);
  });
  test('the connection was lost three times, and found again three times', () => {
    const status = factsOf('12-restart-and-reconnect')
      .filter(isFact('source.status'))
      .map((fact) => fact.status);
    // The fourth loss is the recording's own goodbye.
    expect(status).toEqual(['connected', 'lost', 'connected', 'lost', 'connected', 'lost', 'connected', 'lost']);
  });
  test('another connection that fails to log in beside ours is not a loss', () => {
    const facts = factsOf('12-restart-and-reconnect');
    const last = facts.findLast(isFact('source.resynced'));
    expect(
      facts
        .slice(facts.indexOf(last as never))
        .filter(isFact('source.status'))
        .map((fact) => fact.status),
    ).toEqual(['lost']);
  });
});

describe('12b: after a crash', () => {
  const { site } = foldFacts(factsOf('12b-crash-kill9-and-reconnect'));
  test.each([
    ['the caller who talked has gone for an unknown reason', 'Talks At Crash', 'answered'],
    ['the caller who waited is lost', 'Waits At Crash', 'lost'],
    ['the caller for whom a phone rang is lost', 'Rings At Crash', 'lost'],
  ])('%s', (_title, name, outcome) => {
    expect([...site.visits.values()].find((one) => one.caller.name === name)?.outcome).toBe(outcome);
  });
});
