import { useEffect, useRef } from 'react';
import { useT } from '../i18n/provider.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { addDays } from './dates.js';
import { useRoster } from './hooks.js';
import type { Place } from './roster-page.js';
import { useShiftWindows } from './shift-windows.js';

/** A day, or a week where weeks are shown. */
export const stepOf = ({ address }: Place): number => (address.view === 'day' ? 1 : 7);

export function useRosterKeys(place: Place): void {
  const t = useT();
  const { planner, isLocked } = useRoster();
  const windows = useShiftWindows();
  const { address, change, date } = place;
  const step = stepOf(place);
  useShortcuts(t('roster.keys'), [
    { keys: '[', label: t('roster.previous'), run: () => change({ date: addDays(date, -step) }) },
    { keys: ']', label: t('roster.next'), run: () => change({ date: addDays(date, step) }) },
    { keys: '.', label: t('roster.today'), run: () => change({ date: null }) },
    { keys: 'w', label: t('roster.keys.view'), run: () => change({ view: address.view === 'day' ? 'week' : 'day' }) },
    ...(isLocked ? [] : [{ keys: 'z', label: t('roster.undo'), run: () => void planner.undo() }]),
  ]);
  const publish = useRef(() => {});
  useEffect(() => {
    publish.current = () => {
      if (!isLocked) windows.openPublish();
    };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      event.preventDefault();
      publish.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
