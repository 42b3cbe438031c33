import { Pause, Play, Search, X } from 'lucide-react';
import { memo, useCallback, useEffect, useMemo, useState } from 'react';
import { FIGURE_WINDOWS } from '../../shared/metrics/figure-windows.js';
import type { QueueView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection, useConnection, useLivePaused, useQueueIds } from '../live/hooks.js';
import { useLiveSession } from '../live/provider.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/feedback.js';
import { Select } from '../ui/field.js';
import { FilterMenu } from './filter-menu.js';
import { matchesQueue } from './filters.js';
import type { FloorAddress } from './floor-address.js';
import { useFloorActions } from './floor-context.js';
import { QueueTable } from './queue-table.js';

export const SEARCH_ID = 'floor-search';

/** The queues, and above them what chooses the whole view: which queues, over which time, whom one looks for. */
export const QueuesPanel = memo(function QueuesPanel({
  address,
  openQueue,
  openCall,
}: {
  address: FloorAddress;
  openQueue: string | null;
  openCall: string | null;
}) {
  const t = useT();
  const { change } = useFloorActions();
  const all = useQueueIds();
  const ids = useMatching(all, address);
  const { sort } = address;
  return (
    <section className="floor-pan" data-region="" aria-label={t('floor.queues')}>
      <div className="floor-h floor-tools">
        <h2>
          {t('floor.queues')} <small>{ids.length === all.length ? all.length : `${ids.length}/${all.length}`}</small>
        </h2>
        <QueueFilter address={address} />
        <Select
          label={t('floor.window')}
          className="floor-select"
          value={address.window}
          options={FIGURE_WINDOWS.map((value) => ({ value, label: t(`floor.window.${value}`) }))}
          onChange={(window) => change({ window })}
        />
        <SearchBox text={address.text} />
        {sort.by === 'pressure' ? (
          <span className="floor-meta">{t('floor.queues.byPressure')}</span>
        ) : (
          <button
            type="button"
            className="floor-meta floor-link"
            onClick={() => change({ sort: { by: 'pressure', descending: true } }, { replace: true })}
          >
            {t('floor.queues.toPressure')}
          </button>
        )}
        <span className="floor-meta floor-axis">{t('floor.queues.axis')}</span>
        <PauseSwitch />
      </div>
      {ids.length > 0 ? (
        <QueueTable ids={ids} sort={sort} window={address.window} openQueue={openQueue} openCall={openCall} label={t('floor.queues')} />
      ) : (
        <NoQueues any={all.length > 0} />
      )}
    </section>
  );
});

function NoQueues({ any }: { any: boolean }) {
  const t = useT();
  const { change } = useFloorActions();
  if (!any) return <EmptyState title={t('floor.queues.empty')} />;
  return (
    <EmptyState title={t('floor.nothingMatches', { what: t('floor.what.queues') })}>
      <Button size="small" onClick={() => change({ queueIds: [], text: '' })}>
        {t('floor.filter.clear')}
      </Button>
    </EmptyState>
  );
}

/** The same array while the same queues match. A queue's name hardly ever changes, so its records are not watched. */
function useMatching(all: readonly QueueView['id'][], { queueIds, teamIds, states, text }: FloorAddress): readonly QueueView['id'][] {
  const { store } = useLiveSession();
  return useMemo(() => {
    const matches = matchesQueue({ queueIds, teamIds, states, text });
    const found = all.filter((id) => {
      const queue = store.get('queue', id);
      return queue !== undefined && matches(queue, store);
    });
    return found.length === all.length ? all : found;
  }, [all, queueIds, teamIds, states, text, store]);
}

function QueueFilter({ address }: { address: FloorAddress }) {
  const t = useT();
  const formats = useFormats();
  const { change } = useFloorActions();
  const options = useCollection(
    'queue',
    useCallback(
      (queues: ReadonlyMap<string, QueueView>) =>
        [...queues.values()]
          .filter((queue) => !queue.removed)
          .sort((a, b) => a.order - b.order)
          .map((queue) => ({ id: queue.id, label: formats.name(queue) })),
      [formats],
    ),
    sameOptions,
  );
  return (
    <FilterMenu
      text={t('floor.filter.queues', { count: address.queueIds.length, total: options.length })}
      options={options}
      chosen={address.queueIds}
      onChange={(queueIds) => change({ queueIds })}
    />
  );
}

const sameOptions = (a: readonly { id: string; label: string }[], b: readonly { id: string; label: string }[]) =>
  a.length === b.length && a.every((option, i) => option.id === b[i]?.id && option.label === b[i]?.label);

/** The address follows when the typing pauses: each letter is no place to come back to. */
const SETTLES_AFTER_MS = 200;

function SearchBox({ text }: { text: string }) {
  const t = useT();
  const { change } = useFloorActions();
  const [typed, setTyped] = useState(text);
  // Another address (back, forward, a cleared filter) has its own text.
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = window.setTimeout(() => change({ text: typed }, { replace: true }), SETTLES_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [typed, text, change]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: not every browser in use knows the search element
    <div className="floor-search" role="search">
      <Search className="i sm" aria-hidden="true" />
      <input
        id={SEARCH_ID}
        type="text"
        className="field"
        value={typed}
        maxLength={80}
        placeholder={t('floor.search')}
        aria-label={t('floor.search')}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (typed === '') event.currentTarget.blur();
          else {
            setTyped('');
            change({ text: '' }, { replace: true });
          }
        }}
      />
      {typed !== '' && (
        <button type="button" className="floor-clear" aria-label={t('floor.search.clear')} onClick={() => setTyped('')}>
          <X className="i sm" aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

function PauseSwitch() {
  const t = useT();
  const formats = useFormats();
  const { pausedSince, pause, resume } = useLivePaused();
  const stale = useConnection().state === 'stale';
  // It stands still already.
  if (stale && pausedSince === null) return null;
  return pausedSince === null ? (
    <Button kind="quiet" size="small" className="floor-pause" onClick={pause} title={t('floor.pause.what')}>
      <Pause className="i sm" aria-hidden="true" />
      <span>{t('floor.pause')}</span>
    </Button>
  ) : (
    <Button size="small" className="floor-pause is-paused" onClick={resume}>
      <Play className="i sm" aria-hidden="true" />
      <span>
        {t('floor.resume')} · {t('floor.paused', { at: formats.clock(pausedSince) })}
      </span>
    </Button>
  );
}
