import { useT } from '../i18n/provider.js';
import { useWellbeing } from './wellbeing.js';

/** Counselling: only this page shows it, and nothing is kept of who looked or called. */
export function EapCard() {
  const t = useT();
  const eap = useWellbeing().value?.eap;
  if (eap == null) return <p className="mine-told">{t('well.eap.none')}</p>;
  return (
    <div className="mine-told mine-eap">
      <p>
        <b>{eap.name}</b>
      </p>
      <p>
        <a href={`tel:${eap.phone.replace(/[^+\d]/g, '')}`}>{eap.phone}</a>
        {eap.hours !== null && <span className="t3"> · {eap.hours}</span>}
      </p>
      <p className="t3">{t('well.eap.private')}</p>
    </div>
  );
}
