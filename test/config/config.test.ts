import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Config, describeProblems, type Environment, loadConfig, readEnvFile } from '../../server/config.js';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'breakwater-config-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function good(env: Environment): Config {
  const loaded = loadConfig(env);
  if (!loaded.ok) throw new Error(describeProblems(loaded.error));
  return loaded.value;
}
const told = (env: Environment): string[] => {
  const loaded = loadConfig(env);
  return loaded.ok ? [] : describeProblems(loaded.error).split('\n');
};
const AMI = { AMI_HOST: 'pbx.lan', AMI_USER: 'floor', AMI_SECRET: 's3cret-of-the-pbx' };

test('with nothing set it is the demonstration, reachable from other desks', () => {
  const config = good({});
  expect(config).toMatchObject({
    http: { host: '0.0.0.0', port: 8080, publicOrigin: null, trustProxy: 0 },
    dataDir: 'data',
    siteId: 'demo',
    demo: true,
    source: { kind: 'simulator', seed: 1, speed: 1, agents: 120 },
    siteFile: { path: 'data/site.yaml', required: false },
    logLevel: 'info',
    metricsToken: null,
  });
  expect(config.siteTimeZone).not.toBe('');
});

test('a PBX makes it a real site without demo accounts', () => {
  const config = good({ ...AMI, AMI_QUEUES: 'sales, 售后 ,', AMI_AGENT_CONTEXT: 'agents' });
  expect(config).toMatchObject({ siteId: 'main', demo: false });
  expect(config.source).toEqual({
    kind: 'asterisk',
    host: 'pbx.lan',
    port: 5038,
    user: 'floor',
    secret: AMI.AMI_SECRET,
    queues: ['sales', '售后'],
    contexts: { agent: 'agents', queue: null },
  });
});

test('nothing of it can be changed later', () => {
  const config = good(AMI);
  expect(() => Object.assign(config.http, { port: 1 })).toThrow(TypeError);
  expect(() => Object.assign(config, { demo: true })).toThrow(TypeError);
});

test('an empty value is as good as none', () => {
  expect(good({ PORT: '', AMI_HOST: '', SITE_ID: '' })).toMatchObject({ siteId: 'demo', http: { port: 8080 } });
});

const refused: readonly (readonly [Environment, string[]])[] = [
  [{ PORT: 'http' }, ['PORT must be a whole number from 0 to 65535']],
  [{ PORT: '65536' }, ['PORT must be a whole number from 0 to 65535']],
  [{ PORT: '80 ' }, ['PORT must be a whole number from 0 to 65535']],
  [{ PUBLIC_URL: 'floor.example.com' }, ['PUBLIC_URL must be http(s)://host[:port] without a path']],
  [{ PUBLIC_URL: 'https://floor.example.com/app' }, ['PUBLIC_URL must be http(s)://host[:port] without a path']],
  [
    { PUBLIC_URL: 'https://floor.example.com' },
    ['TRUST_PROXY must say which proxy ends TLS (such as 1 or loopback) when PUBLIC_URL is https'],
  ],
  [{ TRUST_PROXY: 'everyone' }, ['TRUST_PROXY must be a whole number from 0 to 10']],
  [{ REDIS_URL: 'localhost:6379' }, ['REDIS_URL must begin with redis://, rediss:// or unix:///']],
  [{ REDIS_SENTINELS: 'a:1,b:2' }, ['REDIS_SENTINEL_NAME must be set with REDIS_SENTINELS']],
  [{ REDIS_SENTINEL_NAME: 'floor' }, ['REDIS_SENTINELS must be set with REDIS_SENTINEL_NAME']],
  [{ REDIS_SENTINELS: 'a:1,b c', REDIS_SENTINEL_NAME: 'x' }, ['REDIS_SENTINELS has an entry that is not host:port']],
  [{ SITE_ID: 'Main' }, ['SITE_ID must be 1 to 32 of a-z, 0-9 and -, not beginning with -']],
  [{ SITE_ID: 'a}b' }, ['SITE_ID must be 1 to 32 of a-z, 0-9 and -, not beginning with -']],
  [{ ...AMI, SITE_ID: 'demo' }, ['SITE_ID demo is kept for the simulator: its accounts are public']],
  [{ SITE_TIME_ZONE: 'Beijing' }, ['SITE_TIME_ZONE must be an IANA time zone such as Asia/Shanghai']],
  [{ SOURCE: 'freeswitch' }, ['SOURCE must be simulator, asterisk or none']],
  [
    { SOURCE: 'asterisk' },
    [
      'AMI_HOST must be set when SOURCE is asterisk',
      'AMI_USER must be set to log in to the PBX',
      'AMI_SECRET must be set to log in to the PBX',
    ],
  ],
  [{ ...AMI, AMI_SECRET: 'a\r\nAction: Originate' }, ['AMI_SECRET must not hold control characters']],
  [{ ...AMI, AMI_PORT: '0' }, ['AMI_PORT must be a whole number from 1 to 65535']],
  [{ SIM_SPEED: '0.5' }, ['SIM_SPEED must be a number from 1 to 100']],
  [{ SIM_SPEED: '101' }, ['SIM_SPEED must be a number from 1 to 100']],
  [{ SIM_AGENTS: '4' }, ['SIM_AGENTS must be a whole number from 5 to 10000']],
  [{ SIM_AGENTS: '-5' }, ['SIM_AGENTS must be a whole number from 5 to 10000']],
  [{ SIM_HISTORY: '1441' }, ['SIM_HISTORY must be a whole number from 0 to 1440']],
  [{ SIM_SHIFTS: 'none' }, ['SIM_SHIFTS must be on or off']],
  [{ SIM_SEED: '1.5' }, ['SIM_SEED must be a whole number from 0 to 4294967295']],
  [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent']],
  [{ METRICS_TOKEN: 'short' }, ['METRICS_TOKEN must have at least 16 characters']],
  // All at once: who sets up a server should not find them one by one.
  [
    { PORT: 'x', SIM_SPEED: '900', SOURCE: 'nothing', LOG_LEVEL: '?' },
    [
      'PORT must be a whole number from 0 to 65535',
      'SOURCE must be simulator, asterisk or none',
      'SIM_SPEED must be a number from 1 to 100',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent',
    ],
  ],
];
test.each(refused)('%j is told by name and reason', (env, problems) => {
  expect(told(env)).toEqual(problems);
});

const accepted: readonly (readonly [Environment, Partial<Config>])[] = [
  [{ REDIS_URL: 'unix:///run/redis.sock' }, { redis: { url: 'unix:///run/redis.sock', sentinels: undefined, sentinelName: undefined } }],
  [
    { REDIS_SENTINELS: 'a:1, [::1]:2,c', REDIS_SENTINEL_NAME: 'floor' },
    { redis: { url: undefined, sentinels: 'a:1,[::1]:2,c:26379', sentinelName: 'floor' } },
  ],
  [{ SOURCE: 'none' }, { source: { kind: 'none' }, demo: false }],
  [
    { SIM_SPEED: '12.5', SIM_SEED: '0', SIM_AGENTS: '10000' },
    { source: { kind: 'simulator', seed: 0, speed: 12.5, agents: 10_000, hasShifts: true, historyMin: null } },
  ],
  [
    { SIM_SHIFTS: 'off', SIM_HISTORY: '0' },
    { source: { kind: 'simulator', seed: 1, speed: 1, agents: 120, hasShifts: false, historyMin: 0 } },
  ],
  [{ SITE_ID: 'north' }, { demo: false }],
  [{ SITE_FILE: '/etc/site.yaml' }, { siteFile: { path: '/etc/site.yaml', required: true } }],
];
test.each(accepted)('%j is taken', (env, part) => {
  expect(good(env)).toMatchObject(part);
});

test('behind a proxy that ends TLS the address is the public one', () => {
  const { http } = good({ PUBLIC_URL: 'https://Floor.Example.com/', TRUST_PROXY: 'loopback, 10.0.0.0/8' });
  expect(http).toMatchObject({ publicOrigin: 'https://floor.example.com', trustProxy: ['loopback', '10.0.0.0/8'] });
});

test('a secret may come from a file, and is never in a complaint', () => {
  const path = join(dir, 'ami');
  writeFileSync(path, 's3cret-in-a-file\n');
  const { AMI_SECRET: _, ...rest } = AMI;
  expect(good({ ...rest, AMI_SECRET_FILE: path }).source).toMatchObject({ secret: 's3cret-in-a-file' });
  expect(told({ ...AMI, AMI_SECRET_FILE: path })).toEqual(['AMI_SECRET_FILE and AMI_SECRET are both set: keep one']);
  expect(told({ ...rest, AMI_SECRET_FILE: join(dir, 'missing') })).toEqual(['AMI_SECRET_FILE names a file that cannot be read']);
  writeFileSync(path, 'two\nlines');
  expect(told({ ...rest, AMI_SECRET_FILE: path })).toEqual(['AMI_SECRET must not hold control characters']);
  writeFileSync(path, '');
  expect(told({ ...rest, AMI_SECRET_FILE: path })[0]).toBe('AMI_SECRET_FILE names an empty file');
});

test('.env lies beneath the environment', () => {
  writeFileSync(join(dir, '.env'), 'PORT=9000\nSIM_AGENTS="50" # fifty\n');
  expect(good({ ...readEnvFile(dir), PORT: '9001' })).toMatchObject({ http: { port: 9001 }, source: { agents: 50 } });
  expect(readEnvFile(join(dir, 'nowhere'))).toEqual({});
});

test('.env.example names every variable that is read, and no other', () => {
  const example = readFileSync(fileURLToPath(new URL('../../.env.example', import.meta.url)), 'utf8');
  const named = [...example.matchAll(/^#?\s?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]).sort();
  const source = readFileSync(fileURLToPath(new URL('../../server/config.ts', import.meta.url)), 'utf8');
  const table = source.slice(source.indexOf('const VARIABLES = {'), source.indexOf('type VariableName'));
  const read = [...table.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]).sort();
  expect(read.length).toBeGreaterThan(20);
  expect(named).toEqual(read);
});

test('a webhook needs its secret, and a secret its webhook; two secrets are good while one is being changed', () => {
  const [old, fresh] = ['an-old-secret-of-the-tracker', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'];
  const receiver = { TRACKER_URL: 'https://tracker.lan/hook?site=1', TRACKER_SECRET: `${fresh},${old}` };
  expect(good(receiver)).toMatchObject({ alertWebhook: null, tracker: { url: receiver.TRACKER_URL, secrets: [fresh, old] } });
  expect(told({ ALERT_WEBHOOK_URL: 'https://hooks.lan/a' })).toEqual([
    'ALERT_WEBHOOK_SECRET must be set with ALERT_WEBHOOK_URL: what goes out is signed',
  ]);
  expect(told({ TRACKER_SECRET: old })).toEqual(['TRACKER_URL must be set with TRACKER_SECRET']);
  for (const url of ['ftp://x/', 'http://me:pw@x/', 'x']) expect(told({ ...receiver, TRACKER_URL: url })).toHaveLength(1);
  for (const secret of ['short', `${old},${old},${old}`, 'whsec_not base64 at all, is it now']) {
    expect(told({ ...receiver, TRACKER_SECRET: secret })).toHaveLength(1);
  }
});
