import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const dist = fileURLToPath(new URL('../../dist/client', import.meta.url));
const manifestFile = join(dist, '.vite/manifest.json');
const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), isEntry: z.boolean().optional(), imports: z.array(z.string()).optional() }),
);

/** Scripts that a page needs before anything on it shows: what it imports, and what that imports. */
function scriptsOf(manifest: z.infer<typeof manifestSchema>, roots: readonly string[]): string[] {
  const wanted = [...roots];
  const found = new Set<string>();
  for (let chunk = wanted.pop(); chunk !== undefined; chunk = wanted.pop()) {
    const entry = manifest[chunk];
    if (entry === undefined || found.has(entry.file)) continue;
    found.add(entry.file);
    wanted.push(...(entry.imports ?? []));
  }
  return [...found];
}

/** `npm test` builds first; a run of this file alone may find nothing built. */
describe.runIf(existsSync(manifestFile))('what a browser has to fetch', () => {
  const manifest = () => manifestSchema.parse(JSON.parse(readFileSync(manifestFile, 'utf8')));
  const kilobytes = (files: readonly string[]) =>
    files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0) / 1_000;
  const page = (source: string) => scriptsOf(manifest(), ['index.html', source]);

  test('the floor takes at most 250 kB of script before its charts', () => {
    const files = page('floor/floor-screen.tsx');
    expect(files.length).toBeGreaterThan(1);
    expect(kilobytes(files)).toBeLessThanOrEqual(250);
  });
  test('charts are not among it, nor on the wall, the sign-in page or an agent’s page', () => {
    const charts = Object.values(manifest()).filter(({ file }) => file.includes('recharts'));
    expect(charts.length).toBe(1);
    for (const source of ['floor/floor-screen.tsx', 'tv/tv-screen.tsx', 'app/login-page.tsx', 'desk/desk-screen.tsx']) {
      expect(page(source)).not.toContain(charts[0]?.file);
    }
  });
});
