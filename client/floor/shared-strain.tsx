import { strainTeamsSchema } from '../../shared/protocol/buffer-http.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { request } from '../live/api.js';
import { useFetched } from './fetching.js';

const REFRESH_MS = 60_000;

/** How loaded the agent is, while they themselves share it; otherwise there is nothing here, and no sign of it. */
export function SharedStrain({ agent: { id, teamId } }: { agent: AgentView }) {
  const t = useT();
  const formats = useFormats();
  const { state } = useFetched(
    `${id}|${teamId ?? ''}`,
    (signal) => request('/strain/teams', { query: { teamId: teamId ?? undefined }, answer: strainTeamsSchema, signal }),
    REFRESH_MS,
  );
  // What failed to be read again may have been taken back.
  const shared =
    state.status === 'ready' ? state.value.teams.flatMap((team) => team.shared).find(({ agentId }) => agentId === id) : undefined;
  if (shared === undefined) return null;
  return (
    <section className="floor-ds">
      <h3>{t('floor.strain')}</h3>
      <p>
        <b>{t(`floor.strain.${shared.band}`)}</b> <span className="num t3">{formats.number(shared.score)} / 100</span>
      </p>
      <p className="t3 s12">{t('floor.strain.until', { time: formats.time(shared.until) })}</p>
    </section>
  );
}
