import { useState } from 'react';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { useWellbeing } from './wellbeing.js';
import { askUrgentHelp } from './wellbeing-api.js';

type Told = 'telling' | 'told' | 'numbersOnly' | 'failed';
type Numbers = readonly { readonly name: string; readonly phone: string }[];

/** I need urgent help: the numbers are there at once, before anything is sent; then the wellbeing contact is told. */
export function Crisis() {
  const t = useT();
  const [told, setTold] = useState<Told | null>(null);
  const known = useWellbeing().value?.crisis ?? [];
  const [answered, setAnswered] = useState<Numbers>([]);
  const crisis = known.length > 0 ? known : answered;
  const open = () => {
    setTold('telling');
    void askUrgentHelp().then((answer) => {
      if (answer.ok) setAnswered(answer.value.crisis);
      setTold(!answer.ok ? 'failed' : answer.value.isContactTold ? 'told' : 'numbersOnly');
    });
  };
  return (
    <>
      <Button kind="quiet" className="mine-crisis" onClick={open}>
        {t('well.crisis')}
      </Button>
      {told !== null && (
        <Dialog title={t('well.crisis.title')} closeLabel={t('common.close')} onClose={() => setTold(null)} placement="bottom">
          <p>{t('well.crisis.here')}</p>
          <ul className="mine-numbers">
            {crisis.map(({ name, phone }) => (
              <li key={phone}>
                <span>{name}</span>
                <a className="btn" href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
                  {phone}
                </a>
              </li>
            ))}
          </ul>
          {crisis.length === 0 && <p>{t('well.crisis.noNumbers')}</p>}
          <p className="t2" role="status">
            {t(`well.crisis.${told}`)}
          </p>
        </Dialog>
      )}
    </>
  );
}
