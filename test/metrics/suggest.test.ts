import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '../../shared/domain/events.js';
import { type ActionId, agentIdOf, queueIdOf, type VisitId } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import { occupancySince } from '../../shared/metrics/occupancy.js';
import { type Suggestion, suggestAgents, suggestionSchema } from '../../shared/metrics/suggest.js';
import { answered, anyFact, at, ended, joined, member, offered, other, queueSeen, SOURCE, testFloor } from '../support/floor.js';

const [li, wang, chen, zhao] = ['PJSIP/1001', 'PJSIP/1002', 'PJSIP/1003', 'PJSIP/1004'] as const;
const id = (key: string) => agentIdOf(SOURCE, key);
const queue = (key: string) => queueIdOf(SOURCE, key);
type Floor = ReturnType<typeof testFloor>;

const visitOf = ({ site }: Floor, callKey: string) => {
  const visit = [...site.visits.values()].find(({ key }) => key === callKey);
  if (visit === undefined) throw new Error(`no ${callKey}`);
  return visit;
};
const suggest = (floor: Floor, callKey: string, now = at(600)): Suggestion[] =>
  suggestAgents(floor.site, {
    visit: visitOf(floor, callKey),
    now,
    occupancy: occupancySince(floor.site, at(0), now),
    mayAsk: () => true,
    most: 10,
  });
const names = (suggestions: readonly Suggestion[]) => suggestions.map(({ agentId }) => agentId);

let actions = 0;
/** An action as it stands after these of its steps. */
function act(
  floor: Floor,
  kind: string,
  on: object,
  state: 'offered' | 'requested' | 'confirmed',
  settled?: 'declined' | 'timed-out',
): void {
  const actionId = `x-${++actions}` as ActionId;
  const taken = {
    type: 'action.taken',
    occurredAt: at(500),
    actionId,
    kind,
    by: { userId: 'u-1', name: '周敏', role: 'supervisor' },
    on,
    detail: {},
    state,
    ...('toAgentId' in on && state === 'offered' ? { offer: { agentId: on.toAgentId, until: at(515) } } : {}),
  } as DomainEvent;
  floor.fold(taken);
  if (settled !== undefined) floor.fold({ type: 'action.settled', occurredAt: at(510), actionId, result: settled });
}

/** Somebody waits for complaints; four agents elsewhere, two of whom serve complaints too. */
function afternoon(): Floor {
  const floor = testFloor();
  floor.tell(
    queueSeen(0, 'complaints'),
    queueSeen(0, 'sales'),
    member(0, li, 'complaints', { penalty: 1 }),
    member(0, li, 'sales'),
    member(5, wang, 'complaints'),
    member(5, wang, 'sales'),
    member(3, chen, 'sales'),
    member(1, zhao, 'sales'),
    joined(400, 'call', 'complaints'),
  );
  return floor;
}

describe('whom a call could go to', () => {
  test('who serves its queue comes before who does not, and each says why', () => {
    const suggestions = suggest(afternoon(), 'call');
    expect(names(suggestions)).toEqual([id(wang), id(li), id(zhao), id(chen)]);
    expect(suggestions[0]?.why).toEqual([
      { code: 'ready', since: at(5) },
      { code: 'serves', penalty: 0 },
      { code: 'gives', queueId: queue('sales'), readyBefore: 4, readyAfter: 3, waiting: 0 },
      { code: 'queue-busy', ratio: 0 },
    ]);
    expect(suggestions[2]?.why.map(({ code }) => code)).toEqual(['ready', 'does-not-serve', 'gives', 'queue-busy']);
  });

  test('of two who are alike, the one without a call for longer', () => {
    const floor = afternoon();
    expect(names(suggest(floor, 'call')).slice(2)).toEqual([id(zhao), id(chen)]);
    floor.tell(joined(410, 's', 'sales'), offered(411, 's', zhao), answered(412, 's', zhao), ended(430, 's', zhao));
    expect(names(suggest(floor, 'call')).slice(2)).toEqual([id(chen), id(zhao)]);
  });

  test('who would leave the other queue with fewer than wait there comes later, but is not hidden', () => {
    const floor = afternoon();
    floor.tell(queueSeen(0, 'vip'), member(2, chen, 'vip'), joined(420, 'v', 'vip'));
    const suggestions = suggest(floor, 'call');
    expect(names(suggestions).at(-1)).toBe(id(chen));
    expect(suggestions.at(-1)?.why).toContainEqual({ code: 'gives', queueId: queue('vip'), readyBefore: 1, readyAfter: 0, waiting: 1 });
  });

  test('who wraps up comes after all who are ready, with the end of it; who talks or rings is not asked', () => {
    const floor = afternoon();
    floor.tell(
      queueSeen(0, 'complaints', { wrapUpMs: 300_000 }),
      joined(410, 'a', 'complaints'),
      answered(412, 'a', wang),
      ended(500, 'a', wang),
      joined(510, 'b', 'sales'),
      answered(512, 'b', zhao),
      joined(520, 'c', 'sales'),
      offered(521, 'c', chen),
    );
    const suggestions = suggest(floor, 'call');
    expect(names(suggestions)).toEqual([id(li), id(wang)]);
    expect(suggestions[1]?.why[0]).toEqual({ code: 'wrap-up', until: at(800) });
  });

  test('whoever declined this very call comes last for it, and for no other', () => {
    const floor = afternoon();
    floor.tell(joined(430, 'other', 'complaints'));
    const { id: visitId, callId } = visitOf(floor, 'call');
    act(floor, 'call.reassign', { visitId, callId, toAgentId: id(wang) }, 'offered', 'declined');
    expect(names(suggest(floor, 'call')).at(-1)).toBe(id(wang));
    expect(suggest(floor, 'call').at(-1)?.why).toContainEqual({ code: 'declined', count: 1 });
    expect(names(suggest(floor, 'other'))[0]).toBe(id(wang));
  });

  test('nobody is asked for two calls at once, nor while their state is about to change', () => {
    const floor = afternoon();
    const { id: visitId, callId } = visitOf(floor, 'call');
    act(floor, 'call.reassign', { visitId, callId, toAgentId: id(wang) }, 'offered');
    act(floor, 'agent.set-state', { agentId: id(li) }, 'requested');
    expect(names(suggest(floor, 'call'))).toEqual([id(zhao), id(chen)]);
  });

  test('who was lent within the hour comes after who was not', () => {
    const floor = afternoon();
    act(floor, 'agent.borrow', { agentId: id(zhao), toQueueId: queue('complaints') }, 'confirmed');
    expect(names(suggest(floor, 'call')).slice(2)).toEqual([id(chen), id(zhao)]);
    expect(suggest(floor, 'call').at(-1)?.why).toContainEqual({ code: 'lent', count: 1 });
  });

  test('nobody outside the asker’s reach is named, and no more than asked for', () => {
    const floor = afternoon();
    const options = { visit: visitOf(floor, 'call'), now: at(600), occupancy: new Map(), most: 1 };
    expect(names(suggestAgents(floor.site, { ...options, mayAsk: (agentId) => agentId !== id(wang) }))).toEqual([id(li)]);
  });

  test('whoever was just offered a pause after an abusive call is left alone until it is over', () => {
    const floor = afternoon();
    floor.fold({ type: 'break.offered', occurredAt: at(590), agentId: id(wang), until: at(650) });
    expect(names(suggest(floor, 'call'))).not.toContain(id(wang));
    expect(names(suggest(floor, 'call', at(651)))).toContain(id(wang));
  });
});

describe('on any floor', () => {
  const anyFloor = fc.array(anyFact, { maxLength: 60 }).map((facts) => {
    const floor = testFloor();
    floor.tell(...[...facts].sort((a, b) => a.occurredAt - b.occurredAt));
    return floor;
  });
  const rank = ({ site }: Floor, visitId: VisitId, now: number) => {
    const visit = site.visits.get(visitId);
    if (visit === undefined) throw new Error('no such visit');
    return suggestAgents(site, { visit, now: epochMs(now), occupancy: new Map(), mayAsk: () => true, most: 50 });
  };

  test('nobody who is signed out, not ready, protected or busy is suggested, and everybody with reasons that the wire takes', () => {
    fc.assert(
      fc.property(anyFloor, (floor) => {
        for (const visit of floor.site.visits.values()) {
          for (const suggestion of rank(floor, visit.id, at(5_000))) {
            const agent = floor.site.agents.get(suggestion.agentId);
            expect(['ready', 'acw']).toContain(agent?.state);
            expect(agent?.reachable).toBe(true);
            expect([...(agent?.memberships.values() ?? [])].some(({ paused }) => !paused)).toBe(true);
            expect(suggestion.why.filter(({ code }) => code === 'ready' || code === 'wrap-up')).toHaveLength(1);
            expect(suggestion.why.filter(({ code }) => code === 'serves' || code === 'does-not-serve')).toHaveLength(1);
            suggestionSchema.parse(suggestion);
          }
        }
      }),
    );
  });

  test('the order is the same whenever one looks, and however the agents are kept', () => {
    fc.assert(
      fc.property(anyFloor, fc.integer({ min: 0, max: 900_000 }), (floor, laterMs) => {
        for (const visit of floor.site.visits.values()) {
          const before = rank(floor, visit.id, at(5_000));
          expect(rank(floor, visit.id, at(5_000) + laterMs)).toEqual(before);
          const reversed = { ...floor, site: { ...floor.site, agents: new Map([...floor.site.agents].reverse()) } };
          expect(rank(reversed, visit.id, at(5_000))).toEqual(before);
        }
      }),
    );
  });

  test('how long an agent talks, wraps up or how often they let it ring changes nothing', () => {
    const quiet = afternoon();
    const measured = afternoon();
    const agent = measured.site.agents.get(id(wang));
    agent?.quarters.push({ start: at(0), counters: { talkMs: 9_000_000, ringNoAnswer: 40, handled: 1, answered: 1 } });
    if (agent) agent.ringNoAnswersInARow = 3;
    const options = { now: at(600), occupancy: new Map(), mayAsk: () => true, most: 10 };
    expect(suggestAgents(measured.site, { ...options, visit: visitOf(measured, 'call') })).toEqual(
      suggestAgents(quiet.site, { ...options, visit: visitOf(quiet, 'call') }),
    );
  });
});

test('a pause in the phone system keeps an agent from being suggested', () => {
  const floor = afternoon();
  floor.tell(
    other(560, { type: 'member.seen', agentKey: wang, queueKey: 'complaints', paused: true, reason: 'MICRO_PAUSE' }),
    other(560, { type: 'member.seen', agentKey: wang, queueKey: 'sales', paused: true, reason: 'MICRO_PAUSE' }),
  );
  expect(names(suggest(floor, 'call'))).not.toContain(id(wang));
});
