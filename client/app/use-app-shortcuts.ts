import { useNavigate } from '@tanstack/react-router';
import type { Me } from '../../shared/protocol/http.js';
import { useT } from '../i18n/provider.js';
import { useContactCalls } from '../live/contact-calls.js';
import { type Shortcut, useShortcuts } from '../ui/shortcuts.js';
import { usePreferences } from './preferences.js';
import type { Window } from './shell.js';

/** Keys that work on every page. */
export function useAppShortcuts({ me, open }: { me: Me; open: (window: Window) => void }): void {
  const t = useT();
  const navigate = useNavigate();
  const { isContact } = useContactCalls();
  const { theme, setTheme, density, setDensity } = usePreferences();
  const pages: Shortcut[] = [];
  if (me.role !== 'agent') pages.push({ keys: 'g f', label: t('app.keys.floor'), run: () => void navigate({ to: '/floor', search: {} }) });
  pages.push({ keys: 'g e', label: t('app.escalations'), run: () => void navigate({ to: '/escalations', search: {} }) });
  if (me.role !== 'agent') pages.push({ keys: 'g r', label: t('app.roster'), run: () => void navigate({ to: '/roster', search: {} }) });
  if (me.role === 'lead' || me.role === 'supervisor') {
    pages.push({ keys: 'g b', label: t('app.bufferShifts'), run: () => void navigate({ to: '/buffer' }) });
  }
  if (isContact === true) pages.push({ keys: 'g c', label: t('app.careCalls'), run: () => void navigate({ to: '/wellbeing' }) });
  if (me.role !== 'agent') pages.push({ keys: 'g l', label: t('app.keys.actionLog'), run: () => open('action-log') });
  if (me.agentId !== null) pages.push({ keys: 'g d', label: t('app.keys.mine'), run: () => void navigate({ to: '/me' }) });
  useShortcuts(t('app.keys.app'), [
    ...pages,
    { keys: 't', label: t('app.keys.theme'), run: () => setTheme(theme === 'dark' ? 'light' : 'dark') },
    { keys: 'd', label: t('app.keys.density'), run: () => setDensity(density === 'compact' ? 'cozy' : 'compact') },
    { keys: '?', label: t('app.keys.all'), run: () => open('keys') },
  ]);
}
