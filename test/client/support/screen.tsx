import { render } from '@testing-library/react';
import axe from 'axe-core';
import type { ReactNode } from 'react';
import type { Language } from '../../../client/i18n/language.js';
import { LanguageProvider, ZoneProvider } from '../../../client/i18n/provider.js';
import { LiveProvider } from '../../../client/live/provider.js';
import type { LiveSession } from '../../../client/live/session.js';
import { ShortcutProvider } from '../../../client/ui/shortcuts.js';
import { ToastRegion } from '../../../client/ui/toast.js';

/** A part of the product as a browser would have it, in a language and in Shanghai. */
export function show(children: ReactNode, { language = 'zh-CN', session }: { language?: Language; session?: LiveSession } = {}) {
  const inside = (
    <ShortcutProvider enabled setEnabled={() => {}}>
      <ToastRegion label="notices">{children}</ToastRegion>
    </ShortcutProvider>
  );
  return render(
    <LanguageProvider initial={language}>
      <ZoneProvider timeZone="Asia/Shanghai">
        {session === undefined ? inside : <LiveProvider session={session}>{inside}</LiveProvider>}
      </ZoneProvider>
    </LanguageProvider>,
  );
}

/** What axe finds wrong in the structure of the page. Colours can't be judged without layout: the browser tests do. */
export async function structureProblems(element: Element = document.body): Promise<string[]> {
  const { violations } = await axe.run(element, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
