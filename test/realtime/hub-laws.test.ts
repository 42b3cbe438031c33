import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LiveHub } from '../../server/realtime/hub.js';
import { EFFECT_OPS } from '../../shared/domain/action/effects.js';
import type { AlertSubject } from '../../shared/domain/alert/events.js';
import type { Actor } from '../../shared/domain/policy.js';
import type { Audience } from '../../shared/domain/redact.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { type AlertId, agentIdOf, queueIdOf, type RuleId, teamIdOf, visitIdOf } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import { entitiesOfSite, projectEntity, type View } from '../../shared/protocol/project-views.js';
import { viewsFor } from '../../shared/protocol/redact-views.js';
import { VIEW_SCHEMAS, type ViewKind } from '../../shared/protocol/views.js';
import { anyFact, member, NINE, other, queueSeen, SOURCE } from '../support/floor.js';
import { FakeBrowser } from './fake-browser.js';
import { FakeSource } from './fake-source.js';
import { FakeTimers } from './fake-timers.js';
import { noMeasures, quietLogger } from './quiet.js';

const AUDIENCES: readonly Audience[] = [
  { kind: 'site' },
  { kind: 'wall' },
  { kind: 'lead', teamIds: [teamIdOf('早班')] },
  { kind: 'lead', teamIds: [teamIdOf('早班'), teamIdOf('晚班')] },
  { kind: 'agent', agentId: agentIdOf(SOURCE, 'PJSIP/1001') },
  { kind: 'agent', agentId: agentIdOf(SOURCE, 'constructor') },
];

/** Who is in which team changes now and then: what leads see moves with it. */
const anyConfig = fc
  .tuple(...['PJSIP/1001', 'PJSIP/1002', 'constructor'].map(() => fc.constantFrom('早班', '晚班', undefined)))
  .map((teams) =>
    siteConfigSchema.parse({
      name: '东湾客服中心',
      timeZone: 'Asia/Shanghai',
      teams: [{ name: '早班' }, { name: '晚班' }],
      people: ['PJSIP/1001', 'PJSIP/1002', 'constructor'].map((key, at) => ({ key, ...(teams[at] ? { team: teams[at] } : {}) })),
    }),
  );

const agentId = fc.constantFrom('PJSIP/1001', 'PJSIP/1002', 'constructor').map((key) => agentIdOf(SOURCE, key));
const queueId = fc.constantFrom('投诉', 'sales').map((key) => queueIdOf(SOURCE, key));
const visitId = fc.constantFrom('call1', 'call2', 'call3').map((key) => visitIdOf(SOURCE, key));
const SUPERVISOR: Actor = { userId: 'u-1', name: '周敏', role: 'supervisor', teamIds: [], phoneKey: 'PJSIP/9001' };
const LI: Actor = { userId: 'u-2', name: '李', role: 'agent', teamIds: [], agentId: agentIdOf(SOURCE, 'PJSIP/1001') };
type RawCommand = Parameters<FakeSource['command']>[1];
const anyCommand: fc.Arbitrary<RawCommand> = fc.oneof(
  fc.record({ type: fc.constant('agent.message' as const), agentId, text: fc.constant('请看排队') }),
  fc.record({ type: fc.constant('agent.borrow' as const), agentId, queueId, forMs: fc.constant(600_000) }),
  fc.record({ type: fc.constant('call.set-priority' as const), visitId, priority: fc.constantFrom(1, 2) }),
  fc.record({ type: fc.constant('call.reassign' as const), visitId, to: fc.record({ kind: fc.constant('queue'), queueId }) }),
  fc.record({ type: fc.constant('call.monitor' as const), visitId, mode: fc.constant('listen') }),
  fc.record({ type: fc.constant('case.open' as const), visitId, caseType: fc.constant('TECH'), text: fc.constant('登录不上') }),
  fc.record({ type: fc.constant('help.raise' as const) }),
);
const anyAlert = fc.oneof(
  queueId.map((id) => ({ kind: 'queue' as const, id, queueId: id })),
  agentId.map((id) => ({ kind: 'agent' as const, id, agentId: id })),
);

const who = fc.nat({ max: AUDIENCES.length * 2 - 1 });
const anyStep = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('facts' as const), facts: fc.array(anyFact, { minLength: 1, maxLength: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('configure' as const), config: anyConfig }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('command' as const), by: fc.constantFrom(SUPERVISOR, LI), raw: anyCommand }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('alert' as const), subject: anyAlert }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 10, 30, 400, 1_000, 6_000) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), who }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('return' as const), who, node: fc.nat({ max: 1 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('clog' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('drain' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), node: fc.nat({ max: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fork' as const) }) },
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** Two nodes on one site, and two browsers of each audience. */
class World {
  readonly timers = new FakeTimers();
  readonly source = new FakeSource(() => this.timers.nowMs);
  readonly nodes: LiveHub[] = [this.#node(), this.#node()];
  readonly browsers = [...AUDIENCES, ...AUDIENCES].map((audience) => new FakeBrowser(audience));
  readonly #sitsAt = new Map<FakeBrowser, LiveHub>();
  #alerts = 0;

  constructor() {
    // So that there is something to act on.
    this.source.tell(
      other(0, { type: 'source.status', status: 'connected' }),
      other(0, { type: 'source.capabilities', can: EFFECT_OPS }),
      queueSeen(0, 'sales'),
      ...['PJSIP/1001', 'PJSIP/1002'].map((key) => member(0, key, 'sales')),
    );
  }

  #node(): LiveHub {
    return new LiveHub({
      source: this.source,
      figures: this.source.figures,
      timers: this.timers,
      logger: quietLogger,
      measures: noMeasures,
    });
  }

  async run(step: Step): Promise<void> {
    switch (step.do) {
      case 'facts':
        return this.source.tell(...step.facts);
      case 'configure':
        return this.source.configure(step.config);
      case 'command':
        // What is refused changes nothing.
        return void this.source.command(step.by, step.raw);
      case 'alert':
        return this.#raise(step.subject);
      case 'wait':
        return this.timers.advance(step.ms);
      case 'fork':
        return this.source.reset();
      case 'leave':
        return this.leave(this.browsers[step.who] as FakeBrowser);
      case 'return':
        return this.enter(this.browsers[step.who] as FakeBrowser, step.node);
      case 'clog':
        Object.assign(this.browsers[step.who] as FakeBrowser, { takes: false, unsent: 1_000_000 });
        return;
      case 'drain':
        Object.assign(this.browsers[step.who] as FakeBrowser, { takes: true });
        return;
      case 'restart': {
        const old = this.nodes[step.node] as LiveHub;
        for (const [browser, hub] of [...this.#sitsAt]) if (hub === old) this.leave(browser);
        old.stop();
        this.nodes[step.node] = this.#node();
        return;
      }
    }
  }

  #raise(subject: AlertSubject): void {
    this.#alerts += 1;
    this.source.happen({
      type: 'alert.raised',
      occurredAt: epochMs(NINE),
      alertId: `al-${this.#alerts}` as AlertId,
      ruleId: 'r-1' as RuleId,
      subject,
      metric: subject.kind === 'queue' ? 'waiting' : 'notReadyMs',
      level: 'warn',
      value: 3,
      limit: 3,
      evidence: {},
      remedy: 'none',
    });
  }

  leave(browser: FakeBrowser): void {
    const hub = this.#sitsAt.get(browser);
    if (hub !== undefined) browser.stand(hub);
    this.#sitsAt.delete(browser);
  }

  async enter(browser: FakeBrowser, node: number): Promise<void> {
    this.leave(browser);
    const hub = this.nodes[node] as LiveHub;
    // A new connection: what clogged the old one is gone.
    browser.takes = true;
    await browser.sit(hub);
    this.#sitsAt.set(browser, hub);
  }

  /** Everyone present and drained, all frames out. */
  async settle(): Promise<void> {
    for (const browser of this.browsers) {
      browser.takes = true;
      if (!this.#sitsAt.has(browser)) await this.enter(browser, 0);
    }
    for (const node of this.nodes) node.flush();
    this.timers.advance(7_000);
    for (const node of this.nodes) node.stop();
  }

  /** What this audience must hold: the folded state, projected and redacted from scratch, and the figures last computed. */
  expected(audience: Audience, hub: LiveHub): Map<string, View> {
    const views: [ViewKind, View][] = [];
    for (const [kind, id] of entitiesOfSite(this.source.site)) {
      const projected = projectEntity(this.source.site, kind, id, this.source.dead);
      if (projected !== undefined) views.push([kind, projected.view]);
    }
    for (const { kind, view } of hub.book.entries.values()) if (kind === 'figures') views.push([kind, view]);
    return viewsFor(audience, views);
  }

  hubOf(browser: FakeBrowser): LiveHub {
    return this.#sitsAt.get(browser) as LiveHub;
  }
}

/** Absent and `null` are the same. An empty window that only rolled on is not told, so nodes may differ in where it begins. */
function comparable(views: ReadonlyMap<string, object>) {
  const sorted = [...views].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    sorted.map(([key, view]) => {
      const known = Object.entries(view).filter(([, value]) => value != null);
      const isEmptyRolling =
        /^figures:.*m$/.test(key) && known.every(([field, value]) => field === 'id' || field === 'from' || value === 0 || value === false);
      return [key, Object.fromEntries(isEmptyRolling ? known.filter(([field]) => field !== 'from') : known)];
    }),
  );
}

describe('whatever happens on the floor and to connections', () => {
  test('each browser ends with exactly the fresh view of its audience, and no frame ever failed to fit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 60, size: 'max' }), async (steps) => {
        const world = new World();
        for (const step of steps) await world.run(step);
        await world.settle();
        for (const browser of world.browsers) {
          expect(browser.misfits).toBe(0);
          expect(comparable(browser.held.records)).toEqual(comparable(world.expected(browser.audience, world.hubOf(browser))));
        }
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  test('positions a browser is told never go back within an epoch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
        const world = new World();
        for (const step of steps) await world.run(step);
        await world.settle();
        for (const { frames } of world.browsers) {
          for (const [at, frame] of frames.entries()) {
            const before = frames[at - 1];
            if (before === undefined || before.epoch !== frame.epoch) continue;
            expect(Number.parseFloat(frame.to)).toBeGreaterThanOrEqual(Number.parseFloat(before.to));
          }
        }
      }),
      { numRuns: 50 },
    );
  }, 60_000);

  test('every record that arrives whole reads as its kind says, for those who may see all of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
        const world = new World();
        for (const step of steps) await world.run(step);
        await world.settle();
        for (const browser of world.browsers.filter(({ audience }) => audience.kind === 'site')) {
          for (const [key, record] of browser.held.records) {
            const schema = VIEW_SCHEMAS[key.slice(0, key.indexOf(':')) as ViewKind];
            // `null` and absent are the same on the wire.
            const nulls = Object.fromEntries(Object.keys(schema.shape).map((field) => [field, null]));
            schema.parse({ ...nulls, ...record });
          }
        }
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});
