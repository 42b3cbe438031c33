import { useT } from '../i18n/provider.js';
import { Waterline } from '../ui/glyph.js';

/** What the wall says while it has no floor to show. */
export function TvMessage({ what }: { what: 'asking' | 'unreachable' | 'no-link' | 'link-ended' }) {
  const t = useT();
  return (
    <main className="tv tv-message">
      <Waterline size={96} />
      <div role={what === 'asking' ? 'status' : 'alert'}>
        <h1>{t(`tv.message.${what}`)}</h1>
        {what !== 'asking' && <p>{t(`tv.message.${what}.next`)}</p>}
      </div>
    </main>
  );
}
