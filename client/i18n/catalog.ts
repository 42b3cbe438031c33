import type { TEXTS } from './all-texts.js';
import type { Language, Texts } from './language.js';
import { alertMessages } from './messages/alerts.js';
import { appMessages } from './messages/app.js';
import { commonMessages } from './messages/common.js';
import { floorMessages } from './messages/floor.js';
import { loginMessages } from './messages/login.js';
import { refusalMessages } from './messages/refusals.js';
import { tvMessages } from './messages/tv.js';

type KeysOf<T> = T extends unknown ? keyof T : never;
export type MessageKey = KeysOf<(typeof TEXTS)[keyof typeof TEXTS]>;

/** What every page may show at once. */
export const CORE_TEXTS: Texts = {
  ...commonMessages,
  ...appMessages,
  ...alertMessages,
  ...loginMessages,
  ...floorMessages,
  ...tvMessages,
  ...refusalMessages,
};

/** Texts of one language, as react-intl takes them. */
export const textsIn = (language: Language, texts: Texts): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text[language]]));
