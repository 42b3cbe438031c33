import { lazy, memo, Suspense, useCallback, useState } from 'react';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import type { Severity } from '../../shared/metrics/limits.js';
import type { AlertView } from '../../shared/protocol/views.js';
import { AlertEntry, AlertFoot } from '../alerts/alert-entry.js';
import { type AlertTarget, useRemedy, useTakeRemedy } from '../alerts/remedy.js';
import { AlertSignals } from '../alerts/signals.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useConnection, useWho } from '../live/hooks.js';
import { useLiveSession } from '../live/provider.js';
import { Button } from '../ui/button.js';
import { Badge, EmptyState, KeyCap } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { useFloorActions } from './floor-context.js';
import { countOf, entryName, type RailEntry } from './past-limit.js';
import { entryText } from './rail-text.js';
import { Elapsed } from './ticking.js';

/** Needed now and then: they come when they are asked for. */
const SnoozeDialog = lazy(() => import('../alerts/snooze-dialog.js').then((module) => ({ default: module.SnoozeDialog })));
const RulesDialog = lazy(() => import('../alerts/rules-dialog.js').then((module) => ({ default: module.RulesDialog })));

/** Keys 1 to 9 take the first action of the first entries that have one. */
const WITH_KEY = 9;

/** What is past its limit, the worst first: each leads to what it is about, and what is an alert by now brings its remedy. */
export const Rail = memo(function Rail({ entries, window }: { entries: readonly RailEntry[]; window: FigureWindow }) {
  const t = useT();
  const { open: openPanel } = useFloorActions();
  const [snoozing, setSnoozing] = useState<AlertView | null>(null);
  const open = useCallback((target: AlertTarget) => openPanel(target), [openPanel]);
  const numbered = useNumberKeys(entries, open);
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
                <Entry
                  entry={entry}
                  window={window}
                  first={at === 0}
                  number={numbered.get(entryName(entry)) ?? null}
                  open={open}
                  onSnooze={setSnoozing}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
      {snoozing !== null && (
        <Suspense fallback={null}>
          <SnoozeDialog alert={snoozing} onClose={() => setSnoozing(null)} />
        </Suspense>
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
      <span className="grow" />
      <AlertSignals />
      <RulesButton />
    </div>
  );
}

function RulesButton() {
  const t = useT();
  const role = useWho()?.role;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" kind="quiet" onClick={() => setOpen(true)}>
        {t('alert.openRules')}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <RulesDialog canEdit={role === 'supervisor' || role === 'admin'} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
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

/** Which entries have a number, and what pressing it does: the suggested action of the alert behind the entry. */
function useNumberKeys(entries: readonly RailEntry[], open: (target: AlertTarget) => void): ReadonlyMap<string, number> {
  const t = useT();
  const remedyOf = useRemedy();
  const take = useTakeRemedy(open);
  const isLocked = useConnection().state === 'stale';
  const offers = entries
    .flatMap((entry) => {
      const alert = 'alert' in entry ? entry.alert : undefined;
      const offer = alert === undefined ? undefined : remedyOf(alert);
      return offer === undefined ? [] : [{ name: entryName(entry), offer }];
    })
    .slice(0, WITH_KEY);
  useShortcuts(
    t('alert.keys'),
    offers.map(({ offer }, at) => ({
      keys: String(at + 1),
      label: t('alert.keys.nth', { n: at + 1 }),
      run: () => {
        if (!isLocked) take(offer);
      },
    })),
  );
  return new Map(offers.map(({ name }, at) => [name, at + 1]));
}

interface EntryProps {
  readonly entry: RailEntry;
  readonly window: FigureWindow;
  readonly first: boolean;
  readonly number: number | null;
  readonly open: (target: AlertTarget) => void;
  readonly onSnooze: (alert: AlertView) => void;
}

function Entry(props: EntryProps) {
  const { entry, first, number, open, onSnooze } = props;
  if (entry.kind === 'alert') {
    const { alert, others } = entry;
    return <AlertEntry alert={alert} others={others} number={number} isFirst={first} open={open} onSnooze={() => onSnooze(alert)} />;
  }
  const alert = 'alert' in entry ? entry.alert : undefined;
  if (alert === undefined) return <Trouble {...props} entry={entry} />;
  return (
    <div className={`floor-al-group is-${entry.severity}${first ? ' is-first' : ''}`}>
      <Trouble {...props} entry={entry} />
      <div className="floor-al-foot">
        <AlertFoot alert={alert} number={number} open={open} onSnooze={() => onSnooze(alert)} />
      </div>
    </div>
  );
}

function Trouble({ entry, window, first }: Omit<EntryProps, 'entry'> & { entry: Exclude<RailEntry, { kind: 'alert' }> }) {
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

function entrySince(entry: Exclude<RailEntry, { kind: 'alert' }>) {
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
