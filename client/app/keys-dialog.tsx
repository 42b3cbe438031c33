import { useId } from 'react';
import { useT } from '../i18n/provider.js';
import { Dialog } from '../ui/dialog.js';
import { KeyCap } from '../ui/feedback.js';
import { useAllShortcuts } from '../ui/shortcuts.js';

/** Every key that does something now, and the switch that turns single letters off. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <Dialog onClose={onClose} title={t('app.keys')} closeLabel={t('common.close')}>
      <AllKeys />
    </Dialog>
  );
}

function AllKeys() {
  const t = useT();
  const switchId = useId();
  const { enabled, setEnabled, sets } = useAllShortcuts();
  const titles = [...new Set(sets.map(({ title }) => title))];
  return (
    <>
      {titles.map((title) => (
        <section key={title} className="keys-set">
          <h3>{title}</h3>
          <ul>
            {sets
              .filter((set) => set.title === title)
              .flatMap(({ shortcuts }) => shortcuts)
              .map(({ keys, label }) => (
                <li key={keys}>
                  <span className="row">
                    {keys.split(' ').map((key) => (
                      <KeyCap key={key}>{shownKey(key)}</KeyCap>
                    ))}
                  </span>
                  {label}
                </li>
              ))}
          </ul>
        </section>
      ))}
      <section className="keys-set">
        <ul>
          <li>
            <span className="row">
              <KeyCap>F6</KeyCap>
            </span>
            {t('app.keys.regions')}
          </li>
          <li>
            <span className="row">
              <KeyCap>Esc</KeyCap>
            </span>
            {t('app.keys.back')}
          </li>
        </ul>
      </section>
      <label className="row keys-switch" htmlFor={switchId}>
        <input id={switchId} type="checkbox" checked={enabled} onChange={(event) => setEnabled(event.target.checked)} />
        {t('app.keys.switch')}
      </label>
    </>
  );
}

const NAMES: Readonly<Record<string, string>> = {
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': '␣',
};
const shownKey = (key: string) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
