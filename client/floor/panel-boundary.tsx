import type { ReactNode } from 'react';
import { useT } from '../i18n/provider.js';
import { ErrorState } from '../ui/feedback.js';
import { PanelBoundary } from '../ui/panel-boundary.js';

/** A panel of the floor that fails says so in its place, and leaves the others standing. */
export function FloorPanel({ what, children }: { what: string; children: ReactNode }) {
  const t = useT();
  return (
    <PanelBoundary
      fallback={(again) => (
        <ErrorState title={t('floor.error', { what })} cause={t('floor.error.others')} retryLabel={t('common.retry')} onRetry={again} />
      )}
    >
      {children}
    </PanelBoundary>
  );
}
