import type { AgentLimitKind } from '../../shared/metrics/limits.js';
import type { AgentView } from '../../shared/protocol/views.js';
import type { Translate } from '../i18n/provider.js';
import { agentLook } from '../i18n/state-look.js';

type State = Pick<AgentView, 'state' | 'reasonCode'>;

/** The word for what an agent does: the reason where there is one, in the source's own word where we have none. */
export function stateText(t: Translate, agent: State): string {
  const look = agentLook(agent);
  return look.ownWord ?? t(look.key);
}

export function limitText(t: Translate, kind: AgentLimitKind, agent: State): string {
  return kind === 'not-ready' ? t('floor.limit.not-ready', { reason: stateText(t, agent) }) : t(`floor.limit.${kind}`);
}

/** The same in a seat, which has room for about eight letters beside its time. */
export const seatState = (t: Translate, agent: State): string =>
  agent.state === 'not-ready' && agent.reasonCode?.toUpperCase() === 'BACKOFFICE' ? t('floor.seat.BACKOFFICE') : stateText(t, agent);
