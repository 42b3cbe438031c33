import { useMemo, useRef, useState } from 'react';
import type { FiguresView, QueueView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import type { Connection } from '../live/connection.js';
import { useCollection, useConnection, useHasView, useSite, useSiteNow } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { NowPage } from './now-page.js';
import { PeoplePage } from './people-page.js';
import { QueuesPage } from './queues-page.js';
import { TvStaleBanner } from './tv-stale-banner.js';
import { MAX_ROWS, WALL_PAGES, type WallNow, type WallPage, wallNow, wallPage } from './wall-model.js';

/** One page at a time, by turns; no control, no name, no telephone number. */
export function Wall() {
  const t = useT();
  const formats = useFormats();
  const site = useSite();
  const connection = useConnection();
  const known = useHasView();
  const siteNow = useSiteNow(1_000) ?? 0;
  const now = useWallNow(siteNow);
  const page = usePage(now, connection);
  const trusted = known && (connection.state === 'live' || connection.state === 'behind' || connection.state === 'restored');
  const shown = trusted ? now : null;
  return (
    <main className={connection.state === 'stale' ? 'tv tv-orbit tv-stale' : 'tv tv-orbit'} data-page={page}>
      {connection.state === 'stale' && <TvStaleBanner connection={connection} />}
      <header className="tv-head">
        <h1>{t(`tv.page.${page}`)}</h1>
        <span className="el">{site === undefined ? '' : formats.name(site)}</span>
        {site?.demo === true && <span className="tv-demo">{t('common.demo')}</span>}
        <time className="tv-clock">{trusted ? formats.clock(siteNow) : formats.clock(null)}</time>
      </header>
      {page === 'now' && <NowPage now={shown} />}
      {page === 'queues' && <QueuesPage now={shown} />}
      {page === 'people' && <PeoplePage agents={trusted ? site?.agents : undefined} />}
      <footer className="tv-foot">
        <LiveMark connection={connection} />
        <Note page={page} now={shown} />
        <span className="tv-pips" aria-hidden="true">
          {WALL_PAGES.map((one) => (
            <i key={one} className={one === page ? 'on' : ''} />
          ))}
        </span>
      </footer>
    </main>
  );
}

const queuesOf = (all: ReadonlyMap<string, QueueView>) => [...all.values()];
const todayOf = (all: ReadonlyMap<string, FiguresView>) => [...all.values()].filter((figures) => figures.id.endsWith('|today'));

function useWallNow(siteNow: number): WallNow {
  const site = useSite();
  const queues = useCollection('queue', queuesOf);
  const figures = useCollection('figures', todayOf);
  return useMemo(() => {
    const byId = new Map(figures.map((one) => [one.id, one]));
    return wallNow({ site, queues, figuresOf: (scope) => byId.get(`${scope}|today`), siteNow });
  }, [site, queues, figures, siteNow]);
}

/** Turns the pages by this screen's own clock: they turn on while the site's stands still. */
function usePage(now: WallNow, connection: Connection): WallPage {
  const [startedAt] = useState(() => Date.now());
  const brokenUntil = useRef<number | null>(null);
  const current = Date.now();
  // A view that can't be trusted stays on the page that says so.
  if (now.takeover !== null || connection.state === 'stale') brokenUntil.current = current;
  return wallPage({ now: current, startedAt, brokenUntil: brokenUntil.current });
}

function LiveMark({ connection }: { connection: Connection }) {
  const t = useT();
  switch (connection.state) {
    case 'live':
    case 'restored':
      return (
        <span>
          <Glyph name="live" /> {t('conn.live')}
        </span>
      );
    case 'behind':
      return (
        <span className="c-watch">
          <Glyph name="lag" /> {t('conn.behind', { seconds: connection.byMs / 1_000 })}
        </span>
      );
    case 'stale':
      return (
        <span>
          <Glyph name="broken-link" /> {t('tv.notLive')}
        </span>
      );
    default:
      return (
        <span>
          <Glyph name="lag" /> {t('conn.connecting')}
        </span>
      );
  }
}

function Note({ page, now }: { page: WallPage; now: WallNow | null }) {
  const t = useT();
  const formats = useFormats();
  if (now === null) return null;
  if (now.takeover !== null) return <span>{t('tv.pinned')}</span>;
  if (page === 'people') return <span>{t('tv.noNames')}</span>;
  if (page === 'queues' && now.queues.length > MAX_ROWS) {
    const rest = now.queues.slice(MAX_ROWS);
    const only = rest.length === 1 ? rest[0] : undefined;
    return (
      <span className="el">
        {only === undefined ? t('tv.moreQueues', { n: rest.length }) : t('tv.oneMoreQueue', { name: formats.name(only.queue) })}
      </span>
    );
  }
  return <span>{t('tv.calm')}</span>;
}
