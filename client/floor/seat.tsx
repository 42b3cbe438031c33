import { ArrowRightLeft, Clock, Hand, ShieldAlert } from 'lucide-react';
import { memo, useCallback, useRef, useState } from 'react';
import { agentLimit } from '../../shared/metrics/limits.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { formatDuration } from '../i18n/format.js';
import { type Translate, useFormats, useT } from '../i18n/provider.js';
import { agentLook } from '../i18n/state-look.js';
import { useEntity } from '../live/hooks.js';
import { useLiveSession } from '../live/provider.js';
import type { LiveStore } from '../live/store.js';
import { Glyph } from '../ui/glyph.js';
import { useIsAsked } from './action-index.js';
import { limitText, seatState, stateText } from './agent-look.js';
import { useFloorActions } from './floor-context.js';
import { useMark } from './floor-marks.js';
import { setText, useOnClock, useSiteTick } from './ticking.js';

interface SeatProps {
  readonly selected: boolean;
  /** The one seat that Tab reaches. */
  readonly tabbable: boolean;
  /** There is room for the name only. */
  readonly slim: boolean;
}

/** An agent's place: silhouette, name, what they do, for how long. Re-renders when this agent changes or passes a limit. */
export const Seat = memo(function Seat({ id, ...props }: SeatProps & { id: AgentView['id'] }) {
  const agent = useEntity('agent', id);
  return agent ? <Occupied agent={agent} {...props} /> : <span className="floor-seat" />;
});

const LOOKS: Partial<Record<AgentView['state'], string>> = {
  ready: 'is-ready',
  'logged-out': 'is-off',
  'not-ready': 'is-away',
  unreachable: 'is-away',
};

function Occupied({ agent, selected, tabbable, slim }: SeatProps & { agent: AgentView }) {
  const t = useT();
  const formats = useFormats();
  const { store } = useLiveSession();
  const queue = useEntity('queue', agent.queueId);
  const time = useRef<HTMLSpanElement>(null);
  // One look at the clock per seat and second: for the time, and for whether a limit is past.
  const [past, setPast] = useState<string | null>(null);
  useSiteTick(
    useCallback(
      (siteNow) => {
        if (time.current) setText(time.current, agent.state === 'logged-out' ? '' : formatDuration(siteNow - agent.since));
        setPast(limitName(agent, store, siteNow));
      },
      [agent, store],
    ),
  );
  const [severity, kind] = parseLimit(past);
  const state = stateText(t, agent);
  const look = agentLook(agent);
  const name = formats.name(agent);
  const queueName = queue && formats.name(queue);
  const inHand = agent.state === 'talking' && queue ? (formats.language === 'en' && queue.code) || queueName : undefined;
  const isAsked = useIsAsked(agent.id);
  const isCandidate = useIsCandidate(agent.id);
  const needsHelp = agent.help != null && agent.help.ackByName === undefined;
  const badge = badgeOf(t, agent);
  const sub = needsHelp ? t('floor.seat.help') : kind === null ? (inHand ?? seatState(t, agent)) : limitText(t, kind, agent);
  return (
    <button
      type="button"
      className={[
        'floor-seat',
        needsHelp ? 'is-help' : severity && `is-${severity}`,
        LOOKS[agent.state],
        selected && 'is-open',
        isAsked ? 'is-asked' : isCandidate && 'is-candidate',
        badge !== null && 'has-badge',
      ]
        .filter(Boolean)
        .join(' ')}
      tabIndex={tabbable ? 0 : -1}
      data-item={agent.id}
      aria-current={selected ? 'true' : undefined}
      title={[name, state, (kind !== null || needsHelp) && sub !== state && sub, queueName, badge?.text].filter(Boolean).join(' · ')}
    >
      <span className={`ic ${look.tone}`}>
        <Glyph name={look.glyph} size="sm" label={state} />
      </span>
      <span className="nm el">{slim ? shortName(name) : name}</span>
      {badge !== null && (
        <span className={`bd ${badge.tone}`}>
          <badge.Icon className="i sm" aria-hidden="true" />
          <span className="sr">{badge.text}</span>
        </span>
      )}
      <span className="sub el">{sub}</span>
      <span ref={time} className="tm" />
    </button>
  );
}

/** One sign beside the state: what a supervisor should see first of several. */
function badgeOf(t: Translate, { help, pending, forced, borrowed }: AgentView) {
  if (help != null) {
    const text = help.ackByName === undefined ? t('floor.seat.help') : t('floor.seat.helped', { name: help.ackByName });
    return { Icon: Hand, text, tone: help.ackByName === undefined ? 'c-breach' : '' };
  }
  if (pending != null) return { Icon: Clock, text: t('floor.seat.pending', { name: pending.byName }), tone: '' };
  if (forced != null) return { Icon: ShieldAlert, text: t('floor.seat.forced', { name: forced.byName, reason: forced.reason }), tone: '' };
  if (borrowed != null) return { Icon: ArrowRightLeft, text: t('floor.seat.borrowed'), tone: '' };
  return null;
}

function useIsCandidate(agentId: string): boolean {
  const { candidate } = useFloorActions();
  return useMark(
    candidate,
    useCallback((id: string | null) => id === agentId, [agentId]),
  );
}

type LimitKind = NonNullable<ReturnType<typeof agentLimit>>['kind'];

/** `watch|long-call`, or `null`: a text, so that only a change of it re-renders. */
function limitName(agent: AgentView, store: LiveStore, siteNow: number): string | null {
  const limit = agentLimit({
    state: agent.state,
    reasonCode: agent.reasonCode,
    inStateMs: siteNow - agent.since,
    wrapUpMs: agent.acwUntil == null ? undefined : Math.max(0, agent.acwUntil - agent.since),
    ahtMs: agent.queueId == null ? null : (store.get('figures', `${agent.queueId}|today`)?.ahtMs ?? null),
  });
  return limit ? `${limit.severity}|${limit.kind}` : null;
}

function parseLimit(name: string | null): readonly ['watch' | 'breach', LimitKind] | readonly [null, null] {
  return name === null ? [null, null] : (name.split('|') as ['watch' | 'breach', LimitKind]);
}

/** The limit that an agent is past, for where there is one agent on screen. */
export function useAgentLimit(agent: AgentView): ReturnType<typeof parseLimit> {
  const { store } = useLiveSession();
  return parseLimit(useOnClock((siteNow) => limitName(agent, store, siteNow)));
}

/**
 * `Wang Yutong` as `Wang Y.` where a seat has one short line: the whole name is in its tooltip and panel. Names without a space,
 * as Chinese ones, stay whole.
 */
export function shortName(name: string): string {
  const at = name.trim().indexOf(' ');
  return at < 0 ? name : `${name.slice(0, at)} ${name.slice(at + 1, at + 2)}.`;
}
