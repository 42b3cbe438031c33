import { describe, expect, test } from 'vitest';
import { LiveHub } from '../../server/realtime/hub.js';
import { EFFECT_OPS } from '../../shared/domain/action/effects.js';
import { privateRefSchema } from '../../shared/domain/buffer/words.js';
import type { DomainEvent, EventOf } from '../../shared/domain/events.js';
import type { Actor } from '../../shared/domain/policy.js';
import { ALLOWED_FIELDS, type Audience, audienceKey, reasonShownToOthers } from '../../shared/domain/redact.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import {
  type ActionId,
  type AgentId,
  type AlertId,
  agentIdOf,
  type BufferId,
  type CoverId,
  queueIdOf,
  type RuleId,
  shiftIdOf,
  swapIdOf,
  teamIdOf,
  visitIdOf,
} from '../../shared/kernel/ids.js';
import { durationMs } from '../../shared/kernel/time.js';
import { type ActionView, VIEW_KINDS, VIEW_SCHEMAS } from '../../shared/protocol/views.js';
import { answered, at, joined, member, offerEnded, offered, other, queueSeen, SOURCE } from '../support/floor.js';
import { FakeBrowser } from './fake-browser.js';
import { FakeSource } from './fake-source.js';
import { FakeTimers } from './fake-timers.js';
import { noMeasures, quietLogger } from './quiet.js';

const LI = 'PJSIP/1001';
const TOM = 'PJSIP/1002';
const ZOE = 'PJSIP/1003';
const liId = agentIdOf(SOURCE, LI);
const tomId = agentIdOf(SOURCE, TOM);
const zoeId = agentIdOf(SOURCE, ZOE);
const MORNING = (): Audience => ({ kind: 'lead', teamIds: [teamIdOf(CANARY.morning)] });

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
  supervisor: 'canary-supervisor-name',
  listener: 'canary-listener-name',
  toLi: 'canary-message-to-li',
  toZoe: 'canary-message-to-zoe',
  note: 'canary-handover-note',
  offeredCaller: 'canary-offered-caller',
  forcedWhy: 'canary-why-forced',
  help: 'canary-help-wanted',
  rule: 'canary-rule-name',
  alertOfLi: 'canary-alert-of-li',
  alertOfVip: 'canary-alert-of-vip',
  snooze: 'canary-why-snoozed',
  caseOfLi: 'canary-case-of-li',
  caseOfZoe: 'canary-case-of-zoe',
  sourceSaid: 'canary-what-the-source-said',
  declined: 'canary-why-declined',
  planned: '2026-11-25 09:13',
  bufferOfLi: 'canary-queue-that-suffers',
  coverOfTom: 'cv-canarycover',
  swapOfLi: 'canary-shift-of-li',
  swapOfZoe: 'canary-shift-of-zoe',
} as const;
type Canary = keyof typeof CANARY;

const person = (userId: string, name: string, role: Actor['role'], more: Partial<Actor> = {}): Actor => ({
  userId,
  name,
  role,
  teamIds: [],
  ...more,
});
const SUPERVISOR = person('u-super', CANARY.supervisor, 'supervisor');
const LISTENER = person('u-listener', CANARY.listener, 'supervisor', { phoneKey: 'PJSIP/9001' });
const LI_SELF = person('u-li', CANARY.liName, 'agent', { agentId: liId });
const TOM_SELF = person('u-tom', CANARY.tomName, 'agent', { agentId: tomId });
const ZOE_SELF = person('u-zoe', CANARY.zoeName, 'agent', { agentId: zoeId });

function floor(more: object = {}) {
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
      ...more,
    }),
  );
  source.tell(
    other(0, { type: 'source.status', status: 'connected', detail: CANARY.detail }),
    other(0, { type: 'source.capabilities', can: EFFECT_OPS }),
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

/** A shift given to whoever wants it. */
const swapOpened = (agentId: AgentId, zone: string): EventOf<'swap.opened'> => ({
  type: 'swap.opened',
  occurredAt: at(10),
  by: { userId: 'u-any', name: 'x', role: 'agent', agentId },
  swapId: swapIdOf(zone),
  kind: 'give',
  agentId,
  gives: {
    shiftId: shiftIdOf(zone),
    businessDate: '2026-11-26',
    zone,
    startLocal: '09:00',
    endLocal: '12:00',
    startAt: at(400_000),
    endAt: at(410_800),
  },
  checks: [],
  expiresAt: at(400_000),
});

/** Li asked for a buffer shift, with a reason that is not shared; Tom is asked to take over; Li needs relief now. */
const bufferShift = (): DomainEvent[] => {
  const onLi = { occurredAt: at(9), bufferId: 'b-canary' as BufferId, agentId: liId };
  const asked = { wantedAt: at(9), lengthMs: durationMs(7_200_000), isReasonShared: false, isProtected: false, isThird: false };
  const reasonRef = privateRefSchema.parse(`pt-${'c'.repeat(24)}`);
  const check = {
    at: at(9),
    verdict: 'amber' as const,
    isStaffOk: true,
    isEstimate: false,
    queueId: queueIdOf(SOURCE, 'sales'),
    queueName: { name: CANARY.bufferOfLi },
    serviceLevelBefore: 0.86,
    serviceLevelAfter: 0.79,
    extraAbandons: 1,
    occupancyBefore: 0.8,
    occupancyAfter: 0.84,
    until: at(7_209),
    away: 0,
    mostAway: 1,
  };
  const cover = { coverId: CANARY.coverOfTom as CoverId, queueIds: [queueIdOf(SOURCE, 'sales')], startAt: at(9), endAt: at(7_209) };
  return [
    { type: 'buffer.requested', ...onLi, ...asked, teamId: teamIdOf(CANARY.morning), reasonRef },
    { type: 'buffer.checked', ...onLi, check, decideBy: at(609) },
    { type: 'cover.offered', ...onLi, ...cover, agentId: tomId, until: at(609) },
    { type: 'relief.needed', occurredAt: at(9), agentId: liId },
  ];
};

/** Somebody's wish that must be granted. */
function granted(source: FakeSource, by: Actor, raw: Parameters<FakeSource['command']>[1]): ActionId {
  const answer = source.command(by, raw);
  if (!answer.ok) throw new Error(`${raw.type} was refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
}
const visit = (key: string) => visitIdOf(SOURCE, key);
const raised = (id: string, subject: object, detail: string) =>
  ({
    type: 'alert.raised',
    occurredAt: at(10),
    alertId: id as AlertId,
    ruleId: 'r-canary' as RuleId,
    subject: subject as never,
    metric: 'waiting',
    level: 'warn',
    value: 3,
    limit: 3,
    evidence: { waiting: 3, detail },
    remedy: 'borrow',
  }) as const;

/** What people do on this floor: to Li and Tom of the morning, to Zoe of the evening, to rules, alerts and cases. */
function doings(source: FakeSource): void {
  const vip = queueIdOf(SOURCE, 'vip');
  const rule = { id: 'r-canary', name: CANARY.rule, enabled: true, subject: 'queue', metric: 'waiting', bad: 'above', warn: 3 };
  granted(source, SUPERVISOR, { type: 'rule.set', rule });
  source.happen(
    raised('al-li', { kind: 'agent', id: liId, agentId: liId, teamId: teamIdOf(CANARY.morning) }, CANARY.alertOfLi),
    raised('al-vip', { kind: 'queue', id: vip, queueId: vip }, CANARY.alertOfVip),
  );
  granted(source, SUPERVISOR, { type: 'alert.snooze', alertId: 'al-vip', forMs: 600_000, reason: CANARY.snooze });
  granted(source, SUPERVISOR, { type: 'agent.message', agentId: liId, text: CANARY.toLi });
  granted(source, SUPERVISOR, { type: 'agent.message', agentId: zoeId, text: CANARY.toZoe });
  const planned = { businessDate: '2026-11-25', startLocal: '09:13', endLocal: '12:00', segments: [{ fromMin: 0, activity: 'phone' }] };
  granted(source, SUPERVISOR, { type: 'shift.set', agentId: liId, shift: planned });
  for (const [agentId, zone] of [
    [liId, CANARY.swapOfLi],
    [zoeId, CANARY.swapOfZoe],
  ] as const)
    source.happen(swapOpened(agentId, zone));
  source.happen(...bufferShift());
  const forced = { state: 'not-ready', reasonCode: 'COACHING' };
  granted(source, SUPERVISOR, { type: 'agent.set-state', agentId: tomId, to: forced, when: 'after-call', reason: CANARY.forcedWhy });
  granted(source, LI_SELF, { type: 'help.raise', text: CANARY.help });
  const monitorKey = granted(source, LISTENER, { type: 'call.monitor', visitId: visit('call1'), mode: 'listen' });
  source.tell(other(11, { type: 'monitor.started', visitKey: 'call1', agentKey: LI, mode: 'listen', monitorKey }));
  granted(source, LI_SELF, { type: 'case.open', visitId: visit('call1'), caseType: 'TECH', text: CANARY.caseOfLi });
  source.tell(answered(12, 'call2', ZOE));
  granted(source, ZOE_SELF, { type: 'case.open', visitId: visit('call2'), caseType: 'TECH', text: CANARY.caseOfZoe });
  const cut = granted(source, SUPERVISOR, { type: 'call.disconnect', visitId: visit('call2'), reason: 'x' });
  const failure = { code: 'refused', detail: CANARY.sourceSaid } as const;
  source.happen({ type: 'action.settled', occurredAt: at(13), actionId: cut, result: 'failed', failure });
}

/** A message that is taken back before it was read. */
function takenBack(source: FakeSource): void {
  const message = granted(source, SUPERVISOR, { type: 'agent.message', agentId: liId, text: 'x' });
  granted(source, SUPERVISOR, { type: 'action.undo', actionId: message });
}

/** A caller who waits is offered to Tom's desk, with a note; Tom declines, and says why. */
function offer(source: FakeSource): void {
  source.tell(
    offerEnded(14, 'call3', TOM, 'cancelled'),
    joined(14, 'call5', 'sales', { caller: { masked: 'x', name: CANARY.offeredCaller } }),
  );
  source.happen({ type: 'desk.changed', occurredAt: at(14), agentId: tomId, isOpen: true });
  const to = { kind: 'agent', agentId: tomId };
  const offered = granted(source, SUPERVISOR, { type: 'call.reassign', visitId: visit('call5'), to, note: CANARY.note });
  granted(source, TOM_SELF, { type: 'offer.decline', actionId: offered, reason: CANARY.declined });
}

interface Told {
  /** What else the site file says. */
  readonly config?: object;
  readonly change?: (source: FakeSource) => void;
}

/** All bytes that a role gets: as it happens, and as a whole view later; frames of a further change, a resumed view, heartbeats. */
async function everythingSentTo(audience: Audience, { config, change }: Told = {}) {
  const { timers, source, hub } = floor(config);
  const browser = new FakeBrowser(audience);
  await browser.sit(hub);
  doings(source);
  timers.advance(1_000);
  offer(source);
  takenBack(source);
  change?.(source);
  timers.advance(6_000);
  browser.stand(hub);
  const later = new FakeBrowser(audience);
  await later.sit(hub);
  source.tell(
    member(20, LI, 'sales', { paused: true, reason: 'MEAL' }),
    other(20, { type: 'visit.held', visitKey: 'call1', agentKey: LI }),
  );
  timers.advance(1_000);
  await browser.sit(hub);
  hub.stop();
  const frames = [...browser.frames, ...later.frames];
  const text = JSON.stringify([frames, browser.beats]);
  return { browser, frames, texts: [browser, later].map((each) => JSON.stringify(each.frames)), text };
}

const OF_LI = ['liName', 'salesCaller', 'salesCallerName', 'salesTier', 'supervisor', 'toLi', 'help', 'caseOfLi', 'swapOfLi'] as const;
const without = (...names: readonly Canary[]) => (Object.keys(CANARY) as Canary[]).filter((name) => !names.includes(name));
/** Whom each role may know, and what about them. */
const roles: readonly [string, Audience, readonly Canary[]][] = [
  ['a supervisor', { kind: 'site' }, without('hash', 'ref', 'coverOfTom')],
  ['an administrator', { kind: 'admin' }, without('hash', 'ref', 'coverOfTom', 'bufferOfLi')],
  [
    'the lead of the morning team',
    MORNING(),
    [
      ...OF_LI,
      ...([
        'tomName',
        'morning',
        'morningLead',
        'listener',
        'note',
        'offeredCaller',
        'forcedWhy',
        'declined',
        'rule',
        'alertOfLi',
        'planned',
        'bufferOfLi',
      ] as const),
    ],
  ],
  ['a lead without a team', { kind: 'lead', teamIds: [] }, ['rule']],
  ['an agent in a call, with somebody listening', { kind: 'agent', agentId: liId }, [...OF_LI, 'listener', 'bufferOfLi']],
  [
    'an agent who is offered a call',
    { kind: 'agent', agentId: tomId },
    ['tomName', 'supervisor', 'note', 'offeredCaller', 'forcedWhy', 'declined', 'coverOfTom'],
  ],
  ['an agent whom no source knows', { kind: 'agent', agentId: null }, []],
  ['a screen on the wall', { kind: 'wall' }, ['vipName']],
];

describe('what reaches a browser', () => {
  test.each(roles)('%s: every word that arrives is one that the role may see', async (_, audience, may) => {
    const { texts, text } = await everythingSentTo(audience);
    for (const each of [...texts, text]) {
      const arrived = (Object.keys(CANARY) as Canary[]).filter((name) => each.includes(CANARY[name]));
      expect(arrived.sort()).toEqual([...may].sort());
    }
  });

  test.each(roles)('%s: every field that arrives is in the list for its kind', async (_, audience) => {
    const { frames } = await everythingSentTo(audience);
    const outside = new Set<string>();
    for (const { changed, gone } of frames) {
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
    expect([...kinds].sort()).toEqual(VIEW_KINDS.filter((kind) => ALLOWED_FIELDS.site[kind].length > 0).sort());
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
    const { browser } = await everythingSentTo(MORNING());
    expect(own(browser, 'agent').sort()).toEqual([`agent:${liId}`, `agent:${agentIdOf(SOURCE, TOM)}`].sort());
    expect([own(browser, 'queue').length, own(browser, 'visit').length, own(browser, 'team').length]).toEqual([1, 3, 1]);
    const site = browser.held.records.get('site:site') as { agents: Record<string, number> };
    expect(Object.values(site.agents).reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  test('when somebody moves to the team, the lead gets them with their queue and its calls; when they leave, all of it goes', async () => {
    const { hub, source, timers } = floor();
    const lead = new FakeBrowser(MORNING());
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

describe('what people do', () => {
  const actionsOf = ({ browser }: Awaited<ReturnType<typeof everythingSentTo>>) =>
    [...browser.held.records].flatMap(([key, record]) => (key.startsWith('action:') ? [record as unknown as ActionView] : []));
  const kindsSeenBy = async (audience: Audience) =>
    actionsOf(await everythingSentTo(audience))
      .map(({ kind }) => kind)
      .sort();
  const agentPage = (agentId: typeof liId): Audience => ({ kind: 'agent', agentId });
  const SUPERVISED = ['rule.set', 'alert.snooze', 'agent.message', 'case.open', 'call.disconnect'];
  const OF_MORNING = [
    'agent.message',
    'agent.message',
    'action.undo',
    'agent.set-state',
    'help.raise',
    'call.monitor',
    'case.open',
    'call.reassign',
    'offer.decline',
    'shift.set',
  ];

  test.each<[string, Audience, readonly string[]]>([
    ['a supervisor', { kind: 'site' }, [...SUPERVISED, ...OF_MORNING]],
    ['the lead of the morning team', MORNING(), OF_MORNING],
    ['the lead of the evening team', { kind: 'lead', teamIds: [teamIdOf(CANARY.evening)] }, SUPERVISED.slice(1)],
    ['a lead without a team', { kind: 'lead', teamIds: [] }, []],
    ['the agent who raised a hand', agentPage(liId), ['agent.message', 'agent.message', 'help.raise', 'case.open']],
    ['the agent who was offered a call', agentPage(tomId), ['agent.set-state', 'call.reassign', 'offer.decline']],
    ['a colleague elsewhere', agentPage(zoeId), ['agent.message', 'case.open', 'call.disconnect']],
    ['a screen on the wall', { kind: 'wall' }, []],
  ])('%s sees just what concerns them', async (_, audience, kinds) => {
    expect(await kindsSeenBy(audience)).toEqual([...kinds].sort());
  });

  test('every field that an action may have arrives, but the alert behind it is not told to the agent', async () => {
    const fieldsSeenBy = async (audience: Audience) => {
      const { frames } = await everythingSentTo(audience);
      const present = frames.flatMap(({ changed }) => changed.action ?? []).flatMap((action) => Object.entries(action));
      return new Set(present.filter(([, value]) => value !== null).map(([field]) => field));
    };
    const all = [...ALLOWED_FIELDS.site.action];
    expect([...(await fieldsSeenBy({ kind: 'site' }))].sort()).toEqual([...all].sort());
    const ofLead = await fieldsSeenBy(MORNING());
    expect(all.filter((field) => !ofLead.has(field))).toEqual(['failure']);
    const ofAgents = new Set([...(await fieldsSeenBy(agentPage(liId))), ...(await fieldsSeenBy(agentPage(tomId)))]);
    expect(all.filter((field) => !ofAgents.has(field)).sort()).toEqual(['alertId', 'failure', 'undoOf']);
    expect((await everythingSentTo(agentPage(liId))).text).not.toContain('al-li');
    expect((await everythingSentTo(MORNING())).text).toContain('"alertId":"al-li"');
  });

  test('a message reaches the one it is for and who leads them, nobody beside them', async () => {
    for (const [audience, may] of [
      [agentPage(liId), true],
      [MORNING(), true],
      [agentPage(tomId), false],
      [agentPage(zoeId), false],
      [{ kind: 'lead', teamIds: [teamIdOf(CANARY.evening)] }, false],
      [{ kind: 'wall' }, false],
    ] as const satisfies readonly (readonly [Audience, boolean])[])
      expect((await everythingSentTo(audience)).text.includes(CANARY.toLi)).toBe(may);
  });
});

describe('who listens', () => {
  const silent = { monitoring: { agentSees: false } };
  const mine: Audience = { kind: 'agent', agentId: liId };
  const whisper = (source: FakeSource) => {
    const [before] = source.site.visits.get(visit('call1'))?.monitors ?? [];
    const monitorKey = granted(source, LISTENER, { type: 'call.monitor', visitId: visit('call1'), mode: 'whisper' });
    const started = { type: 'monitor.started', visitKey: 'call1', agentKey: LI, mode: 'whisper', monitorKey } as const;
    source.tell(other(15, { type: 'monitor.stopped', monitorKey: before?.actionId }), other(15, started));
  };

  test('is told to the agent on the call, unless the site keeps silent listening to itself', async () => {
    expect((await everythingSentTo(mine)).text).toContain(`"name":"${CANARY.listener}","mode":"listen"`);
    const { text } = await everythingSentTo(mine, { config: silent });
    expect(text).not.toContain(CANARY.listener);
    expect(text).not.toMatch(/call\.(stop-)?monitor/);
    // Li's hand is up: that somebody listens is no answer to it.
    expect(text).not.toContain('"joined"');
    for (const audience of [{ kind: 'site' }, MORNING()] as const)
      expect((await everythingSentTo(audience, { config: silent })).text).toContain(`"name":"${CANARY.listener}","mode":"listen"`);
  });

  test('and can be heard is told always', async () => {
    const { text } = await everythingSentTo(mine, { config: silent, change: whisper });
    expect(text).toContain(`"name":"${CANARY.listener}","mode":"whisper"`);
    expect(text).not.toContain('"mode":"listen"');
  });

  test('who comes is told to the agent whose hand is up, and not that they listen', async () => {
    const change = (source: FakeSource) => void granted(source, LISTENER, { type: 'help.acknowledge', agentId: liId });
    const { text } = await everythingSentTo(mine, { config: silent, change });
    expect(text).toContain(`"ackByName":"${CANARY.listener}"`);
    expect(text).not.toMatch(/"mode":"listen"|"joined"|call\.(stop-)?monitor/);
    const heard = await everythingSentTo(mine, { config: silent, change: whisper });
    expect(heard.text).toContain(`"joined":{"byName":"${CANARY.listener}","how":"whisper"}`);
  });

  test('or wanted to, and thought better of it, is not told to the agent', async () => {
    const another = person('u-another', 'canary-another', 'supervisor', { phoneKey: 'PJSIP/9002' });
    const change = (source: FakeSource) => {
      const wish = granted(source, another, { type: 'call.monitor', visitId: visit('call1'), mode: 'listen' });
      granted(source, another, { type: 'action.undo', actionId: wish });
    };
    expect((await everythingSentTo(mine, { config: silent, change })).text).not.toContain('canary-another');
    expect((await everythingSentTo({ kind: 'site' }, { config: silent, change })).text).toContain('canary-another');
  });
});

describe('private reasons', () => {
  const pause = (reason: string) => (source: FakeSource) => source.tell(member(15, TOM, 'sales', { paused: true, reason }));
  const shown = async (audience: Audience, reason: string) => (await everythingSentTo(audience, { change: pause(reason) })).text;

  test.each([
    ['BUFFER', 'BACKOFFICE'],
    ['MICRO_PAUSE', 'BREAK'],
    ['micro pause', 'BREAK'],
  ])('%s is shown to everybody else as %s', async (reason, instead) => {
    for (const audience of [{ kind: 'site' }, MORNING()] as const) {
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

  const OTHERS: readonly Audience[] = [{ kind: 'site' }, MORNING(), { kind: 'agent', agentId: tomId }, { kind: 'wall' }];

  test('a micro-pause that somebody asks for is a break to everybody else, and the words with it are nobody’s', async () => {
    const change = (source: FakeSource) => {
      const to = { state: 'not-ready', reasonCode: 'MICRO_PAUSE' };
      granted(source, LI_SELF, { type: 'agent.set-state', agentId: liId, to, when: 'after-call', reason: 'canary-private' });
    };
    for (const audience of OTHERS) expect((await everythingSentTo(audience, { change })).text).not.toMatch(/MICRO_PAUSE|canary-private/);
    expect((await everythingSentTo({ kind: 'site' }, { change })).text).toContain(
      '"toState":"not-ready","reasonCode":"BREAK","when":"after-call"',
    );
    expect((await everythingSentTo({ kind: 'agent', agentId: liId }, { change })).text).toMatch(/MICRO_PAUSE.*canary-private/);
  });

  test.each([true, false])('whether the pause after an abusive call was taken (%s) is known to the agent alone', async (accept) => {
    const change = (source: FakeSource) => {
      granted(source, LI_SELF, { type: 'call.flag-abuse', visitId: visit('call1') });
      source.tell(other(16, { type: 'visit.talk-ended', visitKey: 'call1', agentKey: LI, by: 'caller', wrapUp: 60_000 }));
      const answer = granted(source, LI_SELF, { type: 'break.answer', accept });
      // Its undoing would be an action of its own, for all to see.
      const undone = source.command(LI_SELF, { type: 'action.undo', actionId: answer });
      expect(undone).toEqual({ ok: false, error: { code: 'not-undoable' } });
    };
    for (const audience of OTHERS)
      expect((await everythingSentTo(audience, { change })).text).not.toMatch(/break\.answer|MICRO_PAUSE|"breakOfferUntil":\d/);
    expect((await everythingSentTo({ kind: 'agent', agentId: liId }, { change })).text).toContain('break.answer');
  });
});

test('an agent who is given a call of a queue they do not serve is told the queue’s name for as long as it lasts, and nothing else of it', async () => {
  const { timers, source, hub } = floor();
  const queueShown = (browser: FakeBrowser) => browser.held.records.get(`queue:${queueIdOf(SOURCE, 'vip')}`);
  const browser = new FakeBrowser({ kind: 'agent', agentId: tomId });
  await browser.sit(hub);
  source.tell(offerEnded(14, 'call3', TOM, 'cancelled'), offerEnded(14, 'call1', TOM, 'cancelled'));
  timers.advance(1_000);
  expect(queueShown(browser)).toBeUndefined();
  source.tell(offerEnded(15, 'call2', ZOE, 'cancelled'), answered(15, 'call2', TOM));
  timers.advance(1_000);
  expect(queueShown(browser)).toMatchObject({ name: CANARY.vipName });
  expect(browser.held.records.has(`agent:${zoeId}`)).toBe(false);
  source.tell(other(60, { type: 'visit.talk-ended', visitKey: 'call2', agentKey: TOM, by: 'caller' }));
  timers.advance(1_000);
  expect(queueShown(browser)).toBeUndefined();
  hub.stop();
});
