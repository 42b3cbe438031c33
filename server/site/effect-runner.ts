import type { Action } from '../../shared/domain/action/action.js';
import type { Effect, Failure } from '../../shared/domain/action/effects.js';
import { undoing } from '../../shared/domain/action/undo.js';
import { consequencesOf } from '../../shared/domain/consequences.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { type EntityKey, entityKey, type SiteState } from '../../shared/domain/site.js';
import type { ActionId, CommitId } from '../../shared/kernel/ids.js';
import { SECOND_MS } from '../../shared/kernel/time.js';
import type { Connector, EffectAnswer } from '../connectors/connector.js';
import type { Logger } from '../ops/logger.js';
import type { Site } from './site.js';

export interface EffectRunnerOptions {
  readonly site: Site;
  readonly connector: Pick<Connector, 'source' | 'perform'>;
  /** The token of the lease under which this runner acts. */
  readonly fence: number;
  /** Whether this node still holds the lease with that token, as far as it knows. */
  readonly isHolder: () => boolean;
  /** The same, asked of Redis: a node that hung for long may not know yet. */
  readonly isCurrent: () => Promise<boolean>;
  /** What this process asked the source for, under whatever token or history; shared by all its runners of one source. */
  readonly attempted: Attempted;
  readonly logger: Logger;
  /** How long the source has to answer, real time. */
  readonly withinMs?: number;
}

const ANSWER_WITHIN_MS = 10 * SECOND_MS;

/**
 * Asks one source for what people want of it, on the node that holds the source's lease. Each action is asked for at most once ever:
 * `action.started` goes into the log first, decided on an action that is still requested, and only the node whose own commit that is
 * asks the source. A node that is lost in between leaves the action started: nobody asks again, and it ends by the source's facts or
 * at its time. What was asked for and refused is settled here; what was taken is confirmed by what the source then tells.
 */
export class EffectRunner {
  readonly #options: EffectRunnerOptions;
  readonly #prefix: string;
  readonly #undo: readonly (() => void)[];
  /** Actions in hand, with their end. */
  readonly #running = new Map<ActionId, Promise<void>>();
  /** The last effect on each call and each agent: the next one on the same waits for it. */
  readonly #last = new Map<string, Promise<void>>();
  /** Own commits that came back through the log: what an answer that was lost would have said. */
  readonly #written = new Set<CommitId>();
  #stopped = false;

  constructor(options: EffectRunnerOptions) {
    const { site, connector, fence } = options;
    this.#options = options;
    this.#prefix = `${connector.source}/${fence}`;
    this.#undo = [
      site.onEntries((entries) => {
        for (const { commit } of entries) if (commit.id.startsWith(this.#prefix)) this.#noteWritten(commit.id);
      }),
      site.onChange(({ touched }) => {
        for (const key of touched) if (key.startsWith('action:')) this.#note(key.slice('action:'.length) as ActionId);
      }),
      site.onReset(() => this.#noteAll()),
    ];
    this.#noteAll();
  }

  /** Begins nothing more, and resolves when what was begun has had its answer. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const undo of this.#undo) undo();
    await Promise.all(this.#running.values());
  }

  #noteAll(): void {
    for (const actionId of this.#options.site.state().openActions) this.#note(actionId);
  }

  /** Only starts that are under way here are waited for. */
  #noteWritten(commitId: CommitId): void {
    const [, , what, actionId] = commitId.split('/');
    if (what === 'start' && this.#running.has(actionId as ActionId)) this.#written.add(commitId);
  }

  #note(actionId: ActionId): void {
    const action = this.#actionIn(actionId, 'requested');
    if (action === undefined || this.#stopped || this.#running.has(actionId)) return;
    const { on } = action;
    const subjects = [on.visitId, on.callId, on.agentId, on.toAgentId].filter((subject) => subject !== undefined);
    const before = subjects.map((subject) => this.#last.get(subject));
    const work = Promise.all(before)
      .then(() => this.#carryOut(actionId))
      .catch((error: unknown) => this.#options.logger.error({ err: error, actionId }, 'an action broke off'))
      .finally(() => {
        this.#running.delete(actionId);
        this.#written.delete(this.#commitId('start', actionId));
        for (const subject of subjects) if (this.#last.get(subject) === work) this.#last.delete(subject);
      });
    this.#running.set(actionId, work);
    for (const subject of subjects) this.#last.set(subject, work);
  }

  async #carryOut(actionId: ActionId): Promise<void> {
    const { connector, isHolder, isCurrent, attempted, logger } = this.#options;
    if (connector.perform === undefined) return this.#fail(actionId, 'requested', { code: 'not-supported' });
    const effect = await this.#start(actionId);
    // Asked for before, in a history that was lost: what became of it shows in the source's facts.
    if (effect === undefined || !attempted.add(actionId)) return;
    if (!(await isCurrent()) || !isHolder()) {
      logger.warn({ actionId, op: effect.op }, 'not asked for: another node has the source now');
      return;
    }
    const answer = await this.#ask(effect, actionId);
    if (answer === 'late') logger.warn({ actionId, op: effect.op }, 'the source did not answer in time');
    else if (!answer.ok) await this.#fail(actionId, 'started', answer.failure);
  }

  /** Writes that it is about to happen. Answers the effect only if it was this very runner's word that counts. */
  async #start(actionId: ActionId): Promise<Effect | undefined> {
    const { site, fence, isHolder } = this.#options;
    const id = this.#commitId('start', actionId);
    await this.#propose(id, 'action.start', actionId, () => {
      const action = this.#actionIn(actionId, 'requested');
      const now = site.siteNow();
      if (action === undefined || this.#stopped || !isHolder() || (action.timeOutAt ?? now) < now) return [];
      return [{ type: 'action.started', occurredAt: now, actionId, fence }];
    });
    // An answer may be lost on its way though the commit was written: what came back through the log decides.
    return this.#written.has(id) ? this.#actionIn(actionId, 'started')?.effect : undefined;
  }

  async #ask(effect: Effect, actionId: ActionId): Promise<EffectAnswer | 'late'> {
    const { connector, isHolder, logger, withinMs = ANSWER_WITHIN_MS } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), withinMs);
    });
    try {
      return await Promise.race([connector.perform?.(effect, { actionId, isHolder }) ?? late, late]);
    } catch (error) {
      logger.error({ err: error, actionId, op: effect.op }, 'a connector broke while it carried out an action');
      return { ok: false, failure: { code: 'interrupted' } };
    } finally {
      clearTimeout(timer);
    }
  }

  async #fail(actionId: ActionId, from: 'requested' | 'started', failure: Failure): Promise<void> {
    const { site } = this.#options;
    await this.#propose(this.#commitId('fail', actionId), 'action.fail', actionId, (state) => {
      // Meanwhile the source's facts may have told what became of it.
      const action = this.#actionIn(actionId, from);
      if (action === undefined) return [];
      const occurredAt = site.siteNow();
      const events: DomainEvent[] = [{ type: 'action.settled', occurredAt, actionId, result: 'failed', failure, ...undoing(action) }];
      return [...events, ...consequencesOf(state, events, occurredAt)];
    });
  }

  async #propose(id: CommitId, cause: string, actionId: ActionId, decide: (state: Readonly<SiteState>) => DomainEvent[]): Promise<void> {
    const { site, connector } = this.#options;
    const reads: readonly EntityKey[] = [entityKey('action', actionId)];
    await site.propose({
      id,
      by: { kind: 'connector', source: connector.source },
      cause,
      decide: (state) => ({ events: decide(state), reads }),
    });
  }

  /** The action as it is now, if it is this source's and in this state. */
  #actionIn(actionId: ActionId, state: 'requested' | 'started'): Action | undefined {
    const { site, connector } = this.#options;
    const action = site.state().actions.get(actionId);
    return action?.state === state && action.source === connector.source && action.effect !== undefined ? action : undefined;
  }

  #commitId(what: 'start' | 'fail', actionId: ActionId): CommitId {
    return `${this.#prefix}/${what}/${actionId}` as CommitId;
  }
}

/** Actions are forgotten by the state an hour after their end; far fewer than this many are carried out in one. */
const MOST_REMEMBERED = 10_000;

/** What was asked for, for as long as an action can turn up again. */
export class Attempted {
  readonly #ids = new Set<ActionId>();

  /** False when it was there before. */
  add(actionId: ActionId): boolean {
    if (this.#ids.has(actionId)) return false;
    this.#ids.add(actionId);
    const [oldest] = this.#ids;
    if (this.#ids.size > MOST_REMEMBERED && oldest !== undefined) this.#ids.delete(oldest);
    return true;
  }
}
