import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, useCallback, useEffect, useRef, useState } from 'react';
import type { VisitId } from '../../shared/kernel/ids.js';
import type { Me } from '../../shared/protocol/http.js';
import { OpenCaseProvider } from '../actions/open-case.js';
import { useFormats, useT, ZoneProvider } from '../i18n/provider.js';
import { ContactCallsProvider } from '../live/contact-calls.js';
import { useConnection, useSite } from '../live/hooks.js';
import { LiveProvider } from '../live/provider.js';
import { Dialog } from '../ui/dialog.js';
import { ErrorState } from '../ui/feedback.js';
import { PanelBoundary } from '../ui/panel-boundary.js';
import { LaterPart } from './later-part.js';
import { Nav } from './nav.js';
import { NeedBars } from './need-bars.js';
import { ServerUnreachable } from './page-states.js';
import { pageTitle } from './page-title.js';
import { PaletteWindow, palette } from './palette-window.js';
import { Redirect } from './redirect.js';
import { homeOf, useSession } from './session.js';
import { StaleBanner } from './stale-banner.js';
import { TopBar } from './top-bar.js';
import { useAppShortcuts } from './use-app-shortcuts.js';

/** Opened now and then: they come when they are asked for. */
const KeysDialog = lazy(() => import('./keys-dialog.js').then((module) => ({ default: module.KeysDialog })));
const SessionsDialog = lazy(() => import('./sessions-dialog.js').then((module) => ({ default: module.SessionsDialog })));
/** Acting is for those who lead the floor: its receipts, log and palette come after the page. */
const Receipts = lazy(() => import('../actions/receipts.js').then((module) => ({ default: module.Receipts })));
const ActionLog = lazy(() => import('../actions/action-log.js').then((module) => ({ default: module.ActionLog })));
const OpenCaseForm = lazy(() => import('../escalations/open-case-form.js').then((module) => ({ default: module.OpenCaseForm })));
const PasswordDialog = lazy(() => import('./password-dialog.js').then((module) => ({ default: module.PasswordDialog })));
const TvLinksDialog = lazy(() => import('./tv-links-dialog.js').then((module) => ({ default: module.TvLinksDialog })));

/** What is open over the page. */
export type Window = 'keys' | 'sessions' | 'password' | 'tv-links' | 'palette' | 'action-log';

/** Navigation and top bar around a page, for those who are signed in. One live connection serves all pages inside. */
export function Shell() {
  const { session, ask } = useSession();
  const path = useRouterState({ select: (state) => state.location });
  switch (session.state) {
    case 'asking':
      return null;
    case 'unreachable':
      return <ServerUnreachable onRetry={() => ask()} />;
    case 'signed-out':
      return <Redirect href={`/login?${new URLSearchParams({ to: path.href })}`} />;
    case 'signed-in':
      if (!mayOpen(session.me, path.pathname)) return <Redirect href={homeOf(session.me)} />;
      return (
        <LiveProvider key={session.me.userId}>
          <ContactCallsProvider>
            <Frame me={session.me} />
          </ContactCallsProvider>
        </LiveProvider>
      );
  }
}

/**
 * The floor and its roster are for those who lead it, buffer shifts for those who decide about them; one's own page for those who take
 * calls. Whoever is the wellbeing contact may be anybody. The server decides what anyone gets to see.
 */
function mayOpen(me: Me, path: string): boolean {
  if (me.role === 'wall') return false;
  if (path.startsWith('/floor') || path.startsWith('/roster')) return me.role !== 'agent';
  if (path.startsWith('/buffer')) return me.role === 'lead' || me.role === 'supervisor';
  if (path.startsWith('/escalations') || path.startsWith('/wellbeing')) return true;
  return me.role === 'agent' || me.agentId !== null;
}

function Frame({ me }: { me: Me }) {
  const t = useT();
  const site = useSite();
  const connection = useConnection();
  const { ask } = useSession();
  const [open, setOpen] = useState<Window | null>(null);
  useAppShortcuts({ me, open: setOpen });
  usePaletteKey(me.role !== 'agent', () => setOpen((now) => (now === 'palette' ? null : 'palette')));
  useEffect(() => {
    // The server knows why; asking shows the sign-in page, or who we are now.
    if (connection.state === 'signed-out') ask('ended');
  }, [connection.state, ask]);
  const [caseFrom, setCaseFrom] = useState<{ visitId: VisitId | undefined } | null>(null);
  const openCase = useCallback((visitId?: VisitId) => setCaseFrom({ visitId }), []);
  const stale = connection.state === 'stale';
  return (
    <ZoneProvider timeZone={site?.timeZone ?? 'UTC'}>
      <PageTitle />
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <div className={stale ? 'app is-stale' : 'app'}>
        <Nav me={me} onTvLinks={() => setOpen('tv-links')} />
        {stale ? <StaleBanner connection={connection} /> : <TopBar me={me} onOpen={setOpen} />}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <main id="main" className="page" tabIndex={0} data-region="page">
          <PanelBoundary
            fallback={(again) => (
              <ErrorState title={t('app.pageFailed')} cause={t('app.panelFailedCause')} retryLabel={t('common.retry')} onRetry={again} />
            )}
          >
            <NeedBars isDecider={me.role === 'lead' || me.role === 'supervisor'} />
            <OpenCaseProvider value={openCase}>
              <Outlet />
            </OpenCaseProvider>
          </PanelBoundary>
        </main>
      </div>
      <LaterPart>{me.role !== 'agent' && <Receipts />}</LaterPart>
      <LaterPart key={open ?? 'none'} onFailed={() => setOpen(null)}>
        {open === 'keys' && <KeysDialog onClose={() => setOpen(null)} />}
        {open === 'sessions' && <SessionsDialog onClose={() => setOpen(null)} />}
        {open === 'password' && <PasswordDialog onClose={() => setOpen(null)} />}
        {open === 'palette' && <PaletteWindow onClose={() => setOpen(null)} />}
        {open === 'action-log' && <ActionLog onClose={() => setOpen(null)} />}
        {open === 'tv-links' && <TvLinksDialog onClose={() => setOpen(null)} />}
      </LaterPart>
      <LaterPart key={caseFrom === null ? 'no-case' : 'case'} onFailed={() => setCaseFrom(null)}>
        {caseFrom !== null && (
          <Dialog onClose={() => setCaseFrom(null)} title={t('app.newCase')} closeLabel={t('common.close')}>
            <OpenCaseForm visitId={caseFrom.visitId} onDone={() => setCaseFrom(null)} />
          </Dialog>
        )}
      </LaterPart>
    </ZoneProvider>
  );
}

/** `Ctrl K`, also while typing: the palette is the way out of a field too. */
function usePaletteKey(enabled: boolean, toggle: () => void): void {
  const latest = useRef(toggle);
  useEffect(() => {
    latest.current = toggle;
  });
  useEffect(() => {
    if (!enabled) return;
    // There when it is first asked for; opening one that could not be fetched tries again, and says so.
    const fetchAhead = () => void palette.load().catch(() => {});
    const idle = window.requestIdleCallback?.(fetchAhead);
    return () => {
      if (idle !== undefined) window.cancelIdleCallback(idle);
    };
  }, [enabled]);
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [enabled]);
}

/** The tab says which page it is, and nothing of what is on it: others read it over a shoulder. */
function PageTitle() {
  const t = useT();
  const { language } = useFormats();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    document.title = `${t(pageTitle(path))} · ${t('common.product')}`;
    document.documentElement.lang = language;
  }, [path, t, language]);
  return null;
}
