import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const PROCESSES = ['bare-server', 'cold-start', 'fold-server', 'live-server', 'loader', 'receivers'] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** Inside the tree, so that packages are found from there. */
const OUT_DIR = `${root}.cache/bench`;
export const builtProcess = (name: ProcessName): string => `${OUT_DIR}/${name}.js`;

/** The bench's processes as the server is built for production: what runs sources directly adds work of its own to every function. */
export async function buildProcesses(): Promise<void> {
  await build({
    root,
    configFile: `${root}vite.config.ts`,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: OUT_DIR,
      emptyOutDir: true,
      sourcemap: false,
      rolldownOptions: { input: Object.fromEntries(PROCESSES.map((name) => [name, `${root}test/bench/processes/${name}.ts`])) },
    },
  });
}
