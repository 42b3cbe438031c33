import type { OffPlanImpact } from '../../shared/protocol/roster-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';
import { HeadingWords } from './heading-words.js';
import { useOffPlanImpact } from './hooks.js';
import type { Place } from './roster-page.js';

/** What it does to the queues that some who are planned for them are elsewhere now. Queues, not people: those are marked in their rows. */
export function OffPlanList({ place: { address, date, today } }: { place: Place }) {
  const t = useT();
  const impact = useOffPlanImpact();
  if (address.view !== 'day' || date !== today || impact.length === 0) return null;
  const byCost = [...impact].sort((a, b) => costOf(b) - costOf(a) || b.agentsOff - a.agentsOff);
  return (
    <section className="rs-panel">
      <header>
        <h2>{t('roster.off')}</h2>
      </header>
      <ul className="rs-list">
        {byCost.map((one) => (
          <Line key={one.queueId} impact={one} />
        ))}
      </ul>
    </section>
  );
}

const costOf = ({ serviceLevelRatio, serviceLevelAsPlannedRatio }: OffPlanImpact) =>
  serviceLevelRatio === null || serviceLevelAsPlannedRatio === null ? 0 : serviceLevelAsPlannedRatio - serviceLevelRatio;

function Line({ impact }: { impact: OffPlanImpact }) {
  const t = useT();
  const formats = useFormats();
  const queue = useEntity('queue', impact.queueId);
  const { agentsOff, serviceLevelRatio, serviceLevelAsPlannedRatio, heading } = impact;
  const isWorse = costOf(impact) >= 0.01;
  return (
    <li>
      <span className="grow">
        <b>{queue === undefined ? '' : formats.name(queue)}</b> <span className="t2 s12">{t('roster.off.agents', { n: agentsOff })}</span>
        {heading !== null && serviceLevelRatio !== null && (
          <>
            <br />
            <HeadingWords heading={heading} />
          </>
        )}
      </span>
      {serviceLevelRatio !== null && serviceLevelAsPlannedRatio !== null && (
        <span className="s12">
          {t('roster.off.level')} {formats.percent(serviceLevelAsPlannedRatio, 0)} <span className="t3">→</span>{' '}
          <b className={isWorse ? 'c-watch' : undefined}>{formats.percent(serviceLevelRatio, 0)}</b>
        </span>
      )}
    </li>
  );
}
