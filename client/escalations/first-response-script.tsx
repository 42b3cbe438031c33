import { useFormats, useT } from '../i18n/provider.js';
import { useElapsedMs } from '../live/hooks.js';

const WITHIN_MS = 30_000;

/** The three sentences of the 30-second method, with its clock running. */
export function FirstResponseScript({ since }: { since: number }) {
  const t = useT();
  const formats = useFormats();
  const elapsedMs = useElapsedMs(since as never) ?? 0;
  const isLate = elapsedMs > WITHIN_MS;
  return (
    <div className="case-script">
      <p className="row">
        <span className="grow">{t('case.script')}</span>
        <span className={isLate ? 'c-watch' : ''}>
          {formats.duration(elapsedMs)} / {formats.duration(WITHIN_MS)}
        </span>
      </p>
      <ol>
        <li>{t('case.script.1')}</li>
        <li>{t('case.script.2')}</li>
        <li>{t('case.script.3')}</li>
      </ol>
    </div>
  );
}
