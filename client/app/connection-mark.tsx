import { useFormats, useT } from '../i18n/provider.js';
import { useConnection, useLatency } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';

/** How far the screen may be trusted, in a few words. Staleness has a banner instead. */
export function ConnectionMark() {
  const t = useT();
  const connection = useConnection();
  switch (connection.state) {
    case 'live':
      return <LiveMark />;
    case 'connecting':
      return (
        <span className="conn" role="status">
          <Glyph name="spinner" size="sm" />
          {connection.failures === 0 ? t('conn.connecting') : t('conn.retrying', { n: connection.failures })}
        </span>
      );
    case 'behind':
      return (
        <span className="conn lag" role="status">
          <Glyph name="lag" size="sm" />
          {t('conn.behind', { seconds: connection.byMs / 1_000 })}
        </span>
      );
    case 'restored':
      return <RestoredMark gapMs={connection.gapMs} />;
    case 'outdated':
      return (
        <span className="conn stale" role="alert">
          <Glyph name="broken-link" size="sm" />
          {t('conn.outdated')}
        </span>
      );
    case 'signed-out':
    case 'stale':
      return null;
  }
}

function RestoredMark({ gapMs }: { gapMs: number }) {
  const t = useT();
  const formats = useFormats();
  return (
    <span className="conn back" role="status">
      <Glyph name="tick" size="sm" />
      {t('conn.restored', { gap: formats.prose(gapMs) })}
    </span>
  );
}

/** With the time from the telephone system to this screen: half of what changed in the last minute was faster. */
function LiveMark() {
  const t = useT();
  const latency = useLatency();
  if (latency === null) {
    return (
      <span className="conn" role="status">
        <Glyph name="live" size="sm" />
        {t('conn.live')}
      </span>
    );
  }
  const p50 = Math.round(latency.p50Ms);
  const p95 = Math.round(latency.p95Ms);
  const detail = t('conn.latencyDetail', { p50, p95, n: latency.samples });
  return (
    <span className="conn" title={detail}>
      <Glyph name="live" size="sm" />
      {/* The numbers change every second: they are there to be read, not announced. */}
      <span className="sr" role="status">
        {t('conn.live')}
      </span>
      <span aria-hidden="true">{t('conn.liveLatency', { p50, p95 })}</span>
      <span className="sr">{detail}</span>
    </span>
  );
}
