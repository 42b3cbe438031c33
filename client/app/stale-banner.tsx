import { unreachable } from '../../shared/kernel/unreachable.js';
import type { StaleReason } from '../../shared/protocol/messages.js';
import { type Translate, useFormats, useT } from '../i18n/provider.js';
import type { Connection } from '../live/connection.js';
import { useLiveSession } from '../live/provider.js';
import { Button } from '../ui/button.js';
import { Banner, KeyCap } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';

type Stale = Extract<Connection, { state: 'stale' }>;

/** In the top bar's place while what is on screen can't be trusted: since when, why, and what may be done. */
export function StaleBanner({ connection }: { connection: Stale }) {
  const t = useT();
  const formats = useFormats();
  const session = useLiveSession();
  const ownFault = connection.reasons.length === 0;
  useShortcuts(t('app.keys.app'), ownFault ? [{ keys: 'r', label: t('stale.reconnect'), run: () => session.retryNow() }] : []);
  return (
    <div className="stale-bar">
      <Banner
        kind="stale"
        action={
          ownFault && (
            <Button onClick={() => session.retryNow()}>
              {t('stale.reconnect')} <KeyCap>R</KeyCap>
            </Button>
          )
        }
      >
        <strong>
          {staleCause(connection.reasons, t)}{' '}
          {t('stale.standsAt', { for: formats.prose(connection.forMs), at: formats.clock(connection.asOf) })}
        </strong>{' '}
        {t('stale.locked')}
        {ownFault && connection.failures > 0 && ` ${t('stale.tries', { n: connection.failures })}`}
      </Banner>
    </div>
  );
}

export function staleCause(reasons: readonly StaleReason[], t: Translate): string {
  const first = reasons[0];
  if (first === undefined) return t('stale.server');
  switch (first.because) {
    case 'connector-lost':
      return t('stale.connectorLost', { source: first.source ?? t('stale.aSource') });
    case 'source-silent':
      return t('stale.sourceSilent', { source: first.source ?? t('stale.aSource') });
    case 'fold-stalled':
      return t('stale.foldStalled');
    case 'log-unreachable':
      return t('stale.logUnreachable');
    default:
      return unreachable(first.because);
  }
}
