import type { TEXTS } from './all-texts.js';
import type { Language } from './language.js';
import { agentMessages } from './messages/agent.js';
import { appMessages } from './messages/app.js';
import { commonMessages } from './messages/common.js';
import { floorMessages } from './messages/floor.js';
import { loginMessages } from './messages/login.js';
import { tvMessages } from './messages/tv.js';

/** Some texts, in every language. A key is unique because it begins with its screen's name. */
export type Texts = Readonly<Record<string, Readonly<Record<Language, string>>>>;

type KeysOf<T> = T extends unknown ? keyof T : never;
export type MessageKey = KeysOf<(typeof TEXTS)[keyof typeof TEXTS]>;

/** What every page may show at once. */
export const CORE_TEXTS: Texts = {
  ...commonMessages,
  ...appMessages,
  ...loginMessages,
  ...floorMessages,
  ...tvMessages,
  ...agentMessages,
};

/** Texts of one language, as react-intl takes them. */
export const textsIn = (language: Language, texts: Texts): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text[language]]));
