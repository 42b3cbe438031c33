import type { KeyboardEvent, RefObject } from 'react';
import type { Suggestion } from '../../shared/metrics/suggest.js';
import { useFormats, useT } from '../i18n/provider.js';
import { agentLook } from '../i18n/state-look.js';
import { useEntity, useLookup } from '../live/hooks.js';
import { KeyCap } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { stateText } from './agent-look.js';
import { Elapsed, useOnClock } from './ticking.js';
import { whyTexts } from './why-text.js';

/** Agents to choose one from, the best first; each says why. The first nine have keys. */
export function Candidates(props: {
  list: RefObject<HTMLDivElement | null>;
  suggestions: readonly Suggestion[];
  picked: string | null;
  onPick: (agentId: Suggestion['agentId']) => void;
}) {
  const t = useT();
  const { suggestions, picked, onPick } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const at = suggestions.findIndex(({ agentId }) => agentId === picked);
    const next = suggestions[Math.max(0, Math.min(suggestions.length - 1, at + by))];
    if (next !== undefined) onPick(next.agentId);
  };
  return (
    <div
      ref={props.list}
      className="floor-cands"
      role="listbox"
      aria-label={t('floor.act.candidates')}
      aria-activedescendant={picked === null ? undefined : optionId(picked)}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {suggestions.map((suggestion, at) => (
        <Candidate
          key={suggestion.agentId}
          suggestion={suggestion}
          digit={at < 9 ? at + 1 : null}
          picked={suggestion.agentId === picked}
          onPick={() => onPick(suggestion.agentId)}
        />
      ))}
    </div>
  );
}

/** All that speaks for and against the one who is chosen: the list has room for the beginning of it. */
export function WhyThisOne({ suggestion }: { suggestion: Suggestion | undefined }) {
  const t = useT();
  const formats = useFormats();
  const lookup = useLookup();
  const why = suggestion === undefined ? [] : whyTexts(suggestion.why, { t, formats, queue: (id) => lookup('queue', id) });
  return <p className="floor-note floor-why">{why.join(' · ')}</p>;
}

const optionId = (agentId: string) => `cand-${agentId}`;

function Candidate(props: { suggestion: Suggestion; digit: number | null; picked: boolean; onPick: () => void }) {
  const t = useT();
  const formats = useFormats();
  const lookup = useLookup();
  const { suggestion, digit, picked, onPick } = props;
  const agent = useEntity('agent', suggestion.agentId);
  if (agent === undefined) return null;
  const look = agentLook(agent);
  const wrapUp = suggestion.why.find(({ code }) => code === 'wrap-up');
  const until = agent.acwUntil ?? (wrapUp?.code === 'wrap-up' ? wrapUp.until : null);
  const why = whyTexts(suggestion.why, { t, formats, queue: (id) => lookup('queue', id) });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the list's
    <div
      id={optionId(agent.id)}
      role="option"
      tabIndex={-1}
      aria-selected={picked}
      className="floor-cand"
      onClick={onPick}
      title={why.join(' · ')}
    >
      {digit === null ? <span /> : <KeyCap>{digit}</KeyCap>}
      <span className={look.tone}>
        <Glyph name={look.glyph} size="sm" label={stateText(t, agent)} />
      </span>
      <span className="nm el">{formats.name(agent)}</span>
      <span className="fit el">{why.join(' · ')}</span>
      <span className="since">
        {agent.state === 'acw' && until !== null ? <UntilFree until={until} /> : <Elapsed since={agent.since} />}
      </span>
    </div>
  );
}

function UntilFree({ until }: { until: number }) {
  const t = useT();
  const seconds = useOnClock((siteNow) => Math.max(0, Math.ceil((until - siteNow) / 1_000)));
  return <>{t('floor.act.freeIn', { seconds })}</>;
}
