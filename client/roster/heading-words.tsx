import type { Heading } from '../../shared/domain/roster/words.js';
import { useFormats, useT } from '../i18n/provider.js';

/** Beside an effect: that it is reckoned with today as it is going, how far that is from what was forecast, and how sure. */
export function HeadingWords({ heading }: { heading: Heading }) {
  const t = useT();
  const formats = useFormats();
  const percent = (ratio: number) => formats.percent(ratio, 0);
  return (
    <span className="t3 s12">
      {t('roster.asHeading', { share: percent(heading.factor), low: percent(heading.low), high: percent(heading.high) })}
    </span>
  );
}
