#!/usr/bin/env node
// The package's command: runs the build (`npm run build` makes it).
import { existsSync } from 'node:fs';

const built = new URL('../../dist/server/cli.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  process.stderr.write('Breakwater is not built here: run `npm run build` first.\n');
  process.exitCode = 2;
}
