// The settings that the launcher itself needs, from the environment and `.env`. The server checks all of them by name
// and reason; here they are only read.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';

/**
 * The environment with `.env` beneath it: what is set in the environment wins. An empty value counts as not set.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function readEnvironment(root, env) {
  const path = resolve(root, '.env');
  const fromFile = existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
  const merged = { ...fromFile, ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

/** Whether someone else's Redis is to be used; then the launcher starts none. @param {NodeJS.ProcessEnv} env */
export function usesOwnRedis(env) {
  return !(env.REDIS_URL || env.REDIS_URL_FILE || env.REDIS_SENTINELS);
}

/** @param {string} root @param {NodeJS.ProcessEnv} env */
export function dataDirOf(root, env) {
  return resolve(root, env.DATA_DIR ?? 'data');
}

const SETTINGS =
  /^(HOST|PORT|PUBLIC_URL|TRUST_PROXY|DATA_DIR|REDIS_(URL|SENTINELS|SENTINEL_NAME)|SITE_(ID|TIME_ZONE)|SITE_FILE|SOURCE|AMI_\w+|SIM_\w+|LOG_LEVEL|METRICS_TOKEN)(_FILE)?$/;

/**
 * The environment for tests: a developer's own settings, least of all the address of a Redis in use, never reach them.
 * @param {NodeJS.ProcessEnv} env
 */
export function withoutSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SETTINGS.test(name)));
}
