/** As in the `lang` attribute. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in every language; a missing one does not compile. ICU MessageFormat. */
export type Text = Readonly<Record<Language, string>>;
export type Texts = Readonly<Record<string, Text>>;

const REMEMBERED_KEY = 'breakwater.language';

/** The first language of the browser's user that we have; null when there is none. */
export function browserLanguage(browser: readonly string[]): Language | null {
  for (const tag of browser) {
    const lower = tag.toLowerCase();
    if (lower.startsWith('zh')) return 'zh-CN';
    if (lower.startsWith('en')) return 'en';
  }
  return null;
}

/** What was chosen here before, else what the browser's user reads, else Chinese. */
export function firstLanguage(remembered: string | null, browser: readonly string[]): Language {
  return LANGUAGES.find((language) => language === remembered) ?? browserLanguage(browser) ?? 'zh-CN';
}

/** Storage may be refused (a private window): then the choice lasts as long as the page. */
export function rememberedLanguage(): string | null {
  try {
    return window.localStorage.getItem(REMEMBERED_KEY);
  } catch {
    return null;
  }
}

export function rememberLanguage(language: Language): void {
  try {
    window.localStorage.setItem(REMEMBERED_KEY, language);
  } catch {
    // The choice lasts as long as the page.
  }
}

/** A name in the language read, where the site file gives one. */
export function nameIn(language: Language, thing: { readonly name: string; readonly nameEn?: string | null | undefined }): string {
  return language === 'en' ? (thing.nameEn ?? thing.name) : thing.name;
}
