import { type ReactNode, useMemo } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import { textsIn } from './catalog.js';
import type { Texts as TextTable } from './language.js';
import { useLanguage } from './provider.js';

/** A part of a page that is loaded later brings its own texts. The same table each time: a constant of its module. */
export function Texts({ of, children }: { of: TextTable; children: ReactNode }) {
  const { language } = useLanguage();
  const { messages: around } = useIntl();
  const messages = useMemo(() => ({ ...(around as Record<string, string>), ...textsIn(language, of) }), [around, language, of]);
  return (
    <IntlProvider locale={language} messages={messages} defaultLocale="zh-CN">
      {children}
    </IntlProvider>
  );
}
