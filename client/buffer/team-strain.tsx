import type { ToldCount } from '../../shared/metrics/told-counts.js';
import { type StrainBand, strainBandSchema } from '../../shared/protocol/buffer-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity, useSiteNow } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { fetchStrainTeams } from './api.js';
import { NotThere } from './not-there.js';

const FIVE_MINUTES_MS = 300_000;

/** How loaded whole teams are, in counts that can't be traced to anybody; teams of fewer than five are not there. */
export function TeamStrain() {
  const t = useT();
  const now = useSiteNow(FIVE_MINUTES_MS);
  const { value, error, again } = useFetched(now === null ? null : String(now), fetchStrainTeams);
  const teams = (value?.teams ?? []).flatMap(({ teamId, bands }) => (bands === null ? [] : [{ teamId, bands }]));
  return (
    <section aria-label={t('buf.load')}>
      <h3>{t('buf.load')}</h3>
      {value === null ? (
        <NotThere text={t('buf.load.failed')} error={error} again={again} />
      ) : teams.length === 0 ? (
        <p className="t2 s12">{t('buf.load.none')}</p>
      ) : (
        <table className="tb">
          <thead>
            <tr>
              <th>{t('buf.totals.team')}</th>
              {strainBandSchema.options.map((band) => (
                <th key={band} className="num">
                  {t(`buf.band.${band}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {teams.map(({ teamId, bands }) => (
              <TeamRow key={teamId} teamId={teamId} bands={bands} />
            ))}
          </tbody>
        </table>
      )}
      <p className="t3 s12">{t('buf.load.what')}</p>
    </section>
  );
}

function TeamRow({ teamId, bands }: { teamId: string; bands: Readonly<Record<StrainBand, ToldCount>> }) {
  const formats = useFormats();
  const team = useEntity('team', teamId);
  return (
    <tr>
      <td>{team === undefined ? '–' : formats.name(team)}</td>
      {strainBandSchema.options.map((band) => (
        <td key={band} className="num">
          {bands[band] === '3+' ? '≥3' : bands[band]}
        </td>
      ))}
    </tr>
  );
}
