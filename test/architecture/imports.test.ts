import { describe, expect, test } from 'vitest';
import { type Import, importsOf, type SourceFile, sourceFiles, withoutComments } from './source-files.js';

const server = sourceFiles('server');
const client = sourceFiles('client');
const shared = sourceFiles('shared');
const everything = [...server, ...client, ...shared];

/** The folder of our tree that an import leads into, and the files that take it there. */
const into = (files: readonly SourceFile[], isWrong: (target: Import, file: SourceFile) => boolean) =>
  files.flatMap((file) =>
    file.imports
      .filter((target) => isWrong(target, file))
      .map((target) => `${file.path} → ${target.kind === 'ours' ? target.path : target.name}`),
  );
const inFolder = (files: readonly SourceFile[], folder: string) => files.filter(({ path }) => path.startsWith(`${folder}/`));
const leadsInto = (target: Import, folders: readonly string[]) =>
  target.kind === 'ours' && folders.some((folder) => target.path === folder || target.path.startsWith(`${folder}/`));

describe('the rules see what they are about', () => {
  test('an import is found however it is written', () => {
    const text = `import { a } from '../../shared/kernel/time.js';
      import type { B } from "zod";
      export { c } from './c.js';
      import './d.css';
      const e = await import('@node-rs/argon2/x');
      // import { f } from 'commented-out';
      const url = 'http://not.a/comment'; import g from 'after-a-url';`;
    expect(importsOf('server/log/append.ts', text)).toEqual([
      { kind: 'ours', path: 'shared/kernel/time' },
      { kind: 'package', name: 'zod' },
      { kind: 'ours', path: 'server/log/c' },
      { kind: 'ours', path: 'server/log/d.css' },
      { kind: 'package', name: '@node-rs/argon2' },
      { kind: 'package', name: 'after-a-url' },
    ]);
  });
  test('there is a tree to look at', () => {
    expect([server, client, shared].map((files) => files.length > 5)).toEqual([true, true, true]);
  });
});

describe('shared/ is what is true: it runs anywhere, and replays to the same end', () => {
  test('it imports zod and its own files only; time zones come in at one place', () => {
    const isWrong = (target: Import, { path }: SourceFile) =>
      target.kind === 'ours'
        ? !target.path.startsWith('shared/')
        : target.name !== 'zod' && !(target.name === 'temporal-polyfill' && path === 'shared/kernel/zone.ts');
    expect(into(shared, isWrong)).toEqual([]);
  });

  test.each([
    ['kernel', ['kernel']],
    ['staffing', ['kernel', 'staffing']],
    ['domain', ['kernel', 'staffing', 'domain']],
    ['metrics', ['kernel', 'staffing', 'domain', 'metrics']],
    ['protocol', ['kernel', 'staffing', 'domain', 'metrics', 'protocol']],
  ])('%s builds on %j', (folder, may) => {
    const allowed = may.map((name) => `shared/${name}`);
    expect(into(inFolder(shared, `shared/${folder}`), (target) => target.kind === 'ours' && !leadsInto(target, allowed))).toEqual([]);
  });

  test.each([
    ['a clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.now\b|\bTemporal\.Now\b/],
    ['dice', /\bMath\.random\b|\bcrypto\.(randomUUID|getRandomValues)\b/],
    ['timers', /\b(setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame)\b/],
    ['input or output', /\b(fetch|process|localStorage|document|window)\s*[.(]|\bconsole\./],
  ])('it has no %s of its own: they come in as arguments', (_, forbidden) => {
    expect(shared.filter(({ text }) => forbidden.test(withoutComments(text))).map(({ path }) => path)).toEqual([]);
  });
});

describe('server and client meet only in shared/', () => {
  test('no file of one imports the other', () => {
    expect(into(server, (target) => leadsInto(target, ['client', 'test']))).toEqual([]);
    expect(into(client, (target) => leadsInto(target, ['server', 'test']))).toEqual([]);
  });
  test('the browser gets no module of Node', () => {
    expect(into(client, (target) => target.kind === 'package' && target.name.startsWith('node:'))).toEqual([]);
  });
});

describe('server/: each part knows those below it', () => {
  /** `main.ts` and the command line join the parts and may import all of them. Everyone may import ops, config and shared. */
  const MAY: Record<string, readonly string[]> = {
    ops: [],
    log: [],
    auth: [],
    'site-file': [],
    solver: [],
    // Connectors build on the site; it knows them by their interface alone.
    site: ['log', 'connectors/connector'],
    history: ['site', 'log'],
    outbox: ['log'],
    tracker: ['outbox', 'site'],
    // Spreadsheets' files, whatever is in them.
    csv: [],
    // Words that no one else may read: kept apart, and asked for by routes alone.
    private: ['log'],
    // What is worked out for one person alone; routes ask for it.
    wellbeing: ['site', 'log', 'history', 'private'],
    // Invented people at invented desks: what they wish for is decided like anybody's.
    demo: ['site'],
    connectors: ['site', 'log'],
    realtime: ['site', 'log', 'auth', 'history'],
    http: ['site', 'log', 'auth', 'history', 'outbox', 'tracker', 'private', 'wellbeing', 'csv'],
  };
  test.each(Object.entries(MAY))('%s imports %j, ops, config and shared', (folder, may) => {
    const allowed = [folder, 'ops', 'config', ...may].map((name) => `server/${name}`);
    const files = inFolder(server, `server/${folder}`);
    expect(into(files, (target) => target.kind === 'ours' && !leadsInto(target, [...allowed, 'shared']))).toEqual([]);
  });
  test('every folder has its rule', () => {
    const folders = new Set(server.map(({ path }) => path.split('/')).flatMap(([, folder, file]) => (folder && file ? [folder] : [])));
    expect([...folders].filter((folder) => folder !== 'cli' && !MAY[folder])).toEqual([]);
  });
  test('only main and the command line reach up', () => {
    const isBelow = ({ path }: SourceFile) => path !== 'server/main.ts' && !path.startsWith('server/cli/');
    expect(into(server.filter(isBelow), (target) => leadsInto(target, ['server/main', 'server/cli']))).toEqual([]);
  });
});

describe('a library is known at one place', () => {
  test.each([
    ['ioredis', ['server/log', 'server/history', 'server/auth', 'server/ops']],
    ['redis', ['server/auth', 'server/ops']],
    ['connect-redis', ['server/auth', 'server/http']],
    ['socket.io', ['server/realtime']],
    ['express', ['server/http']],
    ['socket.io-client', ['client/live']],
    ['recharts', ['client/ui']],
    ['temporal-polyfill', ['shared/kernel']],
    ['highs', ['server/solver']],
    ['msw', []],
  ])('%s: %j', (name, folders) => {
    const isElsewhere = (target: Import, { path }: SourceFile) =>
      target.kind === 'package' && target.name === name && !folders.some((folder) => path.startsWith(`${folder}/`));
    expect(into(everything, isElsewhere)).toEqual([]);
  });
});

describe('client/: screens stand beside each other', () => {
  const SCREENS = ['floor', 'escalations', 'roster', 'buffer', 'wellbeing', 'desk', 'reports', 'replay', 'admin', 'agent', 'login', 'tv'];
  test('a screen imports no other screen', () => {
    const others = (own: string) => SCREENS.filter((screen) => screen !== own).map((screen) => `client/${screen}`);
    const offenders = SCREENS.flatMap((own) =>
      into(inFolder(client, `client/${own}`), (target) => leadsInto(target, [...others(own), 'client/app'])),
    );
    expect(offenders).toEqual([]);
  });
  test('ui knows no call-centre word: it imports nothing of ours', () => {
    expect(into(inFolder(client, 'client/ui'), (target) => target.kind === 'ours' && !leadsInto(target, ['client/ui']))).toEqual([]);
  });
  test('live data knows no screen', () => {
    expect(
      into(inFolder(client, 'client/live'), (target) => target.kind === 'ours' && !leadsInto(target, ['client/live', 'shared'])),
    ).toEqual([]);
  });
  test('texts know no live data', () => {
    expect(
      into(inFolder(client, 'client/i18n'), (target) => target.kind === 'ours' && !leadsInto(target, ['client/i18n', 'shared'])),
    ).toEqual([]);
  });
});
