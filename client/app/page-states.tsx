import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useT } from '../i18n/provider.js';
import { EmptyState, ErrorState } from '../ui/feedback.js';

/** Tried again by itself meanwhile: a server that restarts is back within seconds. */
const RETRY_EVERY_MS = 5_000;

export function ServerUnreachable({ onRetry }: { onRetry: () => void }) {
  const t = useT();
  useEffect(() => {
    const timer = window.setTimeout(onRetry, RETRY_EVERY_MS);
    return () => window.clearTimeout(timer);
  }, [onRetry]);
  return (
    <main className="lone">
      <ErrorState title={t('app.unreachable')} cause={t('app.unreachableCause')} retryLabel={t('common.retry')} onRetry={onRetry} />
    </main>
  );
}

export function NotFoundPage() {
  const t = useT();
  return (
    <main className="lone">
      <EmptyState title={t('app.notFound')}>
        <Link to="/">{t('app.toHome')}</Link>
      </EmptyState>
    </main>
  );
}

/** A page that could not be drawn or loaded; often the server was updated under an open tab. */
export function PageFailed() {
  const t = useT();
  return (
    <main className="lone">
      <ErrorState
        title={t('app.pageFailed')}
        cause={t('app.pageFailedCause')}
        retryLabel={t('app.reload')}
        onRetry={() => window.location.reload()}
      />
    </main>
  );
}
