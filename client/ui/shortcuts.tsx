import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';

/** `keys`: one key (`t`, `?`, `Escape`), or two in a row (`g f`). The label is shown in the list of all keys. */
export interface Shortcut {
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
}

/** Two keys in a row must follow each other within this. */
const SEQUENCE_MS = 1_200;

/** The keys that work now: each screen adds its own while it is shown. The newest wins. */
export class ShortcutRegistry {
  #sets: readonly { readonly title: string; readonly current: () => readonly Shortcut[] }[] = [];
  #listeners = new Set<() => void>();
  #pending: { readonly key: string; readonly at: number } | null = null;

  add(title: string, current: () => readonly Shortcut[]): () => void {
    const set = { title, current };
    this.#sets = [...this.#sets, set];
    this.#tell();
    return () => {
      this.#sets = this.#sets.filter((other) => other !== set);
      this.#tell();
    };
  }

  sets = () => this.#sets;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Answers whether the key did something. */
  press(key: string, now: number): boolean {
    const all = [...this.#sets].reverse().flatMap((set) => set.current());
    const first = this.#pending !== null && now - this.#pending.at < SEQUENCE_MS ? this.#pending.key : null;
    this.#pending = null;
    const found = (first === null ? undefined : all.find(({ keys }) => keys === `${first} ${key}`)) ?? all.find(({ keys }) => keys === key);
    if (found !== undefined) {
      found.run();
      return true;
    }
    if (all.some(({ keys }) => keys.startsWith(`${key} `))) this.#pending = { key, at: now };
    return this.#pending !== null;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

const ShortcutContext = createContext<{ registry: ShortcutRegistry; enabled: boolean; setEnabled: (on: boolean) => void } | null>(null);

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/**
 * Single-letter keys for everything inside. They are off while somebody types, while a window is open over the page, and
 * wherever they were switched off.
 */
export function ShortcutProvider(props: { enabled: boolean; setEnabled: (on: boolean) => void; children: ReactNode }) {
  const [registry] = useState(() => new ShortcutRegistry());
  const { enabled, setEnabled } = props;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === 'F6') {
        if (moveToRegion(event.shiftKey ? -1 : 1)) event.preventDefault();
        return;
      }
      if (!enabled && event.key.length === 1 && event.key !== '?') return;
      if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (registry.press(key, event.timeStamp)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [registry, enabled]);
  const value = useMemo(() => ({ registry, enabled, setEnabled }), [registry, enabled, setEnabled]);
  return <ShortcutContext.Provider value={value}>{props.children}</ShortcutContext.Provider>;
}

function useShortcutContext() {
  const context = useContext(ShortcutContext);
  if (context === null) throw new Error('keys are used inside <ShortcutProvider> only');
  return context;
}

/** These keys work while the caller is shown. `title` heads them in the list of all keys. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const { registry } = useShortcutContext();
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => registry.add(title, () => latest.current), [registry, title]);
}

/** Everything that a key does now, for the list that `?` opens. */
export function useAllShortcuts() {
  const { registry, enabled, setEnabled } = useShortcutContext();
  const sets = useSyncExternalStore(registry.subscribe, registry.sets);
  return { enabled, setEnabled, sets: sets.map(({ title, current }) => ({ title, shortcuts: current() })) };
}

/**
 * `F6` goes from region to region: elements with `data-region`, in the page's order. A region takes the focus itself
 * (`tabIndex={-1}`) or gives it to the first thing in it that can have it.
 */
export function moveToRegion(by: 1 | -1): boolean {
  const all = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  // Around its parts a region is only a frame; and what is not laid out can't be gone to.
  const regions = all.filter((region) => region.querySelector('[data-region]') === null && region.getClientRects().length > 0);
  if (regions.length === 0) return false;
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[here === -1 ? (by === 1 ? 0 : regions.length - 1) : (here + by + regions.length) % regions.length];
  if (next === undefined) return false;
  const inside = next.querySelector<HTMLElement>('[tabindex="0"], a[href], button:not([disabled]), input, select');
  (next.hasAttribute('tabindex') ? next : (inside ?? next)).focus();
  return true;
}
