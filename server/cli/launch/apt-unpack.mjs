// Debian's and Ubuntu's own redis-server package, unpacked into a private folder. apt's state is kept beside it, so
// neither root nor the system's package lists are needed, and nothing is installed or started.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ cache: string, env: NodeJS.ProcessEnv, say: (line: string) => void }} UnpackRequest */
/** @typedef {'unpacked' | 'not-here' | { failed: string }} UnpackOutcome */

/**
 * Reads `apt-get --print-uris install`: lines such as `'http://…' redis-server_5%3a7.0.15-1_amd64.deb 72344 SHA256:…`.
 * The security archive prints no hash, so only the part up to the size is matched.
 * @param {string} text
 * @returns {string[]} `name=version`: apt checks what it downloads under that name against its signed lists
 */
export function packagesToFetch(text) {
  return [...text.matchAll(/^'[^']+' ([^\s_]+)_([^\s_]+)_\S+\.deb \d+/gm)].map(
    ([, name, version]) => `${name}=${decodeURIComponent(version ?? '')}`,
  );
}

/**
 * @param {UnpackRequest} request
 * @returns {UnpackOutcome}
 */
export function aptUnpack({ cache, env, say }) {
  if (spawnSync('apt-get', ['--version'], { env }).status !== 0) return 'not-here';
  say('No Redis on this machine: unpacking a private copy of the system’s own package (nothing is installed)…');
  // Unpacked under another name first: a copy that was cut short is never taken for a whole one.
  const work = `${cache}.${process.pid}.part`;
  const apt = join(work, 'apt');
  for (const folder of ['lists/partial', 'cache/archives/partial', 'log', 'deb']) mkdirSync(join(apt, folder), { recursive: true });
  const options = [
    '-q',
    ...['-o', `Dir::State::lists=${apt}/lists`],
    ...['-o', `Dir::Cache=${apt}/cache`],
    ...['-o', `Dir::Log=${apt}/log`],
    ...['-o', 'Debug::NoLocking=1'],
    ...['-o', 'APT::Sandbox::User='],
    ...['-o', 'APT::Update::Post-Invoke-Success::='],
    ...['-o', 'Acquire::Retries=3'],
  ];
  /** @param {string} command @param {string[]} args @param {string} [cwd] */
  const run = (command, args, cwd) =>
    execFileSync(command, args, {
      env: { ...env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
  try {
    run('apt-get', [...options, 'update']);
    const specs = packagesToFetch(whatIsLacking(run, options));
    if (specs.length === 0) return { failed: 'apt names no package to fetch' };
    run('apt-get', [...options, 'download', ...specs], join(apt, 'deb'));
    for (const file of readdirSync(join(apt, 'deb'))) run('dpkg-deb', ['-x', join(apt, 'deb', file), work]);
    rmSync(apt, { recursive: true, force: true });
    if (existsSync(cache)) rmSync(cache, { recursive: true, force: true });
    renameSync(work, cache);
    return 'unpacked';
  } catch (error) {
    return { failed: `apt: ${lastLine(error)}` };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {(command: string, args: string[]) => string} run
 * @param {string[]} options
 */
function whatIsLacking(run, options) {
  const ask = [...options, '--no-install-recommends', '-y', '--print-uris'];
  try {
    return run('apt-get', [...ask, 'install', 'redis-server']);
  } catch (reason) {
    // Newer systems have Valkey in Redis's place. Where they have neither, the first reason is the one to tell.
    try {
      return run('apt-get', [...ask, 'install', 'valkey-server']);
    } catch {
      throw reason;
    }
  }
}

/** @param {unknown} error */
export function lastLine(error) {
  const { stderr, message } = /** @type {{ stderr?: string, message?: string }} */ (error);
  return (stderr || message || String(error)).trim().split('\n').at(-1) ?? '';
}
