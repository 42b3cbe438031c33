import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ACCESS, ROUTE_KEYS, type RouteKey } from '../../server/auth/access.js';
import { specOf } from '../../server/http/routes.js';
import { bufferCommands } from '../../shared/domain/buffer/commands.js';
import { bufferEvents } from '../../shared/domain/buffer/events.js';
import { domainEventSchema } from '../../shared/domain/events.js';
import { ALLOWED_FIELDS, AUDIENCE_KINDS } from '../../shared/domain/redact.js';
import { VIEW_SCHEMAS } from '../../shared/protocol/views.js';
import { sourceFiles, withoutComments } from './source-files.js';

/**
 * BS-N2, ST-E3: nothing about buffer shifts, pauses or strain is in any route, view, export or message outside of the few that are made for
 * it, so that nobody can be judged by it. Whoever adds a field that sounds of it elsewhere is stopped here.
 */
const WORDS = /strain|buffer|check-?in(?!g)|micro-?_?pause|relief|\beap\b|crisis|wellbeing|\bbands?\b/i;

/** What an agent's own page, and whoever decides, may ask for. */
const OWN: readonly RouteKey[] = [
  'GET /api/v1/me/wellbeing',
  'GET /api/v1/me/strain',
  'PUT /api/v1/me/strain',
  'POST /api/v1/me/check-in',
  'GET /api/v1/me/buffers',
  'POST /api/v1/me/crisis',
  'GET /api/v1/wellbeing/calls',
  'DELETE /api/v1/wellbeing/calls/:callId',
  'POST /api/v1/buffers/preview',
  'GET /api/v1/buffers/:bufferId/impact',
  'GET /api/v1/buffers/:bufferId/reason',
  'DELETE /api/v1/buffers/:bufferId/reason',
  'GET /api/v1/buffers/totals',
  'GET /api/v1/strain/teams',
];

/** Every name and every fixed value in a schema, with its place. */
function wordsOf(schema: z.ZodType | undefined): string[] {
  if (schema === undefined) return [];
  const found: string[] = [];
  const look = (part: unknown, place: string) => {
    if (typeof part === 'string') found.push(`${place}: ${part}`);
    else if (Array.isArray(part)) for (const each of part) look(each, place);
    else if (typeof part === 'object' && part !== null)
      for (const [key, value] of Object.entries(part)) {
        if (key === '$schema' || key === 'pattern') continue;
        found.push(`${place}.${key}`);
        look(value, `${place}.${key}`);
      }
  };
  look(z.toJSONSchema(schema, { unrepresentable: 'any' }), '');
  return found;
}
/** Of a place only its last step tells something new. */
const telling = (words: string[]) => words.filter((word) => WORDS.test(word.slice(word.lastIndexOf('.') + 1)));

describe('routes', () => {
  const others = ROUTE_KEYS.filter((route) => !OWN.includes(route));
  test.each(others)('%s', (route) => {
    const { params, query, body, answer } = specOf(route);
    expect(telling([params, query, body, answer].flatMap(wordsOf))).toEqual([]);
    expect(route.replace('/me/', '/')).not.toMatch(WORDS);
  });
  test('the look finds what it is for', () => {
    expect(telling(wordsOf(specOf('GET /api/v1/me/strain').answer)).length).toBeGreaterThan(5);
    expect(telling(wordsOf(specOf('GET /api/v1/buffers/totals').answer))).toEqual([]);
  });
  test('what there is is for the agent, or for who decides; administrators and walls reach none of it but for calls that are theirs', () => {
    const roles = OWN.filter((route) => !route.includes('/wellbeing')).flatMap((route) => [...ACCESS[route]]);
    expect(new Set(roles)).toEqual(new Set(['agent', 'lead', 'supervisor']));
  });
  test('who decides reads of a person whether, when and where: never how often, how well, or how they are', () => {
    const read = [specOf('GET /api/v1/buffers/:bufferId/impact').answer, VIEW_SCHEMAS.buffer].flatMap(wordsOf);
    const judging =
      /aht|score|strain|count(?!er)|history|previous|calls|rank|utili[sz]ation|adherence|conformance|quality|mood|check-?in(?!g)/i;
    const names = read.filter((word) => !word.includes(': ')).map((word) => word.slice(word.lastIndexOf('.') + 1));
    expect(names.filter((name) => judging.test(name))).toEqual([]);
  });
});

describe('live views', () => {
  test.each(Object.keys(VIEW_SCHEMAS).filter((kind) => !['buffer', 'cover', 'relief'].includes(kind)))('%s', (kind) => {
    expect(telling(wordsOf(VIEW_SCHEMAS[kind as keyof typeof VIEW_SCHEMAS]))).toEqual([]);
  });
  test('administrators and walls get no buffer shift, no offer to take over, no call for relief', () => {
    for (const kind of ['admin', 'wall'] as const) {
      const { buffer, cover, relief } = ALLOWED_FIELDS[kind];
      expect([kind, buffer, cover, relief]).toEqual([kind, [], [], []]);
    }
  });
  test('nobody gets a strain, whoever they are', () => {
    const fields = AUDIENCE_KINDS.flatMap((kind) => Object.values(ALLOWED_FIELDS[kind]).flat());
    expect(fields.filter((field) => /strain|score|^band|mood/i.test(field))).toEqual([]);
  });
});

describe('the log', () => {
  test('has no event about strain, check-ins’ values, counselling or calls for urgent help', () => {
    const types = domainEventSchema.options.map((option) => option.shape.type.value);
    expect(types.filter((type) => /strain|eap|crisis|mood|wellbeing|confid/i.test(type))).toEqual([]);
    expect(types.length).toBeGreaterThan(50);
  });

  /** A string in which somebody could write what they like; names of people, queues and posts aside. */
  const freeTexts = (schema: z.ZodType): string[] => {
    const found: string[] = [];
    const look = (part: unknown, name: string) => {
      if (Array.isArray(part)) for (const each of part) look(each, name);
      else if (typeof part === 'object' && part !== null) {
        const { type, pattern, enum: values, const: value } = part as Record<string, unknown>;
        if (type === 'string' && pattern === undefined && values === undefined && value === undefined) found.push(name);
        for (const [key, each] of Object.entries(part)) if (key !== 'required') look(each, key === 'properties' ? name : key);
      }
    };
    look(z.toJSONSchema(schema, { unrepresentable: 'any' }), '');
    return found;
  };
  test('has no room for a private text in what is told of a buffer shift', () => {
    expect(new Set(bufferEvents.flatMap(freeTexts))).toEqual(new Set(['userId', 'name', 'nameEn']));
  });
  test('nor in what is wished for: only whoever calls all of them off says why', () => {
    const wishes = bufferCommands.flatMap((schema) => freeTexts(schema).map((name) => `${schema.shape.type.value}: ${name}`));
    expect(wishes).toEqual(['buffer.cancel: reason']);
  });
});

describe('files and messages that leave the site', () => {
  const leaving = sourceFiles('server').filter(
    ({ path, text }) =>
      path.startsWith('server/outbox/') || path.startsWith('server/tracker/') || /from '[^']*(write-csv|http\/series)\.js'/.test(text),
  );
  test('there are some', () => expect(leaving.length).toBeGreaterThan(5));
  test.each(leaving.filter(({ path }) => path !== 'server/node.ts').map(({ path, text }) => [path, text] as const))('%s', (_, text) => {
    // `Buffer` is Node's own.
    const code = withoutComments(text).replace(/\bBuffer\b/g, '');
    expect(code.match(new RegExp(WORDS, 'gi')) ?? []).toEqual([]);
  });
  test('measures for the operator', () => {
    const names = sourceFiles('server').flatMap(({ text }) => [...text.matchAll(/'(breakwater_\w+)'/g)].map(([, name = '']) => name));
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => WORDS.test(name))).toEqual([]);
  });
});
