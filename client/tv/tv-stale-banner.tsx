import { useFormats, useT } from '../i18n/provider.js';
import type { Connection } from '../live/connection.js';
import { Glyph } from '../ui/glyph.js';

/** Across the whole width, readable from across the room: these are not the present numbers, and so there are none. */
export function TvStaleBanner({ connection }: { connection: Extract<Connection, { state: 'stale' }> }) {
  const t = useT();
  const formats = useFormats();
  const ownFault = connection.reasons.length === 0;
  return (
    <div className="tv-banner" role="alert">
      <Glyph name="broken-link" />
      <span className="el">
        {t(ownFault ? 'tv.stale.server' : 'tv.stale.source', { for: formats.prose(connection.forMs), at: formats.clock(connection.asOf) })}
      </span>
    </div>
  );
}
