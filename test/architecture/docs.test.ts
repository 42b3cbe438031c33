import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ROUTE_KEYS } from '../../server/auth/access.js';
import { serviceLevelFormulaSchema } from '../../shared/domain/site-config.js';
import { root } from './source-files.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = ['README.md', ...markdownUnder('docs'), ...markdownUnder('test/fixtures')];

function markdownUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `${folder}/${path}`)
    .sort();
}

/** What a page's text says outside blocks of code. */
const prose = (text: string) => text.replace(/^( *)```[\s\S]*?^\1```/gm, '').replace(/`[^`\n]*`/g, '');
const headings = (text: string) => [...text.replace(/^( *)```[\s\S]*?^\1```/gm, '').matchAll(/^(#+) (.+)$/gm)];

/** As GitHub makes them: lower case, words joined by `-`, no punctuation. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');

describe('links in the documents', () => {
  test.each(pages)('%s leads only to what is there', (page) => {
    const links = [...prose(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken = links.filter((target) => {
      if (/^(https?|mailto):/.test(target)) return false;
      const [path = '', anchor] = target.split('#', 2);
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !headings(read(file)).some(([, , heading = '']) => anchorOf(heading) === anchor);
    });
    expect(broken).toEqual([]);
  });
});

test('an operator finds every setting in the guide', () => {
  const guide = read('docs/operating.md');
  const settings = Object.keys(parseEnv(read('.env.example')));
  expect(settings.length).toBeGreaterThan(15);
  expect(settings.filter((name) => !guide.includes(`| \`${name}\` |`))).toEqual([]);
});

test('an operator finds every measure in the guide', () => {
  const guide = read('docs/operating.md');
  const sources = read('server/ops/measures.ts') + read('server/node.ts');
  const names = [...new Set(sources.match(/breakwater_[a-z_]+/g))];
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});

test('an operator finds every check of the doctor, and every reason to distrust the floor, in the guide', () => {
  const guide = read('docs/operating.md');
  const sources = ['server/cli/doctor.ts', 'server/cli/doctor-host.ts', 'server/cli/doctor-pbx.ts', 'server/ops/check-redis.ts']
    .map(read)
    .join();
  const checks = [...sources.matchAll(/(?:good|bad|check)(?:\(|: )'([a-z-]+)'/g)].map(([, name = '']) => name);
  const reasons = [...read('server/site/staleness.ts').matchAll(/because: '([a-z-]+)'/g)].map(([, name = '']) => name);
  expect(checks.length).toBeGreaterThan(20);
  expect(reasons.length).toBe(4);
  expect([...checks, ...reasons].filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});

test('the page on the API names every route', () => {
  const page = read('docs/api.md');
  const paths = [...new Set(ROUTE_KEYS.map((route) => route.split(' ')[1] ?? ''))];
  expect(paths.filter((path) => !page.includes(path))).toEqual([]);
});

describe('the supervisors’ guides', () => {
  const [english, chinese] = [read('docs/supervisor-guide.en.md'), read('docs/supervisor-guide.zh-CN.md')];
  const rowsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('|')).length;
  const codesOf = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code).sort();

  test('have the same chapters, and as many pictures and rows in their tables', () => {
    const shapeOf = (text: string) => headings(text).map(([, level]) => level);
    expect(shapeOf(chinese)).toEqual(shapeOf(english));
    expect(rowsOf(chinese)).toBe(rowsOf(english));
    expect(chinese.match(/!\[/g)?.length).toBe(english.match(/!\[/g)?.length);
  });

  test('name the same keys, formulas and addresses', () => {
    const common = (codes: string[]) => [...new Set(codes)].filter((code) => !code.startsWith('/tv?') && !code.startsWith('?lang'));
    expect(common(codesOf(chinese))).toEqual(common(codesOf(english)));
  });

  test('explain each formula of the service level', () => {
    for (const formula of serviceLevelFormulaSchema.options) {
      expect(english).toContain(`\`${formula}\``);
      expect(chinese).toContain(`\`${formula}\``);
    }
  });

  test('the Chinese one is written with full-width punctuation', () => {
    const half = prose(chinese)
      .split('\n')
      .filter((line) => /\p{Script=Han}[,;:!?]|[,;:!?]\p{Script=Han}|\p{Script=Han}\(/u.test(line.replace(/\]\([^)]*\)/g, ']')));
    expect(half).toEqual([]);
  });
});

test('decisions are numbered without gaps, a page each', () => {
  const files = readdirSync(join(root, 'docs/decisions')).sort();
  expect(files.map((file) => file.slice(0, 4))).toEqual(files.map((_, at) => String(at + 1).padStart(4, '0')));
  for (const file of files) {
    const text = read(`docs/decisions/${file}`);
    expect(text).toMatch(new RegExp(`^# ${file.slice(0, 4)} `));
    for (const part of ['Status: ', '**Context.**', '**Decision.**', '**Consequences.**']) expect(text, file).toContain(part);
    expect(text.split('\n').length, file).toBeLessThan(60);
  }
});

test('pictures in the documents are small enough to be read on a slow line', () => {
  const images = readdirSync(join(root, 'docs/images'));
  expect(images.filter((name) => readFileSync(join(root, 'docs/images', name)).length > 300_000)).toEqual([]);
});
