import { X } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useLiveSession } from '../live/provider.js';
import { Button } from '../ui/button.js';
import { ErrorState, KeyCap, Skeleton } from '../ui/feedback.js';
import { onDemand, usePart } from '../ui/on-demand.js';
import { Announcer } from './announcer.js';
import { type Opened, openedName } from './floor-address.js';
import { useFloorActions } from './floor-context.js';
import { type Chosen, useMark } from './floor-marks.js';
import { FloorPanel } from './panel-boundary.js';
import { countOf, type RailEntry } from './past-limit.js';
import { Rail, SeverityGlyph } from './rail.js';
import { entryText } from './rail-text.js';
import { useRailEntries } from './use-rail-entries.js';

/** The right-hand column: what is past its limit, or what was opened, in the same place. The floor neither moves nor is covered. */
export const Side = memo(function Side({ open, window }: { open: Opened | null; window: FigureWindow }) {
  const t = useT();
  const entries = useRailEntries(window);
  useEffect(() => {
    // Opening one that could not be fetched tries again, and says so.
    panels.load().catch(() => {});
  }, []);
  const { chosen } = useFloorActions();
  const isMany = useMark(chosen, isAny);
  const shown = isMany ? MANY : open;
  return (
    <>
      {shown === null ? (
        <Rail entries={entries} window={window} />
      ) : (
        <Panel key={shown.kind === 'many' ? 'many' : openedName(shown)} open={shown} entries={entries} window={window} />
      )}
      <Announcer entries={entries} window={window} />
      <span className="sr" role="status">
        {shown === null ? '' : panelLabel(shown, t)}
      </span>
    </>
  );
});

/** Callers chosen together have the panel's place; what was open is there again afterwards. */
const MANY = { kind: 'many' } as const;
type Shown = Opened | typeof MANY;
const isAny = (chosen: Chosen) => chosen.length > 0;

function Panel({ open, entries, window }: { open: Shown; entries: readonly RailEntry[]; window: FigureWindow }) {
  const t = useT();
  const actions = useFloorActions();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // Who opened it by keyboard goes on inside, and returns to where they were.
    const before = document.activeElement;
    if (before instanceof HTMLElement && before.matches(':focus-visible')) panel.current?.focus();
    return () => {
      if (panel.current?.contains(document.activeElement) && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <aside ref={panel} className="floor-pan floor-side is-panel" data-region="" tabIndex={-1} aria-label={panelLabel(open, t)}>
      <Ticker entries={entries} window={window} onBack={() => (open.kind === 'many' ? actions.chosen.set([]) : actions.open(null))} />
      <FloorPanel what={panelLabel(open, t)}>
        <div className="floor-panel-body">
          <Content open={open} window={window} />
        </div>
      </FloorPanel>
    </aside>
  );
}

const panelLabel = (open: Shown, t: ReturnType<typeof useT>) =>
  open.kind === 'metric' ? t(`floor.def.${open.metric}.name`) : t(`floor.panel.${open.kind}`);

/** Fetched once the floor is on screen, so that what is opened first is there already. */
export const panels = onDemand(() => import('./panels.js'));

function Content({ open, window }: { open: Shown; window: FigureWindow }) {
  const t = useT();
  const { retry, ...panel } = usePart(panels);
  if (panel.status === 'here')
    return open.kind === 'many' ? <panel.part.ManyContent /> : <panel.part.PanelContent open={open} window={window} />;
  if (panel.status === 'failed')
    return (
      <ErrorState
        title={t('floor.error', { what: panelLabel(open, t) })}
        cause={t('floor.error.fetch')}
        retryLabel={t('common.retry')}
        onRetry={retry}
      />
    );
  return <PanelSkeleton />;
}

/** A head, a line of what it is about, and two sections: as every panel has them. */
function PanelSkeleton() {
  const t = useT();
  return (
    <div aria-busy="true">
      <span className="sr">{t('common.loading')}</span>
      <div className="floor-dh">
        <Skeleton width={140} height={20} />
        <Skeleton width={180} height={40} />
      </div>
      {[96, 160].map((height) => (
        <div key={height} className="floor-ds">
          <Skeleton height={height} />
        </div>
      ))}
    </div>
  );
}

/** Keeps what is past its limit in sight while something else is open. */
function Ticker({ entries, window, onBack }: { entries: readonly RailEntry[]; window: FigureWindow; onBack: () => void }) {
  const t = useT();
  const formats = useFormats();
  const { store } = useLiveSession();
  const first = entries[0];
  const [breaches, watches] = [countOf(entries, 'breach'), countOf(entries, 'watch')];
  return (
    <div className="floor-ticker">
      {breaches > 0 && (
        <span className="row">
          <SeverityGlyph severity="breach" size="sm" />
          {breaches}
        </span>
      )}
      {watches > 0 && (
        <span className="row">
          <SeverityGlyph severity="watch" size="sm" />
          {watches}
        </span>
      )}
      <span className="el grow">{first ? entryText(first, { t, formats, store, window }).title : t('floor.panel.calm')}</span>
      <Button kind="quiet" size="small" onClick={onBack} title={t('floor.panel.back')}>
        <span className="sr">{t('floor.panel.back')}</span>
        <KeyCap>Esc</KeyCap>
        <X className="i sm" aria-hidden="true" />
      </Button>
    </div>
  );
}
