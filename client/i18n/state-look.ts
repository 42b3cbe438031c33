import type { AgentView } from '../../shared/protocol/views.js';
import type { MessageKey } from './catalog.js';

/** How an agent's state is named and drawn: a word, a silhouette and a cool colour, so that none of the three is needed alone. */
export interface StateLook {
  readonly key: MessageKey;
  /** A shape of `ui/glyph.tsx`. */
  readonly glyph:
    | 'ring-dot'
    | 'dot'
    | 'dot-pause'
    | 'dot-arcs'
    | 'dot-arrow'
    | 'pencil'
    | 'bars'
    | 'waves'
    | 'book'
    | 'dashes'
    | 'broken-link'
    | 'headset';
  /** A class of `ui/base.css`. */
  readonly tone: 'st-ready' | 'st-talk' | 'st-ring' | 'st-wrap' | 'st-break' | 'st-buffer' | 'st-train' | 'st-off';
}

const LOOKS: Record<AgentView['state'], StateLook> = {
  ready: { key: 'state.ready', glyph: 'ring-dot', tone: 'st-ready' },
  ringing: { key: 'state.ringing', glyph: 'dot-arcs', tone: 'st-ring' },
  dialing: { key: 'state.dialing', glyph: 'dot-arrow', tone: 'st-ring' },
  talking: { key: 'state.talking', glyph: 'dot', tone: 'st-talk' },
  holding: { key: 'state.holding', glyph: 'dot-pause', tone: 'st-talk' },
  acw: { key: 'state.acw', glyph: 'pencil', tone: 'st-wrap' },
  'not-ready': { key: 'state.not-ready', glyph: 'bars', tone: 'st-break' },
  unreachable: { key: 'state.unreachable', glyph: 'broken-link', tone: 'st-off' },
  'logged-out': { key: 'state.logged-out', glyph: 'dashes', tone: 'st-off' },
};

/** Why not ready, where the code is one of the field's own. */
const REASONS: ReadonlyMap<string, StateLook> = new Map<string, StateLook>([
  ['BREAK', { key: 'reason.break', glyph: 'bars', tone: 'st-break' }],
  ['MEAL', { key: 'reason.meal', glyph: 'bars', tone: 'st-break' }],
  ['PERSONAL', { key: 'reason.personal', glyph: 'bars', tone: 'st-break' }],
  ['TRAINING', { key: 'reason.training', glyph: 'book', tone: 'st-train' }],
  ['MEETING', { key: 'reason.meeting', glyph: 'book', tone: 'st-train' }],
  ['COACHING', { key: 'reason.coaching', glyph: 'book', tone: 'st-train' }],
  ['BACKOFFICE', { key: 'reason.back-office', glyph: 'book', tone: 'st-train' }],
  ['ADMIN', { key: 'reason.admin', glyph: 'book', tone: 'st-train' }],
  // Only on a person's own page: to everybody else these two arrive as back office and break.
  ['BUFFER', { key: 'reason.buffer', glyph: 'waves', tone: 'st-buffer' }],
  ['MICRO_PAUSE', { key: 'reason.micro-pause', glyph: 'bars', tone: 'st-break' }],
  ['WARMUP', { key: 'reason.warm-up', glyph: 'bars', tone: 'st-break' }],
  ['RONA', { key: 'reason.rona', glyph: 'bars', tone: 'st-break' }],
  ['REJECT', { key: 'reason.reject', glyph: 'bars', tone: 'st-break' }],
  ['SYSTEM', { key: 'reason.system', glyph: 'bars', tone: 'st-break' }],
  ['FORCED', { key: 'reason.forced', glyph: 'bars', tone: 'st-break' }],
]);

/** Every look, in the order in which counts are listed. */
export const STATE_ORDER: readonly AgentView['state'][] = [
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

export const stateLook = (state: AgentView['state']): StateLook => LOOKS[state];

/** With the reason. A word of the source's own is shown as it is: `ownWord`. */
export function agentLook(agent: Pick<AgentView, 'state' | 'reasonCode'>): StateLook & { readonly ownWord?: string } {
  if (agent.state !== 'not-ready' || agent.reasonCode == null || agent.reasonCode === '') return LOOKS[agent.state];
  return REASONS.get(agent.reasonCode.toUpperCase()) ?? { ...LOOKS['not-ready'], ownWord: agent.reasonCode };
}
