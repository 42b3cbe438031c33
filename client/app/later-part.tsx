import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { useT } from '../i18n/provider.js';
import { PanelBoundary } from '../ui/panel-boundary.js';
import { useToast } from '../ui/toast.js';

/** What is fetched when it is asked for, over a page that stays as it is when that fails: after an update, or without a server. */
export function LaterPart({ onFailed, children }: { onFailed?: () => void; children: ReactNode }) {
  return (
    <PanelBoundary fallback={() => <PartFailed onFailed={onFailed} />}>
      <Suspense fallback={null}>{children}</Suspense>
    </PanelBoundary>
  );
}

export function PartFailed({ onFailed }: { onFailed: (() => void) | undefined }) {
  const t = useT();
  const toast = useToast();
  // Said once, however often the page is drawn meanwhile.
  const tell = useRef(() => {
    toast({ kind: 'fail', title: t('app.partFailed'), detail: t('app.pageFailedCause') });
    onFailed?.();
  });
  useEffect(() => tell.current(), []);
  return null;
}
