import { useRef } from 'react';

/** What Enter presses by itself. */
const PRESSED_BY_ENTER = 'button, a[href], summary';

/**
 * Enter answers what has just been asked. Once the focus was moved to something by keyboard, Enter is that thing's: who has gone to
 * “decline” must not accept by it. What had the focus before the question came does not count.
 */
export function useEnterTo(answer: () => void): () => void {
  const before = useRef(document.activeElement);
  return () => {
    const here = document.activeElement;
    if (here instanceof HTMLElement && here !== before.current && here.matches(PRESSED_BY_ENTER)) here.click();
    else answer();
  };
}
