import type { AgentStateName } from '../../shared/domain/site.js';
import { useFormats, useT } from '../i18n/provider.js';
import { STATE_ORDER, stateLook } from '../i18n/state-look.js';
import { useSite } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { NumberButton } from './number-button.js';

/** Shown even when nobody is in them: their places must not move. The others appear when they are needed. */
const ALWAYS: ReadonlySet<AgentStateName> = new Set(['ready', 'talking', 'holding', 'ringing', 'acw', 'not-ready', 'logged-out']);
const ON_THE_LINE: readonly AgentStateName[] = ['ready', 'talking', 'holding', 'ringing', 'dialing', 'acw'];

/** Everyone by what they do: a bar and its words. */
export function AgentStatesBar() {
  const t = useT();
  const formats = useFormats();
  const site = useSite();
  const counts = site?.agents;
  const sum = (states: readonly AgentStateName[]) => states.reduce((total, state) => total + (counts?.[state] ?? 0), 0);
  const all = sum(STATE_ORDER);
  const shown = STATE_ORDER.filter((state) => ALWAYS.has(state) || (counts?.[state] ?? 0) > 0);
  return (
    <div className="floor-states">
      <div className="floor-states-h">
        <span>
          {t('floor.agents')} <b>{formats.number(all)}</b>
        </span>
        <span className="floor-right el">
          <NumberButton metric="staffed" scope="site">
            {t('floor.agents.staffed', { staffed: formats.number(all - sum(['logged-out'])), onLine: formats.number(sum(ON_THE_LINE)) })}
          </NumberButton>
        </span>
      </div>
      <div className="floor-bar" aria-hidden="true">
        {shown.map((state) => {
          const count = counts?.[state] ?? 0;
          return count > 0 && <i key={state} className={stateLook(state).tone} style={{ flex: count }} />;
        })}
      </div>
      <ul className="floor-legend">
        {shown.map((state) => {
          const look = stateLook(state);
          return (
            <li key={state}>
              <span className={look.tone}>
                <Glyph name={look.glyph} size="sm" />
              </span>
              {t(stateLook(state).key)} <b>{formats.number(counts?.[state] ?? 0)}</b>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
