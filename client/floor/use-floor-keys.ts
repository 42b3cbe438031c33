import { useT } from '../i18n/provider.js';
import { useShortcuts } from '../ui/shortcuts.js';
import type { FloorActions } from './floor-context.js';
import { SEARCH_ID } from './queues-panel.js';

/** The floor's own keys. Theme, density, regions and the list of keys belong to every page. */
export function useFloorKeys({
  isOpen,
  text,
  change,
  chosen,
}: {
  isOpen: boolean;
  text: string;
  change: FloorActions['change'];
  chosen: FloorActions['chosen'];
}): void {
  const t = useT();
  useShortcuts(t('floor.title'), [
    { keys: 'j', label: t('floor.keys.next'), run: () => moveItem(1) },
    { keys: 'k', label: t('floor.keys.previous'), run: () => moveItem(-1) },
    { keys: '/', label: t('floor.search'), run: () => document.getElementById(SEARCH_ID)?.focus() },
    {
      keys: 'Escape',
      label: t('floor.keys.back'),
      run: () => {
        if (chosen.get().length > 0) chosen.set([]);
        else if (isOpen) change({ open: null });
        else if (text !== '') change({ text: '' }, { replace: true });
      },
    },
  ]);
}

/** To the next or previous item of the region that has the focus; of the rail when none has. */
function moveItem(by: 1 | -1): void {
  const here = document.activeElement;
  const region = here?.closest('[data-region]:has([data-item])') ?? document.querySelector('.floor-side');
  const items = [...(region?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
  if (items.length === 0) return;
  const at = items.findIndex((item) => item.contains(here));
  const next = items[at === -1 ? (by === 1 ? 0 : items.length - 1) : Math.max(0, Math.min(items.length - 1, at + by))];
  const target = next?.matches('button, [tabindex]') ? next : next?.querySelector<HTMLElement>('[data-cell]');
  target?.focus();
}
