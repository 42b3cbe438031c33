import { useState } from 'react';
import type { AgentView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { Breathing } from './breathing.js';
import { useDeskCommand } from './desk-actions.js';
import { LeftRing } from './left-ring.js';
import { useWellbeing } from './wellbeing.js';

const IN_CONTACT: ReadonlySet<AgentView['state']> = new Set(['talking', 'holding', 'ringing', 'dialing']);
const USUAL_MS = 600_000;

const isPausing = ({ state, reasonCode }: AgentView) => state === 'not-ready' && reasonCode === 'MICRO_PAUSE';

/** While a micro-pause lasts: how much is left of it, the way back, and the breathing guide for who wants it. */
export function PauseCard({ agent }: { agent: AgentView }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  const now = useSiteNow();
  const mostMs = useWellbeing().value?.microPause.mostMs ?? USUAL_MS;
  const [breathes, setBreathes] = useState(false);
  if (!isPausing(agent)) return null;
  const leftMs = now === null ? mostMs : Math.max(0, agent.since + mostMs - now);
  return (
    <section className="mine-part mine-pause" aria-label={t('well.pause')}>
      <div className="row mine-away">
        <LeftRing ratio={leftMs / mostMs}>
          <b aria-hidden="true">{formats.duration(leftMs)}</b>
        </LeftRing>
        <div className="grow">
          <h2>{t('well.pause.on')}</h2>
          <p className="t2">{t('well.pause.until', { time: formats.time(agent.since + mostMs) })}</p>
        </div>
      </div>
      <div className="row mine-pair">
        <Button aria-pressed={breathes} onClick={() => setBreathes((on) => !on)}>
          {t(breathes ? 'well.breathe.off' : 'well.breathe.on')}
        </Button>
        <Button disabled={run === null} onClick={() => run?.({ type: 'micro-pause.end' })}>
          {t('well.pause.end')}
        </Button>
      </div>
      {breathes && <Breathing />}
    </section>
  );
}

/** One tap to a pause; where it is not possible, why not. */
export function PauseButton({ agent }: { agent: AgentView }) {
  const t = useT();
  const run = useDeskCommand();
  const left = useWellbeing().value?.microPause.left;
  const why = useWhyNoPause(agent, left);
  if (isPausing(agent)) return null;
  const isBusy = IN_CONTACT.has(agent.state);
  return (
    <div className="mine-rest-one">
      <Button
        size="wide"
        disabled={run === null || why !== null}
        aria-describedby="pause-what"
        onClick={() => run?.({ type: 'micro-pause.take', when: isBusy ? 'after-call' : 'now' })}
      >
        <Glyph name="bars" />
        {t(isBusy ? 'well.pause.afterCall' : 'well.pause.take')}
      </Button>
      <p className="t3 s12" id="pause-what">
        {why ?? (left === undefined ? t('well.pause.what') : t('well.pause.left', { n: left }))}
      </p>
    </div>
  );
}

function useWhyNoPause(agent: AgentView, left: number | undefined): string | null {
  const t = useT();
  if (agent.state === 'logged-out' || agent.state === 'unreachable') return t('well.pause.signedOut');
  if (agent.state === 'not-ready') return t('well.pause.already');
  if (agent.pending != null) return t('well.pause.pending');
  if (left === 0) return t('well.pause.none');
  return null;
}
