import { rateOf } from '../../shared/domain/clock.js';
import { decide } from '../../shared/domain/decide.js';
import type { Person } from '../../shared/domain/person.js';
import { type AgentId, actionIdOf } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../../shared/kernel/time.js';
import type { CommandAnswer, CommandRequest, WireRejection } from '../../shared/protocol/messages.js';
import { actorOf } from '../auth/actor.js';
import type { Principal } from '../auth/principal.js';
import { agentOf } from '../auth/scope.js';
import type { ConnectorRunner } from '../site/connector-runner.js';
import type { Site } from '../site/site.js';
import { staleReasons } from '../site/staleness.js';
import type { LiveSource } from './live-source.js';

/** Commit ids are kept for 15 minutes: an older command could be carried out twice. */
const COMMAND_GOOD_FOR_MS = 10 * MINUTE_MS;

/** Everybody of this site by account, as last read. */
export interface PeopleBook {
  get(userId: string): Person | undefined;
  /** Who takes an agent's open cases while they are away; undefined: nobody is known. */
  custodian?(agentId: AgentId): Person | undefined;
}

/** What an agent told the site in private: asked for where a rule protects who said it, and never written down here. */
export type HasSaidFive = (agentId: AgentId) => Promise<boolean>;
const NOBODY_SAID: HasSaidFive = async () => false;

/** A running site as the live view sees it. */
export function liveSource(
  site: Site,
  connectors: readonly ConnectorRunner[],
  people: PeopleBook,
  startedAt: EpochMs,
  hasSaidFive: HasSaidFive = NOBODY_SAID,
): LiveSource {
  return {
    get epoch() {
      return site.epoch;
    },
    get position() {
      return site.position;
    },
    state: () => site.state(),
    now: () => ({ serverAt: site.redisNow(), siteNow: site.siteNow(), rate: rateOf(site.state().clock) }),
    stale: () => staleReasons(site, connectors, startedAt),
    deadEntries: () => site.deadEntries(),
    onChange: (listener) => site.onChange(listener),
    onReset: (listener) => site.onReset(listener),
    goneSince: (position) => site.goneSince(position),
    holds: (position) => site.holds(position),
    submit: (request, actor) => submit({ site, people, hasSaidFive }, request, actor),
  };
}

/** A person's command: decided on the state as it is when it is written, answered with what became of it. */
async function submit(
  { site, people, hasSaidFive }: { site: Site; people: PeopleBook; hasSaidFive: HasSaidFive },
  request: CommandRequest,
  actor: Principal,
): Promise<CommandAnswer> {
  if (site.redisNow() - request.issuedAt > COMMAND_GOOD_FOR_MS) {
    // Too late to be carried out, but its first sending may have been: who asks again is told which.
    const position = await site.committed(request.id);
    return position === null ? refused({ code: 'expired' }) : accepted(site, request, position);
  }
  const agentId = request.command.type === 'buffer.request' ? agentOf(actor, site.state())?.id : undefined;
  const isProtected = agentId !== undefined && (await hasSaidFive(agentId));
  let rejection: WireRejection | undefined;
  const outcome = await site.propose({
    id: request.id,
    by: { kind: 'user', userId: actor.userId },
    cause: request.command.type,
    decide: (state) => {
      const decided = decide(state, request.command, {
        now: epochMs(site.siteNow()),
        commitId: request.id,
        by: actorOf(actor, state),
        person: (userId) => people.get(userId),
        custodian: (id) => people.custodian?.(id),
        hasSaidFive: isProtected,
      });
      rejection = decided.ok ? undefined : decided.error;
      return decided.ok ? decided.value : { events: [], reads: [] };
    },
  });
  switch (outcome.outcome) {
    case 'accepted':
      return accepted(site, request, outcome.position);
    case 'nothing':
      return refused(rejection ?? { code: 'unchanged' });
    case 'not-confirmed':
      return { outcome: 'not-confirmed', commitId: request.id };
  }
}

const accepted = (site: Site, { id }: CommandRequest, position: Position): CommandAnswer => ({
  outcome: 'accepted',
  epoch: site.epoch,
  position,
  actionId: actionIdOf(id),
});

const refused = (rejection: WireRejection): CommandAnswer => ({ outcome: 'refused', rejection });
