import type { Agent, SiteState } from '../../shared/domain/site.js';
import type { AgentId, QueueId, VisitId } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import type { Worked, WorkedCall } from '../../shared/metrics/strain-inputs.js';
import type { HardCall } from '../../shared/staffing/strain-parts.js';
import type { ActionHistory } from '../history/action-history.js';
import type { VisitHistory, VisitRecordPage } from '../history/visit-history.js';

export interface WorkedCallsDeps {
  readonly visits: VisitHistory;
  readonly actions: ActionHistory;
  readonly site: () => Readonly<SiteState>;
  /** The site clock. */
  readonly now: () => EpochMs;
}

/** A call may have come in this long before the shift in which it ended. */
const BEFORE_MS = HOUR_MS;
/** A shift's calls of the busiest. */
const MOST_CALLS = 400;
const MOST_FLAGS = 1_000;
const FLAGS_GOOD_FOR_MS = 30_000;
/** Of so many calls, 95 % says something. */
const LEAST_SAMPLE = 60;
const MOST_SAMPLE = 2_000;
const LENGTHS_GOOD_FOR_MS = HOUR_MS;
/** A case that comes of a call is opened during it or soon after. */
const CASE_WITHIN_MS = 15 * MINUTE_MS;

/** The calls that an agent had in the present shift, from the history that the floor keeps anyway: nothing is stored for this. */
export class WorkedCalls {
  readonly #deps: WorkedCallsDeps;
  #flags: { readonly readAt: EpochMs; readonly visits: Promise<ReadonlySet<VisitId>> } | undefined;
  readonly #lengths = new Map<QueueId, { readonly readAt: EpochMs; readonly longMs: Promise<number | null> }>();

  constructor(deps: WorkedCallsDeps) {
    this.#deps = deps;
  }

  async of(agent: Agent, since: EpochMs): Promise<Worked> {
    const { visits, now } = this.#deps;
    const [page, flagged] = await Promise.all([
      visits.query({
        measure: 'answered',
        agentId: agent.id,
        from: epochMs(Math.max(0, since - BEFORE_MS)),
        to: epochMs(now() + 1),
        limit: MOST_CALLS,
        mayRead: () => true,
      }),
      this.#flaggedVisits(),
    ]);
    const calls = this.#callsOf(agent.id, page, since, flagged);
    const queueIds = [...new Set(calls.map(({ queueId }) => queueId))];
    const long = new Map(await Promise.all(queueIds.map(async (id) => [id, await this.#longFromMs(id)] as const)));
    return { calls, longFromMs: (id) => long.get(id) ?? null };
  }

  #callsOf(agentId: AgentId, { visits }: VisitRecordPage, since: EpochMs, flagged: ReadonlySet<VisitId>): WorkedCall[] {
    const site = this.#deps.site();
    return visits
      .flatMap(({ visitId, queueId, legs }) =>
        legs.flatMap(({ agentId: whose, startedAt, endedAt }): WorkedCall[] => {
          if (whose !== agentId || endedAt === undefined || startedAt < since) return [];
          const call = { queueId, startedAt, endedAt };
          const hard = flagged.has(visitId) ? 'abusive' : hardnessOf(site, agentId, call);
          return [hard === undefined ? call : { ...call, hard }];
        }),
      )
      .sort((a, b) => a.endedAt - b.endedAt);
  }

  /** One look for everybody: flags are few, and set by hand. */
  #flaggedVisits(): Promise<ReadonlySet<VisitId>> {
    const now = this.#deps.now();
    if (this.#flags === undefined || Math.abs(now - this.#flags.readAt) > FLAGS_GOOD_FOR_MS) {
      const from = epochMs(Math.max(0, now - 12 * HOUR_MS));
      const visits = this.#deps.actions
        .query({ kind: 'call.flag-abuse', from, limit: MOST_FLAGS, show: (record) => record })
        .then(
          ({ actions }) => new Set(actions.flatMap(({ on, state }) => (state === 'failed' || on.visitId === undefined ? [] : on.visitId))),
        );
      visits.catch(() => {
        this.#flags = undefined;
      });
      this.#flags = { readAt: now, visits };
    }
    return this.#flags.visits;
  }

  #longFromMs(queueId: QueueId): Promise<number | null> {
    const now = this.#deps.now();
    const known = this.#lengths.get(queueId);
    if (known !== undefined && Math.abs(now - known.readAt) <= LENGTHS_GOOD_FOR_MS) return known.longMs;
    const longMs = this.#deps.visits
      .query({ measure: 'answered', queueId, from: epochMs(0), to: epochMs(now + 1), limit: MOST_SAMPLE, mayRead: () => true })
      .then(({ visits }) => ninetyFifth(visits.flatMap(({ legs }) => legs.flatMap(lengthMs))));
    longMs.catch(() => this.#lengths.delete(queueId));
    this.#lengths.set(queueId, { readAt: now, longMs });
    return longMs;
  }
}

const lengthMs = ({ startedAt, endedAt }: { startedAt: EpochMs; endedAt?: EpochMs | undefined }) =>
  endedAt === undefined ? [] : [endedAt - startedAt];

function ninetyFifth(lengths: readonly number[]): number | null {
  if (lengths.length < LEAST_SAMPLE) return null;
  return lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length * 0.95)] ?? null;
}

/** By the case that came of it, else by the queue that it came from. */
function hardnessOf(site: Readonly<SiteState>, agentId: AgentId, call: WorkedCall): HardCall['type'] | undefined {
  let isEscalated = false;
  for (const one of site.cases.values()) {
    const isOfAgent = one.agentId === agentId || one.firstResponder.agentId === agentId || one.aboutAgentId === agentId;
    const isOfCall = one.openedAt >= call.startedAt && one.openedAt <= call.endedAt + CASE_WITHIN_MS && one.queueId === call.queueId;
    if (!isOfAgent || !isOfCall) continue;
    if (one.caseType === 'ABUSE') return 'abusive';
    isEscalated = true;
  }
  if (isEscalated) return 'escalated';
  const key = site.queues.get(call.queueId)?.key;
  return key !== undefined && site.config.workforce.buffer.complaintQueues.includes(key) ? 'complaint' : undefined;
}
