import type { AgentStateName } from '../../shared/domain/site.js';
import type { AgentLimitKind } from '../../shared/metrics/limits.js';
import type { AgentView } from '../../shared/protocol/views.js';
import type { MessageKey } from '../i18n/catalog.js';
import type { Translate } from '../i18n/provider.js';
import type { GlyphName } from '../ui/glyph.js';

/** How a state looks: a silhouette and a hue. It never stands without its word. */
export interface AgentLook {
  readonly glyph: GlyphName;
  readonly hue: string;
}

const LOOKS: Record<AgentStateName, AgentLook> = {
  ready: { glyph: 'ring-dot', hue: 'st-ready' },
  talking: { glyph: 'dot', hue: 'st-talk' },
  holding: { glyph: 'dot-pause', hue: 'st-talk' },
  ringing: { glyph: 'dot-arcs', hue: 'st-ring' },
  dialing: { glyph: 'dot-arrow', hue: 'st-ring' },
  acw: { glyph: 'pencil', hue: 'st-wrap' },
  'not-ready': { glyph: 'bars', hue: 'st-break' },
  unreachable: { glyph: 'broken-link', hue: 'st-off' },
  'logged-out': { glyph: 'dashes', hue: 'st-off' },
};

const REASON_LOOKS: ReadonlyMap<string, AgentLook> = new Map([
  ['TRAINING', { glyph: 'book', hue: 'st-train' }],
  ['MEETING', { glyph: 'book', hue: 'st-train' }],
  ['COACHING', { glyph: 'book', hue: 'st-train' }],
  ['BACKOFFICE', { glyph: 'waves', hue: 'st-buffer' }],
]);

export function agentLook(state: AgentStateName, reasonCode?: string | null): AgentLook {
  return (state === 'not-ready' && reasonCode && REASON_LOOKS.get(reasonCode.toUpperCase())) || LOOKS[state];
}

/** The order in which states are counted and grouped: from free to gone. */
export const STATE_ORDER: readonly AgentStateName[] = [
  'ready',
  'talking',
  'holding',
  'ringing',
  'dialing',
  'acw',
  'not-ready',
  'unreachable',
  'logged-out',
];

const KNOWN_REASONS = [
  'BREAK',
  'MEAL',
  'TRAINING',
  'MEETING',
  'COACHING',
  'BACKOFFICE',
  'ADMIN',
  'PERSONAL',
  'RONA',
  'REJECT',
  'WARMUP',
  'SYSTEM',
  'FORCED',
] as const;

export const stateKey = (state: AgentStateName): MessageKey => `floor.state.${state}`;

/** The word for what an agent does: the reason where there is one, in the source's own word where we have none. */
export function stateText(t: Translate, agent: Pick<AgentView, 'state' | 'reasonCode'>): string {
  if (agent.state !== 'not-ready' || !agent.reasonCode) return t(stateKey(agent.state));
  const reason = agent.reasonCode.toUpperCase();
  const known = KNOWN_REASONS.find((one) => one === reason);
  return known ? t(`floor.reason.${known}`) : agent.reasonCode;
}

export function limitText(t: Translate, kind: AgentLimitKind, agent: Pick<AgentView, 'state' | 'reasonCode'>): string {
  return kind === 'not-ready' ? t('floor.limit.not-ready', { reason: stateText(t, agent) }) : t(`floor.limit.${kind}`);
}

/** The same in a seat, which has room for about eight letters beside its time. */
export const seatState = (t: Translate, agent: Pick<AgentView, 'state' | 'reasonCode'>): string =>
  agent.state === 'not-ready' && agent.reasonCode?.toUpperCase() === 'BACKOFFICE' ? t('floor.seat.BACKOFFICE') : stateText(t, agent);
