import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import { CORE_TEXTS, type MessageKey, textsIn } from './catalog.js';
import {
  formatClock,
  formatDate,
  formatDuration,
  formatList,
  formatNumber,
  formatPercent,
  formatPercentValue,
  formatProse,
  formatSeconds,
  formatShortDate,
  formatSigned,
  formatTime,
  formatWeekday,
} from './format.js';
import { firstLanguage, type Language, nameIn, rememberedLanguage, rememberLanguage } from './language.js';

interface LanguageChoice {
  readonly language: Language;
  setLanguage(language: Language): void;
}

const LanguageContext = createContext<LanguageChoice | null>(null);
const ZoneContext = createContext<string>('UTC');

/** Texts and formats for everything inside, in the language chosen here before or the browser's. Sets `lang` on the root. */
export function LanguageProvider({ initial, children }: { initial?: Language; children: ReactNode }) {
  const [language, choose] = useState<Language>(() => initial ?? firstLanguage(rememberedLanguage(), navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(
    () => ({
      language,
      setLanguage: (next: Language) => {
        rememberLanguage(next);
        choose(next);
      },
    }),
    [language],
  );
  const messages = useMemo(() => textsIn(language, CORE_TEXTS), [language]);
  return (
    <LanguageContext.Provider value={choice}>
      <IntlProvider locale={language} messages={messages} defaultLocale="zh-CN">
        {children}
      </IntlProvider>
    </LanguageContext.Provider>
  );
}

/** Times inside are shown in this zone: the site's. */
export function ZoneProvider({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  return <ZoneContext.Provider value={timeZone}>{children}</ZoneContext.Provider>;
}

export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext);
  if (choice === null) throw new Error('texts are read inside <LanguageProvider> only');
  return choice;
}

export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

/** `t('common.retry')`. A key that is not in the catalog does not compile. */
export function useT(): Translate {
  const intl = useIntl();
  return useMemo(() => (key, values) => intl.formatMessage({ id: key }, values), [intl]);
}

/** Numbers and times as the design writes them: in the language read, and in the site's zone. */
export function useFormats() {
  const { language } = useLanguage();
  const timeZone = useContext(ZoneContext);
  return useMemo(
    () => ({
      timeZone,
      language,
      duration: formatDuration,
      seconds: formatSeconds,
      percent: formatPercent,
      percentValue: formatPercentValue,
      number: formatNumber,
      signed: formatSigned,
      clock: (at: number | null | undefined) => formatClock(at, timeZone),
      time: (at: number | null | undefined) => formatTime(at, timeZone),
      date: (at: number | null | undefined) => formatDate(at, timeZone, language),
      weekday: (at: number) => formatWeekday(at, timeZone, language),
      shortDate: (at: number) => formatShortDate(at, timeZone),
      list: (items: readonly string[]) => formatList(items, language),
      prose: (ms: number) => formatProse(ms, language),
      /** `{ name, nameEn }` in the language read. */
      name: (thing: { readonly name: string; readonly nameEn?: string | null | undefined }) => nameIn(language, thing),
    }),
    [language, timeZone],
  );
}
export type Formats = ReturnType<typeof useFormats>;
