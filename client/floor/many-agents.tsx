import type { AgentId, VisitId } from '../../shared/kernel/ids.js';
import { useFormats, useT } from '../i18n/provider.js';
import { agentLook } from '../i18n/state-look.js';
import { useEntity } from '../live/hooks.js';
import { ErrorState, Skeleton } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { stateText } from './agent-look.js';
import { Elapsed } from './ticking.js';
import { useSuggestions } from './use-suggestions.js';

/** Agents for several calls, as they are suggested for the one that waits longest. Ticked in the order in which they get one. */
export function ManyAgents(props: { first: VisitId; picked: readonly AgentId[]; onChange: (picked: readonly AgentId[]) => void }) {
  const t = useT();
  const { first, picked, onChange } = props;
  // Once somebody is ticked the list stands.
  const { status, suggestions, retry } = useSuggestions(first, 0, () => picked.length > 0);
  if (status === 'error')
    return (
      <ErrorState
        title={t('floor.act.noSuggestions')}
        cause={t('floor.act.noSuggestionsWhat')}
        retryLabel={t('common.retry')}
        onRetry={retry}
      />
    );
  if (status === 'loading') return <Skeleton height={128} />;
  if (suggestions.length === 0) return <p className="floor-note">{t('floor.act.nobodyFree')}</p>;
  const toggle = (id: AgentId) => onChange(picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id]);
  return (
    <ul className="floor-cands">
      {suggestions.map(({ agentId }) => (
        <Tick key={agentId} agentId={agentId} place={picked.indexOf(agentId)} onToggle={toggle} />
      ))}
    </ul>
  );
}

function Tick({ agentId, place, onToggle }: { agentId: AgentId; place: number; onToggle: (id: AgentId) => void }) {
  const t = useT();
  const formats = useFormats();
  const agent = useEntity('agent', agentId);
  if (agent === undefined) return null;
  const look = agentLook(agent);
  return (
    <li className={place >= 0 ? 'floor-cand is-tick is-chosen' : 'floor-cand is-tick'}>
      <label>
        <input type="checkbox" checked={place >= 0} onChange={() => onToggle(agentId)} />
        <span className={look.tone}>
          <Glyph name={look.glyph} size="sm" label={stateText(t, agent)} />
        </span>
        <span className="nm el">{formats.name(agent)}</span>
        <span className="fit el">{place >= 0 ? t('floor.many.place', { place: place + 1 }) : ''}</span>
        <span className="since">
          <Elapsed since={agent.since} />
        </span>
      </label>
    </li>
  );
}
