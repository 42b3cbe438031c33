import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEMO_ACCOUNTS, DEMO_TV_TOKEN } from './auth/demo-accounts.js';
import { type Config, describeProblems, loadConfig, readEnvFile } from './config.js';
import { BadSiteFile, startNode } from './node.js';
import { createLifecycle, stopOnSignals } from './ops/lifecycle.js';
import { createLogger } from './ops/logger.js';

/** Starts a node from its environment; the only file that runs by being loaded. */
async function main(): Promise<void> {
  const loaded = loadConfig({ ...readEnvFile(process.cwd()), ...process.env });
  if (!loaded.ok) return fail(`Nothing was started:\n${describeProblems(loaded.error)}`, 2);
  const config = loaded.value;
  const logger = createLogger({ level: config.logLevel });
  const lifecycle = createLifecycle(logger);
  stopOnSignals(lifecycle);
  process.on('unhandledRejection', (error) => {
    // A bug: what this node knows is no longer to be trusted. It stops in order and is started again by whoever runs it.
    logger.fatal({ err: error }, 'unhandled rejection');
    void lifecycle.stop('unhandled rejection').then(() => process.exit(1));
  });
  try {
    const { port } = await startNode({ config, logger, lifecycle, clientDir: clientDir(), version: version() });
    tell(config, port);
  } catch (error) {
    await lifecycle.stop('start failed');
    const problem = operatorsProblem(error, config);
    if (problem === null) logger.fatal({ err: error }, 'could not start');
    fail(`Could not start: ${problem ?? (error instanceof Error ? error.message : String(error))}`, problem === null ? 1 : 2);
    process.exit();
  }
}

/** In words for whoever can mend it; null: it is not theirs to mend. */
function operatorsProblem(error: unknown, { http: { host, port } }: Config): string | null {
  if (error instanceof BadSiteFile) return error.message;
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `PORT ${port} on ${host} is in use by another program. Stop it, or set another PORT.`;
    case 'EACCES':
      return `PORT ${port} may not be opened by this user. Set one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${host} is no address of this machine.`;
    default:
      return null;
  }
}

/** What a person who typed `npm start` wants to know. */
function tell(config: Config, port: number): void {
  const address = config.http.publicOrigin ?? `http://localhost:${port}`;
  const lines = [`Breakwater is at ${address}`, sourceLine(config)];
  if (config.demo) {
    lines.push('', 'Demo accounts · 演示账号');
    for (const { role, login, password } of DEMO_ACCOUNTS) lines.push(`  ${role.padEnd(11)} ${login.padEnd(9)} ${password}`);
    lines.push(`  ${'wall TV'.padEnd(11)} ${address}/tv#${DEMO_TV_TOKEN}`);
  } else {
    lines.push('The first admin is made by: npm run breakwater -- user add <login> --role admin');
  }
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}

function sourceLine({ source, siteId }: Config): string {
  switch (source.kind) {
    case 'simulator':
      return `Site ${siteId}: a simulated floor of ${source.agents} agents at ${source.speed}× speed`;
    case 'asterisk':
      return `Site ${siteId}: Asterisk at ${source.host}:${source.port}`;
    case 'none':
      return `Site ${siteId}: no source is connected`;
  }
}

/** Beside the built server, or where the build puts it when run from source. */
function clientDir(): string | null {
  const built = [new URL('../client', import.meta.url), new URL('../dist/client', import.meta.url)].map((url) => fileURLToPath(url));
  return built.find((dir) => existsSync(`${dir}/index.html`) && existsSync(`${dir}/.vite`)) ?? null;
}

function version(): string {
  const file = [new URL('../package.json', import.meta.url), new URL('../../package.json', import.meta.url)].find((url) => existsSync(url));
  return file === undefined ? '0.0.0' : (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function fail(message: string, code: number): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}

await main();
