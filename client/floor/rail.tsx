import { memo } from 'react';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import type { Severity } from '../../shared/metrics/limits.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useLiveSession } from '../live/provider.js';
import { Badge, EmptyState, KeyCap } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { useFloorActions } from './floor-context.js';
import { countOf, entryName, type RailEntry } from './past-limit.js';
import { entryText } from './rail-text.js';
import { Elapsed } from './ticking.js';

/** What is past its limit, the worst first. It lists and leads there; it does not act. */
export const Rail = memo(function Rail({ entries, window }: { entries: readonly RailEntry[]; window: FigureWindow }) {
  const t = useT();
  return (
    <aside className="floor-pan floor-side" data-region="" aria-label={t('floor.rail.label')}>
      <RailHead entries={entries} />
      {entries.length === 0 ? (
        <EmptyState title={t('floor.rail.calm')}>
          <p className="s12 t3">{t('floor.rail.calmWhat')}</p>
        </EmptyState>
      ) : (
        <div className="floor-scroll">
          <ul className="floor-list">
            {entries.map((entry, at) => (
              <li key={entryName(entry)}>
                <Entry entry={entry} window={window} first={at === 0} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="floor-keys">
        <span>
          <KeyCap>J</KeyCap>
          <KeyCap>K</KeyCap>
          {t('floor.keys.move')}
        </span>
        <span>
          <KeyCap>↵</KeyCap>
          {t('floor.keys.open')}
        </span>
        <span>
          <KeyCap>F6</KeyCap>
          {t('floor.keys.regions')}
        </span>
        <span>
          <KeyCap>?</KeyCap>
          {t('floor.keys.all')}
        </span>
      </div>
    </aside>
  );
});

function RailHead({ entries }: { entries: readonly RailEntry[] }) {
  const t = useT();
  const [breaches, watches] = [countOf(entries, 'breach'), countOf(entries, 'watch')];
  return (
    <div className="floor-h">
      <h2>{t('floor.rail')}</h2>
      {breaches > 0 && (
        <Badge hot>
          {breaches}
          <span className="sr"> {t('floor.rail.breaches', { count: breaches })}</span>
        </Badge>
      )}
      <Badge>
        {watches}
        <span className="sr"> {t('floor.rail.watches', { count: watches })}</span>
      </Badge>
    </div>
  );
}

export function SeverityGlyph({ severity, size }: { severity: Severity; size?: 'sm' }) {
  const t = useT();
  const more = size ? { size } : {};
  if (severity === 'calm') return null;
  return severity === 'breach' ? (
    <Glyph name="octagon" className="c-breach" label={t('severity.breach')} {...more} />
  ) : (
    <Glyph name="triangle" className="c-watch" label={t('severity.watch')} {...more} />
  );
}

function Entry({ entry, window, first }: { entry: RailEntry; window: FigureWindow; first: boolean }) {
  const t = useT();
  const formats = useFormats();
  const { open, change } = useFloorActions();
  const { store } = useLiveSession();
  const text = entryText(entry, { t, formats, store, window });
  const go = () => {
    switch (entry.kind) {
      case 'queue':
        return open({ kind: 'queue', id: entry.row.id });
      case 'agent':
        return open({ kind: 'agent', id: entry.past.agent.id });
      case 'agents':
        return change({ agents: 'exceptions' });
      case 'source':
      case 'dead-entries':
        return;
    }
  };
  const body = (
    <>
      <span className="ic">
        <SeverityGlyph severity={entry.severity} />
      </span>
      <span className="ti">{text.title}</span>
      <span className="since">{entrySince(entry)}</span>
      <span className="ev">{text.evidence}</span>
    </>
  );
  const classes = `floor-al is-${entry.severity}${first ? ' is-first' : ''}`;
  // What leads nowhere is no button.
  return entry.kind === 'source' || entry.kind === 'dead-entries' ? (
    <div className={classes}>{body}</div>
  ) : (
    <button type="button" className={classes} data-item={entryName(entry)} onClick={go}>
      {body}
    </button>
  );
}

function entrySince(entry: RailEntry) {
  switch (entry.kind) {
    case 'agent':
      return <Elapsed since={entry.past.agent.since} />;
    case 'source':
      return <Elapsed since={entry.source.since} />;
    case 'queue':
      return entry.row.times > 1 ? `${entry.row.times.toFixed(1)} × SLA` : null;
    case 'agents':
    case 'dead-entries':
      return null;
  }
}
