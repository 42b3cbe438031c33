import { pino } from 'pino';
import type { EffectAnswer, EffectRequest } from '../../server/connectors/connector.js';
import type { SiteLog } from '../../server/log/log.js';
import { createMeasures } from '../../server/ops/measures.js';
import { Attempted, EffectRunner } from '../../server/site/effect-runner.js';
import { RedisClock } from '../../server/site/redis-clock.js';
import { Site } from '../../server/site/site.js';
import type { ActionSubjects } from '../../shared/domain/action/action.js';
import type { Effect } from '../../shared/domain/action/effects.js';
import type { ActionId, AgentId, CommitId, ExternalKey, VisitId } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import { SOURCE } from '../support/floor.js';

const logger = pino({ level: 'silent' });

/** A phone system that writes down what it is asked, and answers when the test says so. */
export class Pbx {
  readonly asked: { readonly effect: Effect; readonly request: EffectRequest; answer(answer: EffectAnswer): void; break(): void }[] = [];
  readonly source = SOURCE;
  /** Answered at once unless a test wants to be asked. */
  answersAtOnce: EffectAnswer | undefined = { ok: true };

  perform(effect: Effect, request: EffectRequest): Promise<EffectAnswer> {
    return new Promise((resolve, reject) => {
      this.asked.push({ effect, request, answer: resolve, break: () => reject(new Error('broken')) });
      if (this.answersAtOnce !== undefined) resolve(this.answersAtOnce);
    });
  }
}

/** One node's site, and runners on it as its lease comes and goes. */
export async function startEffectNode(log: SiteLog) {
  const site = new Site({ log, clock: new RedisClock(() => log.time()), logger, measures: createMeasures() });
  await site.start();
  const attempted = new Attempted();
  const lease = { isHeld: true, isCurrent: true };
  const runners: EffectRunner[] = [];
  return {
    site,
    lease,
    run(
      connector: Pick<Pbx, 'source'> & Partial<Pick<Pbx, 'perform'>>,
      fence: number,
      more: { withinMs?: number; attempted?: Attempted } = {},
    ) {
      const runner = new EffectRunner({
        site,
        connector,
        fence,
        isHolder: () => lease.isHeld,
        isCurrent: async () => lease.isCurrent,
        attempted,
        logger,
        ...more,
      });
      runners.push(runner);
      return runner;
    },
    async stop() {
      for (const runner of runners) await runner.stop();
      await site.stop();
      await log.close();
    },
  };
}
export type EffectNode = Awaited<ReturnType<typeof startEffectNode>>;

export const pauseLi: Effect = { op: 'set-not-ready', agentKey: 'PJSIP/1001' as ExternalKey, reasonCode: 'TRAINING' };
export const callA = 'v-a' as VisitId;
export const agentLi = 'a-li' as AgentId;

/** Somebody's wish was granted: the source is to be asked. */
export async function request(site: Site, name: string, on: ActionSubjects = {}, more: { source?: string; timeOutInMs?: number } = {}) {
  const actionId = `x-${name}` as ActionId;
  const { source = SOURCE, timeOutInMs = 10_000 } = more;
  const occurredAt = site.siteNow();
  await site.propose({
    id: `command/${name}` as CommitId,
    by: { kind: 'user', userId: 'u-zhou' },
    cause: 'agent.set-state',
    decide: () => ({
      events: [
        {
          type: 'action.taken',
          occurredAt,
          actionId,
          kind: 'agent.set-state',
          by: { userId: 'u-zhou', name: '周敏', role: 'supervisor' },
          on: { ...on },
          detail: {},
          state: 'requested',
          effect: pauseLi,
          source,
          timeOutAt: epochMs(occurredAt + timeOutInMs),
        },
      ],
      reads: [],
    }),
  });
  return actionId;
}

export const stateOf = ({ site }: EffectNode, actionId: ActionId) => site.state().actions.get(actionId)?.state;
export const failureOf = ({ site }: EffectNode, actionId: ActionId) => site.state().actions.get(actionId)?.failure?.code;
