import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Glyph } from './glyph.js';

export interface Toast {
  readonly kind: 'pending' | 'ok' | 'fail';
  readonly title: string;
  readonly detail?: string;
}

/** More than this at once: the oldest goes. */
const MAX_TOASTS = 4;
/** What went well leaves by itself; what failed stays twice as long. */
const OK_FOR_MS = 6_000;
const FAIL_FOR_MS = 12_000;

const ToastContext = createContext<((toast: Toast) => void) | null>(null);

const GLYPH = { pending: 'spinner', ok: 'tick', fail: 'octagon' } as const;

export function ToastRegion({ label, children }: { label: string; children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly (Toast & { id: number })[]>([]);
  const timers = useRef(new Set<number>());
  const nextId = useRef(1);
  const show = useCallback((toast: Toast) => {
    const id = nextId.current++;
    setToasts((all) => [...all.slice(1 - MAX_TOASTS), { ...toast, id }]);
    const timer = window.setTimeout(
      () => {
        timers.current.delete(timer);
        setToasts((all) => all.filter((other) => other.id !== id));
      },
      toast.kind === 'fail' ? FAIL_FOR_MS : OK_FOR_MS,
    );
    timers.current.add(timer);
  }, []);
  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running) window.clearTimeout(timer);
    };
  }, []);
  const list = useMemo(
    () =>
      toasts.map((toast) => (
        <li key={toast.id} className={`rcpt ${toast.kind}`}>
          <Glyph name={GLYPH[toast.kind]} />
          <div>
            <b>{toast.title}</b>
            {toast.detail !== undefined && <p>{toast.detail}</p>}
          </div>
        </li>
      )),
    [toasts],
  );
  return (
    <ToastContext.Provider value={show}>
      {children}
      <ul className="toasts" aria-label={label} aria-live="polite">
        {list}
      </ul>
    </ToastContext.Provider>
  );
}

export function useToast(): (toast: Toast) => void {
  const show = useContext(ToastContext);
  if (show === null) throw new Error('toasts are shown inside <ToastRegion> only');
  return show;
}
