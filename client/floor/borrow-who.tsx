import type { AgentId } from '../../shared/kernel/ids.js';
import type { BorrowCandidate } from '../../shared/metrics/borrow.js';
import type { BorrowPreview } from '../../shared/protocol/suggestions.js';
import { useFormats, useT } from '../i18n/provider.js';
import { agentLook } from '../i18n/state-look.js';
import { useEntity } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { stateText } from './agent-look.js';
import { Elapsed } from './ticking.js';

/** Who can be lent, the fairest choice first; any of them may be ticked. */
export function BorrowWho(props: { preview: BorrowPreview; chosen: readonly AgentId[]; onChange: (chosen: readonly AgentId[]) => void }) {
  const t = useT();
  const { preview, chosen, onChange } = props;
  const toggle = (id: AgentId) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <section className="floor-ds">
      <h3>
        {t('floor.borrow.who')}
        <span className="floor-right">
          {chosen.length} / {preview.candidates.length}
        </span>
      </h3>
      {preview.candidates.length === 0 ? (
        <p className="floor-note">{t('floor.borrow.nobody')}</p>
      ) : (
        <ul className="floor-cands">
          {preview.candidates.map((candidate) => (
            <Who key={candidate.agentId} candidate={candidate} isChosen={chosen.includes(candidate.agentId)} onToggle={toggle} />
          ))}
        </ul>
      )}
      {preview.candidates.length > 0 && <p className="floor-note">{t('floor.borrow.most', { count: preview.most })}</p>}
    </section>
  );
}

function Who({ candidate, isChosen, onToggle }: { candidate: BorrowCandidate; isChosen: boolean; onToggle: (id: AgentId) => void }) {
  const t = useT();
  const formats = useFormats();
  const agent = useEntity('agent', candidate.agentId);
  const queue = useEntity('queue', candidate.gives?.queueId);
  if (agent === undefined) return null;
  const look = agentLook(agent);
  const { gives, loans, leavesTooFew } = candidate;
  const fit = [
    gives !== null && queue !== undefined
      ? t('floor.why.gives', { queue: formats.name(queue), before: gives.readyBefore, after: gives.readyAfter })
      : null,
    loans > 0 ? t('floor.why.lent', { count: loans }) : null,
  ].filter((text) => text !== null);
  return (
    <li className={isChosen ? 'floor-cand is-tick is-chosen' : 'floor-cand is-tick'}>
      <label>
        <input type="checkbox" checked={isChosen} onChange={() => onToggle(candidate.agentId)} />
        <span className={look.tone}>
          <Glyph name={look.glyph} size="sm" label={stateText(t, agent)} />
        </span>
        <span className="nm el">{formats.name(agent)}</span>
        <span className={leavesTooFew ? 'fit el c-watch' : 'fit el'} title={fit.join(' · ')}>
          {leavesTooFew && <Glyph name="triangle" size="sm" label={t('floor.borrow.tooFew')} />} {fit.join(' · ')}
        </span>
        <span className="since">
          <Elapsed since={candidate.readySince} />
        </span>
      </label>
    </li>
  );
}
