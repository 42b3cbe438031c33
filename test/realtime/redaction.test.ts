import { describe, expect, test } from 'vitest';
import { LiveHub } from '../../server/realtime/hub.js';
import { ALLOWED_FIELDS, type Audience, audienceKey, reasonShownToOthers } from '../../shared/domain/redact.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { agentIdOf, teamIdOf } from '../../shared/kernel/ids.js';
import { VIEW_KINDS, VIEW_SCHEMAS } from '../../shared/protocol/views.js';
import { answered, joined, member, offerEnded, offered, other, queueSeen, SOURCE } from '../support/floor.js';
import { FakeBrowser } from './fake-browser.js';
import { FakeSource } from './fake-source.js';
import { FakeTimers } from './fake-timers.js';
import { noMeasures, quietLogger } from './quiet.js';

const LI = 'PJSIP/1001';
const TOM = 'PJSIP/1002';
const ZOE = 'PJSIP/1003';
const liId = agentIdOf(SOURCE, LI);

/** Every text in the floor's data that a role may or may not see is a word of its own. */
const CANARY = {
  liName: 'canary-li-name',
  tomName: 'canary-tom-name',
  zoeName: 'canary-zoe-name',
  salesCaller: 'canary-138****2764',
  salesCallerName: 'canary-caller-name',
  salesTier: 'canary-gold',
  vipCaller: 'canary-139****0001',
  vipName: 'canary-vip-queue',
  detail: 'canary-host-10.0.0.1',
  morning: 'canary-team-morning',
  evening: 'canary-team-evening',
  morningLead: 'canary-lead-person',
  hash: 'canary-hash',
  ref: 'canary-ref',
} as const;

function floor() {
  const timers = new FakeTimers();
  const source = new FakeSource(() => timers.nowMs);
  const hub = new LiveHub({ source, figures: source.figures, timers, logger: quietLogger, measures: noMeasures });
  source.configure(
    siteConfigSchema.parse({
      name: '东湾客服中心',
      timeZone: 'Asia/Shanghai',
      teams: [{ name: CANARY.morning, lead: CANARY.morningLead }, { name: CANARY.evening }],
      people: [
        { key: LI, team: CANARY.morning },
        { key: TOM, team: CANARY.morning },
        { key: ZOE, team: CANARY.evening },
      ],
    }),
  );
  source.tell(
    other(0, { type: 'source.status', status: 'connected', detail: CANARY.detail }),
    queueSeen(0, 'sales'),
    queueSeen(0, 'vip', { name: CANARY.vipName }),
    other(0, { type: 'agent.seen', agentKey: LI, name: CANARY.liName }),
    other(0, { type: 'agent.seen', agentKey: TOM, name: CANARY.tomName }),
    other(0, { type: 'agent.seen', agentKey: ZOE, name: CANARY.zoeName }),
    member(1, LI, 'sales'),
    member(1, TOM, 'sales'),
    member(1, ZOE, 'vip'),
    joined(2, 'call1', 'sales', {
      caller: { masked: CANARY.salesCaller, name: CANARY.salesCallerName, tier: CANARY.salesTier, hash: CANARY.hash, ref: CANARY.ref },
    }),
    joined(2, 'call2', 'vip', { caller: { masked: CANARY.vipCaller } }),
    joined(2, 'call3', 'sales', { caller: { masked: 'x' } }),
    offered(3, 'call1', LI),
    offered(3, 'call1', TOM),
    offered(3, 'call2', ZOE),
    answered(4, 'call1', LI),
    offered(5, 'call3', TOM),
  );
  return { timers, source, hub };
}

/** All bytes that a role gets: the whole view, frames of a further change, a resumed view, heartbeats. */
async function everythingSentTo(audience: Audience, change: (source: FakeSource) => void = () => undefined) {
  const { timers, source, hub } = floor();
  const browser = new FakeBrowser(audience);
  await browser.sit(hub);
  change(source);
  timers.advance(6_000);
  browser.stand(hub);
  source.tell(
    member(20, LI, 'sales', { paused: true, reason: 'MEAL' }),
    other(20, { type: 'visit.held', visitKey: 'call1', agentKey: LI }),
  );
  timers.advance(1_000);
  await browser.sit(hub);
  hub.stop();
  return { browser, text: JSON.stringify([browser.frames, browser.beats]) };
}

const roles: readonly [string, Audience, readonly (keyof typeof CANARY)[]][] = [
  [
    'a supervisor',
    { kind: 'site' },
    [
      'liName',
      'tomName',
      'zoeName',
      'salesCaller',
      'salesCallerName',
      'salesTier',
      'vipCaller',
      'vipName',
      'detail',
      'morning',
      'evening',
      'morningLead',
    ],
  ],
  [
    'the lead of the morning team',
    { kind: 'lead', teamIds: [teamIdOf(CANARY.morning)] },
    ['liName', 'tomName', 'salesCaller', 'salesCallerName', 'salesTier', 'morning', 'morningLead'],
  ],
  ['a lead without a team', { kind: 'lead', teamIds: [] }, []],
  ['an agent in a call', { kind: 'agent', agentId: liId }, ['liName', 'salesCaller', 'salesCallerName', 'salesTier']],
  ['an agent whom no source knows', { kind: 'agent', agentId: null }, []],
  ['a screen on the wall', { kind: 'wall' }, ['vipName']],
];

describe('what reaches a browser', () => {
  test.each(roles)('%s: every word that arrives is one that the role may see', async (_, audience, may) => {
    const { text } = await everythingSentTo(audience);
    const arrived = (Object.keys(CANARY) as (keyof typeof CANARY)[]).filter((name) => text.includes(CANARY[name]));
    expect(arrived.sort()).toEqual([...may].sort());
  });

  test.each(roles)('%s: every field that arrives is in the list for its kind', async (_, audience) => {
    const { browser } = await everythingSentTo(audience);
    const outside = new Set<string>();
    for (const { changed, gone } of browser.frames) {
      for (const kind of VIEW_KINDS) {
        const allowed: readonly string[] = ALLOWED_FIELDS[audience.kind][kind];
        for (const record of changed[kind] ?? [])
          for (const field of Object.keys(record)) if (!allowed.includes(field)) outside.add(`${kind}.${field}`);
        if (allowed.length === 0 && (gone[kind] ?? []).length > 0) outside.add(`${kind} (gone)`);
      }
    }
    expect([...outside]).toEqual([]);
  });

  test('what the lists allow is really sent: a supervisor gets every kind of record', async () => {
    const { browser } = await everythingSentTo({ kind: 'site' });
    const kinds = new Set([...browser.held.records.keys()].map((key) => key.slice(0, key.indexOf(':'))));
    expect([...kinds].sort()).toEqual([...VIEW_KINDS].sort());
  });

  test('no list names a field that its record does not have', () => {
    const strange = Object.entries(ALLOWED_FIELDS).flatMap(([audience, kinds]) =>
      Object.entries(kinds as Record<string, readonly string[]>).flatMap(([kind, fields]) =>
        fields
          .filter((field) => !(field in VIEW_SCHEMAS[kind as keyof typeof VIEW_SCHEMAS].shape))
          .map((field) => `${audience} ${kind}.${field}`),
      ),
    );
    expect(strange).toEqual([]);
  });
});

describe('scope', () => {
  const own = (browser: FakeBrowser, kind: string) => [...browser.held.records.keys()].filter((key) => key.startsWith(`${kind}:`));

  test('a lead sees the agents of the team, the queues they serve and the calls in these, and counts only the team', async () => {
    const { browser } = await everythingSentTo({ kind: 'lead', teamIds: [teamIdOf(CANARY.morning)] });
    expect(own(browser, 'agent').sort()).toEqual([`agent:${liId}`, `agent:${agentIdOf(SOURCE, TOM)}`].sort());
    expect([own(browser, 'queue').length, own(browser, 'visit').length, own(browser, 'team').length]).toEqual([1, 2, 1]);
    const site = browser.held.records.get('site:site') as { agents: Record<string, number> };
    expect(Object.values(site.agents).reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  test('when somebody moves to the team, the lead gets them with their queue and its calls; when they leave, all of it goes', async () => {
    const { hub, source, timers } = floor();
    const lead = new FakeBrowser({ kind: 'lead', teamIds: [teamIdOf(CANARY.morning)] });
    await lead.sit(hub);
    const site = source.site.config;
    const moved = { ...site, people: site.people.map((person) => (person.key === ZOE ? { ...person, team: CANARY.morning } : person)) };
    source.configure(moved);
    timers.advance(1_000);
    expect(own(lead, 'queue')).toHaveLength(2);
    expect(JSON.stringify([...lead.held.records])).toContain(CANARY.vipCaller);
    expect(own(lead, 'figures').length).toBe(15);
    source.configure(site);
    timers.advance(1_000);
    expect(own(lead, 'queue')).toHaveLength(1);
    expect(JSON.stringify([...lead.held.records])).not.toContain(CANARY.vipCaller);
    expect(own(lead, 'figures').length).toBe(10);
  });

  test("an agent's page has the call in hand and the ones that ring there, without who else it rings at", async () => {
    const { hub, source } = floor();
    const page = new FakeBrowser({ kind: 'agent', agentId: liId });
    await page.sit(hub);
    expect(own(page, 'visit')).toHaveLength(1);
    source.tell(other(30, { type: 'visit.talk-ended', visitKey: 'call1', agentKey: LI, by: 'caller', wrapUp: 0 }));
    expect(own(page, 'visit')).toHaveLength(0);
    source.tell(offered(31, 'call3', LI));
    const [visit] = own(page, 'visit').map((key) => page.held.records.get(key));
    expect(visit).toMatchObject({ state: 'ringing', ringingAgentIds: [liId] });
    source.tell(answered(32, 'call3', TOM));
    expect(own(page, 'visit')).toHaveLength(0);
  });

  test('a wall shows head-counts and calls without people', async () => {
    const { browser } = await everythingSentTo({ kind: 'wall' });
    expect(own(browser, 'agent')).toEqual([]);
    expect(browser.held.records.get('site:site')).toHaveProperty('agents');
    expect(JSON.stringify([...browser.held.records])).not.toContain(liId);
  });

  test('two people with the same eyes share one audience, whatever the order of their teams', () => {
    const [a, b] = [teamIdOf('a'), teamIdOf('b')];
    expect(audienceKey({ kind: 'lead', teamIds: [a, b] })).toBe(audienceKey({ kind: 'lead', teamIds: [b, a, b] }));
    expect(audienceKey({ kind: 'lead', teamIds: [a] })).not.toBe(audienceKey({ kind: 'lead', teamIds: [b] }));
    expect(audienceKey({ kind: 'agent', agentId: null })).not.toBe(audienceKey({ kind: 'agent', agentId: liId }));
  });
});

describe('private reasons', () => {
  const pause = (reason: string) => (source: FakeSource) =>
    source.tell(offerEnded(6, 'call3', TOM, 'no-answer'), member(7, TOM, 'sales', { paused: true, reason }));
  const shown = async (audience: Audience, reason: string) => (await everythingSentTo(audience, pause(reason))).text;

  test.each([
    ['BUFFER', 'BACKOFFICE'],
    ['MICRO_PAUSE', 'BREAK'],
    ['micro pause', 'BREAK'],
  ])('%s is shown to everybody else as %s', async (reason, instead) => {
    for (const audience of [{ kind: 'site' }, { kind: 'lead', teamIds: [teamIdOf(CANARY.morning)] }] as const) {
      const text = await shown(audience, reason);
      expect(text).toContain(`"reasonCode":"${instead}"`);
      expect(text).not.toContain(reason);
    }
    for (const audience of [{ kind: 'agent', agentId: liId }, { kind: 'wall' }] as const)
      expect(await shown(audience, reason)).not.toContain(reason);
  });

  test('the agent reads the real word', async () => {
    expect(await shown({ kind: 'agent', agentId: agentIdOf(SOURCE, TOM) }, 'BUFFER')).toContain('"reasonCode":"BUFFER"');
  });

  test('other reasons stay as the source spells them', () => {
    expect(['MEAL', '小休', '__proto__'].map(reasonShownToOthers)).toEqual(['MEAL', '小休', '__proto__']);
  });
});
