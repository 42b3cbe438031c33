import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { DENSITIES, type Density, remember, remembered, THEMES, type Theme } from '../ui/root-settings.js';

interface Preferences {
  readonly theme: Theme;
  readonly density: Density;
  /** Single-letter keys. */
  readonly keys: boolean;
  setTheme(theme: Theme): void;
  setDensity(density: Density): void;
  setKeys(on: boolean): void;
}

const PreferencesContext = createContext<Preferences | null>(null);

const systemTheme = (): Theme => (window.matchMedia?.('(prefers-color-scheme: light)').matches === true ? 'light' : 'dark');

/** How this browser likes to be shown. Remembered here, and carried by the root element for the style sheets. */
export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [theme, setTheme] = useState<Theme>(() => remembered('breakwater.theme', THEMES, systemTheme()));
  const [density, setDensity] = useState<Density>(() => remembered('breakwater.density', DENSITIES, 'compact'));
  const [keys, setKeys] = useState<boolean>(() => remembered('breakwater.keys', ['on', 'off'], 'on') === 'on');
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.density = density;
  }, [theme, density]);
  const preferences = useMemo(
    () => ({
      theme,
      density,
      keys,
      setTheme: (next: Theme) => {
        remember('breakwater.theme', next);
        setTheme(next);
      },
      setDensity: (next: Density) => {
        remember('breakwater.density', next);
        setDensity(next);
      },
      setKeys: (on: boolean) => {
        remember('breakwater.keys', on ? 'on' : 'off');
        setKeys(on);
      },
    }),
    [theme, density, keys],
  );
  return <PreferencesContext.Provider value={preferences}>{children}</PreferencesContext.Provider>;
}

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (preferences === null) throw new Error('preferences are read inside <PreferencesProvider> only');
  return preferences;
}
