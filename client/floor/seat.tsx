import { memo } from 'react';
import { agentLimit } from '../../shared/metrics/limits.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity, useFigures } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { agentLook, limitText, seatState, stateText } from './agent-look.js';
import { Elapsed, useOnClock } from './ticking.js';

/**
 * `Wang Yutong` as `Wang Y.` where a seat has one short line: the whole name is in its tooltip and panel. Names without a space, as
 * Chinese ones, stay whole.
 */
export function shortName(name: string): string {
  const at = name.trim().indexOf(' ');
  return at < 0 ? name : `${name.slice(0, at)} ${name.slice(at + 1, at + 2)}.`;
}

/** An agent's place: silhouette, name, what they do, for how long. Re-renders when this agent changes or passes a limit. */
interface SeatProps {
  readonly selected: boolean;
  /** The one seat that Tab reaches. */
  readonly tabbable: boolean;
  /** There is room for the name only. */
  readonly slim: boolean;
}

export const Seat = memo(function Seat({ id, ...props }: SeatProps & { id: AgentView['id'] }) {
  const agent = useEntity('agent', id);
  return agent ? <Occupied agent={agent} {...props} /> : <span className="floor-seat" />;
});

const QUIET = new Set<AgentView['state']>(['not-ready', 'unreachable']);

function Occupied({ agent, selected, tabbable, slim }: SeatProps & { agent: AgentView }) {
  const t = useT();
  const formats = useFormats();
  const queue = useEntity('queue', agent.queueId);
  const limit = useAgentLimit(agent);
  const [severity, kind] = limit === null ? [null, null] : (limit.split('|') as ['watch' | 'breach', Parameters<typeof limitText>[1]]);
  const state = stateText(t, agent);
  const look = agentLook(agent.state, agent.reasonCode);
  const inCall = agent.state === 'talking' || agent.state === 'ringing';
  const queueWord = queue && (formats.language === 'en' ? (queue.code ?? formats.name(queue)) : formats.name(queue));
  const sub = kind !== null ? limitText(t, kind, agent) : (agent.state === 'talking' && queueWord) || seatState(t, agent);
  const name = formats.name(agent);
  const classes = [
    'floor-seat',
    severity ? `is-${severity}` : '',
    agent.state === 'ready' ? 'is-ready' : agent.state === 'logged-out' ? 'is-off' : QUIET.has(agent.state) ? 'is-away' : '',
    selected ? 'is-open' : '',
  ];
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(' ')}
      tabIndex={tabbable ? 0 : -1}
      data-item={agent.id}
      aria-current={selected ? 'true' : undefined}
      title={[name, kind === null ? state : `${state} · ${sub}`, inCall && queue ? formats.name(queue) : ''].filter(Boolean).join(' · ')}
    >
      <span className={`ic ${look.hue}`}>
        <Glyph name={look.glyph} size="sm" label={state} />
      </span>
      <span className="nm el">{slim ? shortName(name) : name}</span>
      <span className="sub el">{sub}</span>
      {agent.state === 'logged-out' ? <span className="tm" /> : <Elapsed since={agent.since} className="tm" />}
    </button>
  );
}

/** `watch|long-call`, or `null`: a text, so that only a change of it re-renders. */
export function useAgentLimit(agent: AgentView): string | null {
  const figures = useFigures(agent.queueId ?? ('' as never), 'today');
  return useOnClock((siteNow) => {
    const limit = agentLimit({
      state: agent.state,
      reasonCode: agent.reasonCode,
      inStateMs: siteNow - agent.since,
      wrapUpMs: agent.acwUntil == null ? undefined : Math.max(0, agent.acwUntil - agent.since),
      ahtMs: figures?.ahtMs,
    });
    return limit ? `${limit.severity}|${limit.kind}` : null;
  });
}
