import type { SiteView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { STATE_ORDER, stateLook } from '../i18n/state-look.js';
import { Glyph } from '../ui/glyph.js';

/** How many do what. No names, and no state that somebody might be asked about: private reasons arrive as ordinary ones. */
export function PeoplePage({ agents }: { agents: SiteView['agents'] | undefined }) {
  const t = useT();
  const formats = useFormats();
  const states = STATE_ORDER.filter((state) => agents === undefined || agents[state] > 0 || state === 'ready' || state === 'talking');
  return (
    <div className="tv-people">
      <div className="tv-people-bar" aria-hidden="true">
        {agents !== undefined &&
          states.map(
            (state) => agents[state] > 0 && <i key={state} className={stateLook(state).tone} style={{ flexGrow: agents[state] }} />,
          )}
      </div>
      <ul>
        {states.map((state) => (
          <li key={state}>
            <span className={stateLook(state).tone}>
              <Glyph name={stateLook(state).glyph} />
            </span>
            <b>{formats.number(agents?.[state])}</b>
            <span className="l">{t(stateLook(state).key)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
