import { useEffect, useRef, useState } from 'react';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { useLiveSession } from '../live/provider.js';
import { announce, entryName, NAMED_UP_TO, NOTHING_ANNOUNCED, type RailEntry } from './past-limit.js';
import { entryText } from './rail-text.js';

/** Says each new breach once, politely, to those who listen to the screen. The rail itself stays silent. */
export function Announcer({ entries, window }: { entries: readonly RailEntry[]; window: FigureWindow }) {
  const t = useT();
  const formats = useFormats();
  const { store } = useLiveSession();
  const known = useRef(NOTHING_ANNOUNCED);
  const [said, say] = useState('');
  const tick = useSiteNow(1_000);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at with each tick of the clock
  useEffect(() => {
    const breaches = entries.filter((entry) => entry.severity === 'breach');
    const { after, tell } = announce(known.current, breaches.map(entryName), performance.now());
    known.current = after;
    if (tell.length === 0) return;
    const told = breaches.filter((entry) => tell.includes(entryName(entry)));
    const titles = told.map((entry) => entryText(entry, { t, formats, store, window }).title);
    say(
      titles.length > NAMED_UP_TO
        ? t('floor.announce.many', { count: titles.length })
        : t('floor.announce.breach', { what: titles.join(formats.language === 'en' ? '; ' : '；') }),
    );
  }, [entries, tick]);
  return (
    <div className="sr" aria-live="polite">
      {said}
    </div>
  );
}
