import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Config } from '../config.js';
import { bad, type Check, good, reasonOf } from '../ops/check.js';
import { readSite } from '../site-file/read.js';

const OLDEST_NODE = [20, 19] as const;
/** Below it Redis may soon not be able to write; below a quarter of it, it is a matter of minutes. */
const FREE_DISK_RATIO = 0.2;
const ASK_WITHIN_MS = 2_000;

export async function checkHost(config: Config): Promise<Check[]> {
  return [
    checkNode(),
    await checkDataDir(config),
    await checkDisk(config),
    await checkPort(config),
    checkTls(config),
    await checkSiteFile(config),
  ];
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return isOld ? bad('node', process.versions.node, `update to ${OLDEST_NODE.join('.')} or newer`) : good('node', process.versions.node);
}

async function checkDataDir({ dataDir }: Config): Promise<Check> {
  const there = await nearestFolder(dataDir);
  const detail = there === resolve(dataDir) ? dataDir : `${dataDir} (to be made)`;
  try {
    await access(there, constants.R_OK | constants.W_OK | constants.X_OK);
    return good('data-dir', `${detail} can be written`);
  } catch (error) {
    return bad('data-dir', `${detail} cannot be written (${reasonOf(error)})`, 'give it to the user that runs Breakwater, or set DATA_DIR');
  }
}

async function checkDisk({ dataDir }: Config): Promise<Check> {
  try {
    const { bavail, blocks, bsize } = await statfs(await nearestFolder(dataDir));
    const detail = `${Math.round((bavail * bsize) / 1_073_741_824)} GB free of ${Math.round((blocks * bsize) / 1_073_741_824)}`;
    return bavail / blocks >= FREE_DISK_RATIO
      ? good('disk', detail)
      : bad('disk', detail, 'make room: Redis ends when its file can’t be written');
  } catch (error) {
    return bad('disk', `cannot be looked at (${reasonOf(error)})`, 'check that DATA_DIR is on a disk of this machine');
  }
}

/** The folder itself, or the one in which it would be made. */
async function nearestFolder(path: string): Promise<string> {
  const whole = resolve(path);
  const isThere = await stat(whole).then(
    () => true,
    () => false,
  );
  return isThere || dirname(whole) === whole ? whole : nearestFolder(dirname(whole));
}

async function checkPort({ http: { host, port } }: Config): Promise<Check> {
  const problem = await new Promise<string | null>((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(reasonOf(error)));
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
  if (problem === null) return good('port', `${host}:${port} is free`);
  if (problem !== 'EADDRINUSE')
    return bad('port', `${host}:${port} cannot be opened (${problem})`, 'set HOST and PORT to an address of this machine');
  const version = await breakwaterAt(host, port);
  return version === null
    ? bad('port', `${port} is in use by another program`, 'stop it, or set PORT')
    : good('port', `${port} is served by Breakwater ${version}`);
}

async function breakwaterAt(host: string, port: number): Promise<string | null> {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${name}:${port}/healthz`, { signal: AbortSignal.timeout(ASK_WITHIN_MS) });
    return z.object({ version: z.string().max(40) }).parse(await answer.json()).version;
  } catch {
    return null;
  }
}

function checkTls({ http, demo }: Config): Check {
  if (http.publicOrigin?.startsWith('https:')) return good('tls', `people come by ${http.publicOrigin}`);
  if (demo) return good('tls', 'plain HTTP; a demonstration has nothing to hide');
  if (['127.0.0.1', '::1', 'localhost'].includes(http.host)) return good('tls', 'plain HTTP, on this machine only');
  return bad(
    'tls',
    'passwords cross the network as plain HTTP',
    'put a proxy with TLS in front, and set PUBLIC_URL=https://… and TRUST_PROXY',
  );
}

async function checkSiteFile(config: Config): Promise<Check> {
  const { path } = config.siteFile;
  const site = await readSite(config);
  if (!site.ok) {
    const more = site.error.length > 1 ? ` (and ${site.error.length - 1} more)` : '';
    return bad('site-file', `${site.error[0]}${more}`, `correct it; all of it: breakwater site check ${path}`);
  }
  const { queues, people } = site.value.config;
  return good(
    'site-file',
    site.value.fromFile
      ? `${path}: ${queues.length} queues, ${people.length} people`
      : 'none: queues and agents show under their source’s names',
  );
}
