import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * The server reads its Lua beside the code that calls it: `readFileSync(new URL('./append.lua', import.meta.url), 'utf8')`.
 * That works from source; in a bundle the files are elsewhere, so the build writes the text in place of the read.
 */
const READS_LUA = /readFileSync\(\s*new URL\(\s*(['"])(\.[^'"]+\.lua)\1,\s*import\.meta\.url\s*\),\s*(['"])utf-?8\3\s*,?\s*\)/g;
const inlineLua: Plugin = {
  name: 'inline-lua',
  apply: 'build',
  transform(code, id) {
    if (!id.endsWith('.ts') || !code.includes('.lua')) return null;
    const inlined = code.replace(READS_LUA, (_, _quote, file: string) => {
      const path = resolve(dirname(id), file);
      this.addWatchFile(path);
      return JSON.stringify(readFileSync(path, 'utf8'));
    });
    if (/new URL\(\s*['"][^'"]+\.lua/.test(inlined)) this.error(`${id} reads Lua in a way the build cannot inline`);
    return { code: inlined, map: null };
  },
};

/** The browser's build of the client library: in jsdom the Node build would bring its own WebSocket, which msw can't see. */
const socketIoInBrowser = resolve(
  dirname(createRequire(import.meta.url).resolve('socket.io-client/package.json')),
  'dist/socket.io.esm.min.js',
);

export default defineConfig(({ isSsrBuild, mode }) => {
  if (mode === 'test') return { root, plugins: [react()], test: testing };
  if (isSsrBuild) {
    return {
      root,
      plugins: [inlineLua],
      publicDir: false,
      build: {
        ssr: true,
        target: 'node20',
        outDir: 'dist/server',
        emptyOutDir: true,
        sourcemap: true,
        rolldownOptions: {
          // All in one folder: what the code finds beside itself (`../client`) must not depend on how the build cuts it.
          output: {
            chunkFileNames: '[name]-[hash].js',
            // A thread's file is found by the name that it has in the sources.
            entryFileNames: ({ name }) => (name.endsWith('-worker') ? '[name].mjs' : '[name].js'),
          },
          input: {
            main: 'server/main.ts',
            cli: 'server/cli/main.ts',
            config: 'server/config.ts',
            'highs-worker': 'server/solver/highs-worker.mjs',
          },
        },
      },
    };
  }
  return {
    root: resolve(root, 'client'),
    plugins: [react()],
    build: { outDir: '../dist/client', emptyOutDir: true, manifest: true, target: 'es2022', sourcemap: false },
    server: {
      host: '127.0.0.1',
      port: Number(process.env.DEV_CLIENT_PORT ?? 5173),
      strictPort: true,
      // The host stays as the browser sent it: the server compares it with the page's origin.
      proxy: Object.fromEntries(
        ['/api', '/healthz', '/readyz', '/metrics', '/socket.io'].map((path) => [
          path,
          { target: devServer(), ws: true, changeOrigin: false },
        ]),
      ),
    },
  };
});

function devServer(): string {
  return `http://127.0.0.1:${process.env.PORT ?? 8080}`;
}

/** For a test that hangs. A busy machine must not turn a slow test into a failed one: no test asserts on time. */
const patienceMs = 60_000;

/** Real processes and browsers on a machine that others use too: what fails there is tried once more, and shown as such. */
const onceMoreWhereShared = process.env.CI ? 1 : 0;

/**
 * Files at once. Rules are bound by the processor. Tests on Redis and in a browser mostly wait, for leases, silences and screens: on two
 * processors, one after the other, they would take most of the time of a whole run.
 */
const cores = availableParallelism();
const atOnce = { rules: Math.max(2, cores - 1), processes: Math.min(cores + 1, 6), browsers: Math.min(cores, 3) };

/** It waits for an hour of the site's: begun last, everything else would be done long before it. */
const LONGEST = 'buffer-red.browser.test.ts';

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const longest = sorted.find(({ moduleId }) => moduleId.endsWith(LONGEST));
    if (longest === undefined) return sorted;
    const others = sorted.filter((one) => one !== longest);
    const at = others.findIndex(({ project }) => project === longest.project);
    return others.toSpliced(at === -1 ? others.length : at, 0, longest);
  }
}

/** A file's suffix says what its tests need; `--project pure` and so on selects. */
const testing = {
  sequence: { sequencer: LongestFirst },
  projects: [
    {
      extends: true as const,
      test: {
        name: 'pure',
        environment: 'node' as const,
        maxWorkers: atOnce.rules,
        include: ['test/**/*.test.ts'],
        exclude: ['**/*.redis.test.ts', '**/*.browser.test.ts'],
        setupFiles: ['test/support/property-setup.ts'],
        testTimeout: patienceMs,
      },
    },
    {
      extends: true as const,
      test: {
        name: 'redis',
        environment: 'node' as const,
        maxWorkers: atOnce.processes,
        sequence: { groupOrder: 1 },
        include: ['test/**/*.redis.test.ts'],
        setupFiles: ['test/support/property-setup.ts'],
        // Guards against hanging, on machines that do other work too.
        testTimeout: 120_000,
        hookTimeout: 60_000,
        retry: onceMoreWhereShared,
      },
    },
    {
      extends: true as const,
      resolve: { alias: { 'socket.io-client': socketIoInBrowser } },
      test: {
        name: 'dom',
        environment: 'jsdom' as const,
        maxWorkers: atOnce.rules,
        include: ['test/**/*.dom.test.tsx'],
        setupFiles: ['test/support/property-setup.ts', 'test/support/dom-setup.ts'],
        testTimeout: patienceMs,
      },
    },
    {
      extends: true as const,
      test: {
        name: 'browser',
        environment: 'node' as const,
        include: ['test/**/*.browser.test.ts'],
        maxWorkers: atOnce.browsers,
        retry: onceMoreWhereShared,
        testTimeout: 120_000,
        hookTimeout: 180_000,
        globalSetup: ['test/support/browser-setup.ts'],
        sequence: { groupOrder: 2 },
      },
    },
  ],
};
