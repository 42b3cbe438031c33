import { LANGUAGES, type Language } from './language.js';
import { agentMessages } from './messages/agent.js';
import { appMessages } from './messages/app.js';
import { commonMessages } from './messages/common.js';
import { floorMessages } from './messages/floor.js';
import { loginMessages } from './messages/login.js';
import { tvMessages } from './messages/tv.js';

/** Every text of the product. A key is unique because it begins with its screen's name. */
export const CATALOG = {
  ...commonMessages,
  ...appMessages,
  ...loginMessages,
  ...floorMessages,
  ...tvMessages,
  ...agentMessages,
};

export type MessageKey = keyof typeof CATALOG;

/** The texts of one language, as react-intl takes them. */
export const MESSAGES: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = Object.fromEntries(
  LANGUAGES.map((language) => [language, Object.fromEntries(Object.entries(CATALOG).map(([key, text]) => [key, text[language]]))]),
) as Record<Language, Record<MessageKey, string>>;
