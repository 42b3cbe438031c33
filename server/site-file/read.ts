import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SiteConfig } from '../../shared/domain/site-config.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { err, ok, type Result } from '../../shared/kernel/result.js';
import type { Config } from '../config.js';
import { describeProblem, parseSiteFile } from './parse.js';
import { type SiteUser, siteConfigOf } from './site-file.js';

export interface Site {
  readonly config: SiteConfig;
  readonly users: readonly SiteUser[];
  /** Whether there was a file at all. */
  readonly fromFile: boolean;
}

/** The site as its file says; without a file, one that takes everything as the source tells it. The problems are lines for an operator. */
export async function readSite(config: Pick<Config, 'siteFile' | 'siteId' | 'siteTimeZone' | 'demo'>): Promise<Result<Site, string[]>> {
  const { path, required } = config.siteFile;
  const text = await readOrNull(path);
  if (text === null && required) return err([`${path}: cannot be read (SITE_FILE)`]);
  if (text === null) {
    const unnamed = { name: config.siteId, timeZone: config.siteTimeZone, demo: config.demo };
    return ok({ config: siteConfigSchema.parse(unnamed), users: [], fromFile: false });
  }
  const parsed = parseSiteFile(text);
  if (!parsed.ok) return err(parsed.error.map((problem) => describeProblem(basename(path), problem)));
  const siteConfig = siteConfigOf(parsed.value, { timeZone: config.siteTimeZone, demo: config.demo });
  return ok({ config: siteConfig, users: parsed.value.users, fromFile: true });
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
