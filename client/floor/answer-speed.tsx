import { ANSWER_SPEED, answerSpeedGauge } from '../../shared/metrics/limits.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useFigures } from '../live/hooks.js';
import { NumberButton } from './number-button.js';

/** The first arm of the service thermometer. The others join once something measures them. */
export function AnswerSpeed() {
  const t = useT();
  const formats = useFormats();
  const figures = useFigures('site', '30m');
  const asaMs = figures?.asaMs ?? null;
  const answered = figures?.answered ?? 0;
  const colour = answerSpeedGauge(asaMs, answered);
  const shown = colour === 'grey' ? null : asaMs;
  // The target stands at three quarters of the bar.
  const fill = shown === null ? 0 : Math.min(1, (shown / ANSWER_SPEED.greenMs) * 0.75);
  return (
    <div className="floor-gauge">
      <div className="floor-gauge-row">
        <span>{t('floor.gauge.answer')}</span>
        <b>
          <NumberButton metric="asa" scope="site">
            {formats.seconds(shown)} {shown !== null && 's'} <small>{t('floor.kpi.atMost', { limit: ANSWER_SPEED.greenMs / 1_000 })}</small>
          </NumberButton>
        </b>
      </div>
      <div className={`floor-gauge-bar is-${colour}`} aria-hidden="true">
        <i style={{ width: `${fill * 100}%` }} />
        <b style={{ left: '75%' }} />
      </div>
      <p>
        {colour === 'grey'
          ? t('floor.gauge.few')
          : `${t(`floor.gauge.${colour}`)} · ${t('floor.gauge.of', { count: formats.number(answered) })}`}
      </p>
    </div>
  );
}
