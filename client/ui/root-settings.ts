/** What the root element carries for the style sheets, remembered in this browser. */
export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];
export const DENSITIES = ['compact', 'cozy'] as const;
export type Density = (typeof DENSITIES)[number];

const read = (key: string): string | null => {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
};

/** Storage may be refused; the choice then lasts as long as the page. */
export function remember(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // As long as the page.
  }
}

/** The remembered value, if it is one of those known, else the other. */
export function remembered<V extends string>(key: string, known: readonly V[], otherwise: V): V {
  const value = read(key);
  return known.find((one) => one === value) ?? otherwise;
}
