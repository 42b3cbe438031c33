import { commandedReasonSchema } from '../../../shared/domain/action/commands.js';
import type { AgentView, QueueView, VisitView } from '../../../shared/protocol/views.js';
import type { MessageKey } from '../../i18n/catalog.js';
import type { Formats, Translate } from '../../i18n/provider.js';
import { agentLook } from '../../i18n/state-look.js';
import { tierName } from '../../i18n/tier-name.js';
import type { Option } from './option.js';
import type { Slot, Verb } from './verbs.js';

/** The floor as it is while the palette is open. */
export interface FloorNow {
  readonly agents: ReadonlyMap<string, AgentView>;
  readonly queues: ReadonlyMap<string, QueueView>;
  readonly visits: ReadonlyMap<string, VisitView>;
  readonly now: number | null;
  readonly t: Translate;
  readonly formats: Formats;
}

const isWaiting = ({ state }: VisitView) => state === 'queued' || state === 'ringing';
/** An order for all agents: those who could take a call first. */
const STATE_RANK: Readonly<Partial<Record<AgentView['state'], number>>> = {
  ready: 0,
  acw: 1,
  ringing: 2,
  talking: 2,
  holding: 2,
  dialing: 2,
};

/** What may be chosen for a slot, given what was chosen before. Words are typed, not chosen: null. */
export function optionsFor(slot: Slot, verb: Verb, chosen: readonly string[], floor: FloorNow): Option[] | null {
  switch (slot) {
    case 'waiting-call':
      return calls(floor, isWaiting);
    case 'talking-call':
      return calls(floor, (visit) => !isWaiting(visit));
    case 'any-call':
      return calls(floor, () => true);
    case 'agent':
      return agents(floor, ({ state }) => (state === 'logged-out' ? 'act.why.signedOut' : undefined));
    case 'helper':
      return agents({ ...floor, agents: new Map([...floor.agents].filter(([, { help }]) => help != null)) }, () => undefined);
    case 'agent-or-queue':
      return [...agents(floor, whyNotToTake), ...queues(floor, floor.visits.get(chosen[0] ?? '')?.queueId)];
    case 'queue':
      return queues(floor, undefined);
    case 'priority':
      return [10, 5, 3, 1, 0].map((priority, rank) => ({ id: String(priority), title: String(priority), rank }));
    case 'reason-code':
      return reasons(floor.t);
    case 'when':
      return [
        { id: 'now', title: floor.t('act.when.now'), rank: 0 },
        { id: 'after-call', title: floor.t('act.when.after-call'), rank: 1 },
      ];
    case 'duration':
      return [15, 30, 60, 120].map((minutes, rank) => ({ id: String(minutes), title: floor.formats.prose(minutes * 60_000), rank }));
    case 'confirm':
      return [{ id: 'yes', title: floor.t('act.confirm', { what: floor.t(verb.title) }), glyph: 'octagon' }];
    case 'reason':
    case 'text':
      return null;
  }
}

/** Who waits comes before who has somebody. */
const TALKING_RANK = 1e15;

/** The longest wait first; then of those talking, the longest call. */
function calls({ visits, queues: known, agents: people, formats, t, now }: FloorNow, belongs: (visit: VisitView) => boolean): Option[] {
  return [...visits.values()].filter(belongs).map((visit) => {
    const queue = known.get(visit.queueId);
    const agent = visit.agentId == null ? undefined : people.get(visit.agentId);
    const since = visit.answeredAt ?? visit.enteredAt;
    const names = [
      queue && formats.name(queue),
      agent && formats.name(agent),
      visit.callerName ?? undefined,
      visit.tier ?? undefined,
      queue?.code ?? undefined,
    ];
    return {
      id: visit.id,
      title: [now === null ? undefined : formats.duration(Math.max(0, now - since)), queue && formats.name(queue), visit.callerMasked]
        .filter(Boolean)
        .join(' '),
      hint: [agent && formats.name(agent), visit.tier && tierName(t, visit.tier)].filter(Boolean).join(' · '),
      glyph: isWaiting(visit) ? 'dot-arcs' : 'dot',
      also: names.filter((name): name is string => name !== undefined),
      rank: isWaiting(visit) ? since : TALKING_RANK + since,
    } satisfies Option;
  });
}

function agents({ agents: all, t, formats }: FloorNow, why: (agent: AgentView) => MessageKey | undefined): Option[] {
  return [...all.values()].map((agent) => {
    const look = agentLook(agent);
    const reason = why(agent);
    return {
      id: agent.id,
      title: formats.name(agent),
      hint: look.ownWord ?? t(look.key),
      glyph: look.glyph,
      also: [agent.name, ...(agent.nameEn == null ? [] : [agent.nameEn])],
      rank: (STATE_RANK[agent.state] ?? 3) * 100_000 + agent.order,
      ...(reason === undefined ? {} : { why: t(reason) }),
    } satisfies Option;
  });
}

/** Only for the list: the server decides. */
function whyNotToTake(agent: AgentView): MessageKey | undefined {
  if (agent.state === 'logged-out') return 'act.why.signedOut';
  if (agent.state === 'unreachable') return 'act.why.unreachable';
  if (agent.state === 'ready' || agent.state === 'acw' || agent.state === 'not-ready') return undefined;
  return 'act.why.busy';
}

const queues = ({ queues: all, formats, t }: FloorNow, except: string | undefined): Option[] =>
  [...all.values()]
    .filter((queue) => queue.id !== except && !queue.removed)
    .map((queue) => ({
      id: queue.id,
      title: t('act.toQueue', { queue: formats.name(queue) }),
      hint: t('act.queueHint', { waiting: queue.waiting, ready: queue.agents.ready ?? 0 }),
      glyph: 'lanes',
      also: [queue.name, ...(queue.nameEn == null ? [] : [queue.nameEn]), ...(queue.code == null ? [] : [queue.code])],
      rank: 1_000_000 + queue.order,
    }));

const reasons = (t: Translate): Option[] =>
  commandedReasonSchema.options
    // A pause of one's own is nobody else's to order.
    .filter((code) => code !== 'MICRO_PAUSE')
    .map((code, rank) => {
      const look = agentLook({ state: 'not-ready', reasonCode: code });
      return { id: code, title: look.ownWord ?? t(look.key), glyph: look.glyph, also: [code], rank };
    });
