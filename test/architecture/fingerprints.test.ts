import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { COMMIT_VERSION, commitSchema } from '../../shared/domain/commit.js';
import { PROTOCOL_VERSION } from '../../shared/protocol/version.js';
import { root } from './source-files.js';

/**
 * The shape of what is stored and of what is sent, as a hash, beside the version that stands for it. Whoever changes a
 * shape finds this test failing, and answers it by raising the version (with an upcaster and a fixture for stored
 * commits) and noting the new hash, which the failure shows. A version that was never released may keep its number.
 */
const noted: Record<string, { version: number; sha256: string }> = JSON.parse(
  readFileSync(join(root, 'test/architecture/fingerprints.json'), 'utf8'),
);

const shapeOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
const hashOf = (shape: unknown) => createHash('sha256').update(JSON.stringify(shape)).digest('hex');

/** Every schema that a file of the protocol exports, by name: order within a file does not count. */
async function messages() {
  const folder = join(root, 'shared/protocol');
  const shapes: [string, unknown][] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const exported: Record<string, unknown> = await import(pathToFileURL(join(folder, file)).href);
    for (const [name, value] of Object.entries(exported)) if (value instanceof z.ZodType) shapes.push([name, shapeOf(value)]);
  }
  return shapes.sort(([a], [b]) => (a < b ? -1 : 1));
}

test('a browser never reads a message of a shape its version does not stand for', async () => {
  const shapes = await messages();
  expect(shapes.length).toBeGreaterThan(10);
  expect({ version: PROTOCOL_VERSION, sha256: hashOf(shapes) }).toEqual(noted.protocol);
});

test('a commit in the log is never read as one of another shape', () => {
  expect({ version: COMMIT_VERSION, sha256: hashOf(shapeOf(commitSchema)) }).toEqual(noted.commit);
});
