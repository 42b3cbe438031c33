import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { LanguageProvider, useT } from '../i18n/provider.js';
import { ShortcutProvider } from '../ui/shortcuts.js';
import { ToastRegion } from '../ui/toast.js';
import { PreferencesProvider, usePreferences } from './preferences.js';
import { createAppRouter } from './router.js';
import { SessionProvider } from './session.js';

export function App() {
  return (
    <LanguageProvider>
      <PreferencesProvider>
        <SessionProvider>
          <Inside />
        </SessionProvider>
      </PreferencesProvider>
    </LanguageProvider>
  );
}

function Inside() {
  const t = useT();
  const { keys, setKeys } = usePreferences();
  const [router] = useState(createAppRouter);
  return (
    <ShortcutProvider enabled={keys} setEnabled={setKeys}>
      <ToastRegion label={t('app.notices')}>
        <RouterProvider router={router} />
      </ToastRegion>
    </ShortcutProvider>
  );
}
