import { setImmediate as realTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { vi } from 'vitest';
import type { ConnectorHost } from '../../server/connectors/connector.js';
import { simulatedSiteConfig } from '../../server/connectors/simulator/centre.js';
import { createSimulator, SIMULATOR } from '../../server/connectors/simulator/simulator.js';
import { createMemoryLog } from '../../server/log/memory-log.js';
import { createMeasures } from '../../server/ops/measures.js';
import { DeadlineRunner } from '../../server/site/deadline-runner.js';
import { Attempted, EffectRunner } from '../../server/site/effect-runner.js';
import { FactInbox } from '../../server/site/inbox.js';
import { RedisClock } from '../../server/site/redis-clock.js';
import { Site } from '../../server/site/site.js';
import { isSettled } from '../../shared/domain/action/action.js';
import type { Command } from '../../shared/domain/commands.js';
import { decide } from '../../shared/domain/decide.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { Fact } from '../../shared/domain/facts.js';
import type { Actor } from '../../shared/domain/policy.js';
import type { Rejection } from '../../shared/domain/rejection.js';
import { type ActionId, actionIdOf, type CommitId } from '../../shared/kernel/ids.js';
import { MINUTE_MS } from '../../shared/kernel/time.js';

export const zhou: Actor = { userId: 'u-zhou', name: '周敏', role: 'supervisor', teamIds: [], phoneKey: 'sim/desk-zhoumin' };

const OPENS_AT = Date.UTC(2025, 10, 21, 2);
const STEP_MS = 50;
const options = { seed: 11, agents: 40, historyMs: 20 * MINUTE_MS };

/** Timers and clocks are the test's; the log's turns of the event loop stay real. */
export const useTestClock = () =>
  vi.useFakeTimers({ now: OPENS_AT, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] });

/** A whole node around the simulator, as the demonstration runs one, on the in-memory log: all but sockets and the lease. */
export async function startActingNode() {
  const logger = pino({ level: 'silent' });
  const log = createMemoryLog({ now: Date.now });
  const site = new Site({ log, clock: new RedisClock(() => log.time()), logger, measures: createMeasures() });
  await site.start();
  const events: DomainEvent[] = [];
  site.onEntries((entries) => events.push(...entries.flatMap(({ commit }) => commit.events)));
  const deadlines = new DeadlineRunner(site, 'deadline/acting');
  let commits = 0;
  const write = (event: DomainEvent) =>
    site.propose({
      id: `test/write/${++commits}` as CommitId,
      by: { kind: 'operator' },
      cause: 'test',
      decide: () => ({ events: [event], reads: [] }),
    });
  await write({ type: 'site.configured', occurredAt: site.siteNow(), config: simulatedSiteConfig(options) });

  const dropped: string[] = [];
  const onDropped = (reason: string) => void dropped.push(reason);
  let fence = 0;
  const start = () => {
    fence += 1;
    const token = fence;
    const isHolder = () => fence === token;
    const inbox = new FactInbox({ site, source: SIMULATOR, idPrefix: `${SIMULATOR}/${token}/acting.0`, isHolder, logger, onDropped });
    const connector = createSimulator(options);
    const host: ConnectorHost = {
      logger,
      now: () => site.siteNow(),
      deliver: (facts, readAt) => inbox.deliver(facts, readAt),
      heard: () => undefined,
      site: () => site.state(),
      dropped: onDropped,
      backlog: () => inbox.backlog,
    };
    connector.start(host);
    const attempted = new Attempted();
    const effects = new EffectRunner({ site, connector, fence: token, isHolder, isCurrent: async () => isHolder(), attempted, logger });
    return { inbox, connector, effects };
  };
  let running = start();

  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      await vi.advanceTimersByTimeAsync(STEP_MS);
      for (let turn = 0; turn < 6; turn++) await realTurn();
    }
  };
  const end = async () => {
    const { effects, connector, inbox } = running;
    const over = Promise.all([effects.stop(), connector.stop()]).then(() => inbox.stop());
    await pass(STEP_MS);
    await over;
  };
  return {
    site,
    events,
    dropped,
    pass,
    write,
    /** The source tells something that it did not mean to. */
    tell: (fact: Fact) => running.inbox.deliver([fact], Date.now()),
    state: () => site.state(),
    /** Lets the site live until it is so. */
    async until<T>(look: () => T | undefined | false, what: string, withinMs = 10 * MINUTE_MS): Promise<T> {
      for (let passed = 0; passed <= withinMs; passed += STEP_MS) {
        const seen = look();
        if (seen !== undefined && seen !== false) return seen;
        await pass(STEP_MS);
      }
      throw new Error(`never came to pass: ${what}`);
    },
    /** What a person's command comes to: its action, or why not. */
    async ask(command: Command, by: Actor = zhou): Promise<{ actionId: ActionId } | { rejection: Rejection }> {
      const id = `u/${by.userId}/${++commits}` as CommitId;
      let rejection: Rejection | undefined;
      const proposed = site.propose({
        id,
        by: { kind: 'user', userId: by.userId },
        cause: command.type,
        decide: (state) => {
          const decided = decide(state, command, { now: site.siteNow(), commitId: id, by, person: () => undefined });
          rejection = decided.ok ? undefined : decided.error;
          return decided.ok ? decided.value : { events: [], reads: [] };
        },
      });
      await pass(STEP_MS);
      await proposed;
      return rejection === undefined ? { actionId: actionIdOf(id) } : { rejection };
    },
    /** Its end, and what it was for. */
    async settled(actionId: ActionId) {
      return this.until(() => {
        const action = site.state().actions.get(actionId);
        return action !== undefined && isSettled(action) && action;
      }, `the end of ${actionId}`);
    },
    /** The node that has the source dies, and another takes it. */
    async takeOver() {
      await end();
      running = start();
      await pass(1_000);
    },
    async stop() {
      await end();
      await deadlines.stop();
      await site.stop();
      await log.close();
    },
  };
}
export type ActingNode = Awaited<ReturnType<typeof startActingNode>>;
