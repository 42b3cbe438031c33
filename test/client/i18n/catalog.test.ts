import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createIntl } from 'react-intl';
import { describe, expect, test } from 'vitest';
import { TEXTS } from '../../../client/i18n/all-texts.js';
import { type MessageKey, textsIn } from '../../../client/i18n/catalog.js';
import type { Texts } from '../../../client/i18n/language.js';
import { LANGUAGES } from '../../../client/i18n/language.js';

/** Spread into another table. */
const PARTS = new Set(['floor-definitions.ts']);
const CATALOG = Object.assign({}, ...Object.values(TEXTS)) as Record<MessageKey, Texts[string]>;
const keys = Object.keys(CATALOG) as MessageKey[];

/** What a text is filled with: `{n}`, `{n, plural, …}`. */
const argumentsOf = (text: string) => new Set([...text.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name]) => name as string));
const isWithin = (some: ReadonlySet<string>, all: ReadonlySet<string>) => [...some].every((one) => all.has(one));

describe.each(LANGUAGES)('%s', (language) => {
  const messages = textsIn(language, CATALOG);
  test('no text is missing, empty or padded', () => {
    expect(keys.filter((key) => messages[key]?.trim() !== messages[key] || messages[key] === '')).toEqual([]);
  });
  test('every text can be read as a message', () => {
    const broken: string[] = [];
    const intl = createIntl({ locale: language, messages, onError: (error) => broken.push(error.message) });
    for (const key of keys) {
      // Any number will do for every argument: plurals take it, and plain ones print it.
      const values = Object.fromEntries([...argumentsOf(CATALOG[key][language])].map((name) => [name, 2]));
      intl.formatMessage({ id: key }, values);
    }
    expect(broken).toEqual([]);
  });
});

test('both languages are filled with the same things; one of them may leave some out, and neither knows a name of its own', () => {
  const differing = keys.filter((key) => {
    const [chinese, english] = [argumentsOf(CATALOG[key]['zh-CN']), argumentsOf(CATALOG[key].en)];
    return !isWithin(chinese, english) && !isWithin(english, chinese);
  });
  expect(differing).toEqual([]);
});

test('every file of texts is among those that are checked', () => {
  const folder = fileURLToPath(new URL('../../../client/i18n/messages', import.meta.url));
  const tables = readdirSync(folder).filter((file) => !PARTS.has(file));
  expect(Object.keys(TEXTS)).toHaveLength(tables.length);
});

test('no screen overwrites a text of another', () => {
  const all = Object.values(TEXTS).flatMap((texts) => Object.keys(texts));
  expect(all.length).toBe(new Set(all).size);
});

test('Chinese is written in Chinese, with a space between Han and Latin letters or digits', () => {
  const crowded = keys.filter((key) => {
    const plain = CATALOG[key]['zh-CN'].replace(/\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, '');
    return /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u4e00-\u9fff]/.test(plain);
  });
  expect(crowded).toEqual([]);
});

test('English has no Chinese punctuation or characters in it', () => {
  expect(keys.filter((key) => /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/.test(CATALOG[key].en))).toEqual([]);
});

test('every text is shown somewhere', () => {
  const client = fileURLToPath(new URL('../../../client', import.meta.url));
  const source = readdirSync(client, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('messages'))
    .map((path) => readFileSync(join(client, path), 'utf8'))
    .join('\n');
  const literals = new Set([...source.matchAll(/'([\w-]+(?:\.[\w-]+)+)'/g)].map(([, key]) => key));
  // `role.${me.role}` shows every text that begins so.
  const beginnings = [...source.matchAll(/`([\w-]+(?:\.[\w-]+)*\.)\$\{/g)].map(([, beginning]) => beginning as string);
  expect(keys.filter((key) => !literals.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)))).toEqual([]);
});
