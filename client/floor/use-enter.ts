import { useEffect, useRef } from 'react';

/** What takes Enter for itself. */
const TAKES_ENTER = 'a, button, input, textarea, select, summary, [role="menuitem"], [role="dialog"] *';

/** Enter does the first action of what is open, wherever the focus is that makes nothing of it. */
export function useEnter(run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.target instanceof Element && event.target.closest(TAKES_ENTER) !== null) return;
      if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
