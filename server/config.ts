import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { type SiteId, siteIdSchema } from '../shared/kernel/ids.js';
import { err, ok, type Result } from '../shared/kernel/result.js';
import { isTimeZone } from '../shared/kernel/zone-name.js';

/** Everything that can be set from outside, parsed once and frozen. `.env.example` lists the variables for operators. */
export interface Config {
  readonly http: HttpConfig;
  /** Where the private Redis keeps its files, and where `site.yaml` is looked for. */
  readonly dataDir: string;
  /** Nothing in it: none is named; the launcher brings up a private one. */
  readonly redis: RedisConfig;
  readonly siteId: SiteId;
  /** IANA zone. Used where the site file names none. */
  readonly siteTimeZone: string;
  /** The invented floor: shown as such, with public demo accounts. True only for the site `demo`. */
  readonly demo: boolean;
  readonly source: SourceConfig;
  readonly siteFile: { readonly path: string /** False: it may be absent. */; readonly required: boolean };
  readonly logLevel: LogLevel;
  /** When set, `/metrics` wants it as a bearer token. */
  readonly metricsToken: string | null;
  /** Who is told of alerts; null: nobody. */
  readonly alertWebhook: WebhookConfig | null;
  /** The tracker that gets tickets and tells what became of them; null: none. */
  readonly tracker: WebhookConfig | null;
}

export interface WebhookConfig {
  readonly url: string;
  /** What is signed with all of them is good by any; two while a secret is being changed. */
  readonly secrets: readonly string[];
}

export interface HttpConfig {
  readonly host: string;
  readonly port: number;
  /** The origin in the browsers' address bar, such as `https://floor.example.com`; null: whatever address reaches us. */
  readonly publicOrigin: string | null;
  /** How many proxies in front of us may be believed about the client's address, or their addresses. */
  readonly trustProxy: number | readonly string[];
}

/** As `server/ops/redis.ts` takes it. */
export interface RedisConfig {
  /** `redis://`, `rediss://` or `unix:///path`. Beside Sentinels only its user, password and database count. */
  readonly url: string | undefined;
  /** `host:port,host:port` */
  readonly sentinels: string | undefined;
  readonly sentinelName: string | undefined;
}

export type SourceConfig =
  | {
      readonly kind: 'simulator';
      readonly seed: number;
      readonly speed: number;
      readonly agents: number;
      readonly hasShifts: boolean;
      /** Of the past that a new floor is given; null: as much as is soon told. */
      readonly historyMin: number | null;
    }
  | {
      readonly kind: 'asterisk';
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly secret: string;
      /** Only these queues; null: all that are discovered. */
      readonly queues: readonly string[] | null;
      /** Contexts of its dial plan where callers may be sent: by an agent's extension, by a queue's name. Null: nobody is. */
      readonly contexts: { readonly agent: string | null; readonly queue: string | null };
    }
  | { readonly kind: 'none' };

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface ConfigProblem {
  readonly variable: string;
  /** Completes the sentence "VARIABLE …": `must be a whole number from 1 to 65535`. Never holds a secret's value. */
  readonly reason: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const wholeNumber = (min: number, max: number) => {
  const reason = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, reason)
    .transform(Number)
    .refine((n) => n >= min && n <= max, reason);
};
const decimalNumber = (min: number, max: number) => {
  const reason = `must be a number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/, reason)
    .transform(Number)
    .refine((n) => n >= min && n <= max, reason);
};
/** One line of visible text: a line break in a name or a secret could end a protocol line early. */
const line = (max = 255) =>
  z
    .string()
    .max(max, `must have at most ${max} characters`)
    .regex(/^[^\p{Cc}]+$/u, 'must not hold control characters');
const listOf = <T>(item: z.ZodType<T, string>) =>
  z.string().transform((text, context) => {
    const items: T[] = [];
    for (const part of text.split(',').map((each) => each.trim())) {
      if (part === '') continue;
      const parsed = item.safeParse(part);
      if (parsed.success) items.push(parsed.data);
      else context.addIssue({ code: 'custom', message: `has an entry that ${firstReason(parsed.error)}` });
    }
    return items;
  });

/** As Asterisk takes it in an action: one word. */
const dialPlanContext = z.string().regex(/^[^\p{Cc}\s,|&]{1,79}$/u, 'must be one context of the dial plan, without blanks and commas');

const hostAndPort = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[\w.-]+)(:\d{1,5})?$/, 'is not host:port')
  .transform((text) => {
    const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(text) ?? [];
    return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? 26_379 : Number(port) };
  });

const publicUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && (url.protocol === 'https:' || url.protocol === 'http:') && url.pathname === '/' && !url.search && !url.username)
    return url.origin;
  context.addIssue({ code: 'custom', message: 'must be http(s)://host[:port] without a path' });
  return z.NEVER;
});

const redisUrl = z
  .string()
  .refine(
    (text) => text.startsWith('unix:///') || (URL.canParse(text) && ['redis:', 'rediss:'].includes(new URL(text).protocol)),
    'must begin with redis://, rediss:// or unix:///',
  );

const timeZone = z.string().refine(isTimeZone, 'must be an IANA time zone such as Asia/Shanghai');

const trustProxy = z.union([
  wholeNumber(0, 10),
  listOf(z.string().regex(/^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?)$/, 'is not an address, a network or loopback')),
]);

/** The operator's own receiver: addresses inside the network are meant. What it is signed with does not belong into its address. */
const webhookUrl = z
  .string()
  .max(1_000)
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.hash === '';
  }, 'must be http(s)://host/path without a user or a #');

const SECRET_LENGTH = 24;
const webhookSecrets = listOf(
  line(200)
    .min(SECRET_LENGTH, `is shorter than ${SECRET_LENGTH} characters`)
    .refine((text) => !text.startsWith('whsec_') || /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(text), 'is not whsec_ and base64'),
).refine((secrets) => secrets.length >= 1 && secrets.length <= 2, 'must be one secret, or two with a comma while it is being changed');

/** Every variable and what it may hold. The order is the one in which problems are told. */
const VARIABLES = {
  /**
   * All interfaces: supervisors' desks and the wall's television are other machines than the server. Set 127.0.0.1 where a
   * proxy on the same machine is the only one who should reach it.
   */
  HOST: line().default('0.0.0.0'),
  PORT: wholeNumber(0, 65_535).default(8080),
  PUBLIC_URL: publicUrl.optional(),
  TRUST_PROXY: trustProxy.default(0),
  DATA_DIR: line(1_000).default('data'),
  REDIS_URL: redisUrl.optional(),
  REDIS_SENTINELS: listOf(hostAndPort).optional(),
  REDIS_SENTINEL_NAME: line(100).optional(),
  /** Used by the launcher alone, which starts a private Redis when none is named. */
  REDIS_SERVER_BIN: line(1_000).optional(),
  SITE_ID: z
    .string()
    .refine((text) => siteIdSchema.safeParse(text).success, 'must be 1 to 32 of a-z, 0-9 and -, not beginning with -')
    .transform((text) => text as SiteId)
    .optional(),
  SITE_TIME_ZONE: timeZone.optional(),
  SOURCE: z.enum(['simulator', 'asterisk', 'none'], 'must be simulator, asterisk or none').optional(),
  AMI_HOST: line().optional(),
  AMI_PORT: wholeNumber(1, 65_535).default(5038),
  AMI_USER: line().optional(),
  AMI_SECRET: line().optional(),
  AMI_QUEUES: listOf(line(200)).optional(),
  AMI_AGENT_CONTEXT: dialPlanContext.optional(),
  AMI_QUEUE_CONTEXT: dialPlanContext.optional(),
  SIM_SEED: wholeNumber(0, 4_294_967_295).default(1),
  SIM_SPEED: decimalNumber(1, 100).default(1),
  SIM_AGENTS: wholeNumber(5, 10_000).default(120),
  SIM_HISTORY: wholeNumber(0, 1_440).optional(),
  SIM_SHIFTS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  SITE_FILE: line(1_000).optional(),
  METRICS_TOKEN: line().min(16, 'must have at least 16 characters').optional(),
  ALERT_WEBHOOK_URL: webhookUrl.optional(),
  ALERT_WEBHOOK_SECRET: webhookSecrets.optional(),
  TRACKER_URL: webhookUrl.optional(),
  TRACKER_SECRET: webhookSecrets.optional(),
};
type VariableName = keyof typeof VARIABLES;
type Values = { [K in VariableName]: z.infer<(typeof VARIABLES)[K]> };

/** These may also be given as a file's path in `NAME_FILE`, as container platforms mount secrets. */
const SECRETS = [
  'REDIS_URL',
  'AMI_SECRET',
  'METRICS_TOKEN',
  'ALERT_WEBHOOK_SECRET',
  'TRACKER_SECRET',
] as const satisfies readonly VariableName[];

/** Reads the environment. All problems at once: who sets up a server should not have to find them one by one. */
export function loadConfig(env: Environment): Result<Config, ConfigProblem[]> {
  const problems: ConfigProblem[] = [];
  const texts = withSecretFiles(env, problems);
  const values: Partial<Record<VariableName, unknown>> = {};
  for (const [name, schema] of Object.entries(VARIABLES)) {
    const parsed = schema.safeParse(texts[name] || undefined);
    if (parsed.success) values[name as VariableName] = parsed.data;
    else problems.push({ variable: name, reason: firstReason(parsed.error) });
  }
  const failed = new Set(problems.map((problem) => problem.variable));
  problems.push(...crossProblems(values as Partial<Values>, failed));
  return problems.length > 0 ? err(problems) : ok(deepFreeze(assemble(values as Values)));
}

/** The `.env` of this directory; empty when there is none. What the process's own environment says goes before it. */
export function readEnvFile(directory: string): Environment {
  try {
    return parseEnv(readFileSync(join(directory, '.env'), 'utf8')) as Environment;
  } catch (error) {
    if (isMissing(error)) return {};
    throw new Error('cannot read .env', { cause: error });
  }
}

/** As an operator reads it, one line a problem. */
export const describeProblems = (problems: readonly ConfigProblem[]): string =>
  problems.map(({ variable, reason }) => `${variable} ${reason}`).join('\n');

function withSecretFiles(env: Environment, problems: ConfigProblem[]): Record<string, string | undefined> {
  const texts: Record<string, string | undefined> = { ...env };
  for (const name of SECRETS) {
    const path = env[`${name}_FILE`];
    if (!path) continue;
    if (env[name]) problems.push({ variable: `${name}_FILE`, reason: `and ${name} are both set: keep one` });
    else
      try {
        texts[name] = readFileSync(path, 'utf8').trim();
        if (texts[name] === '') problems.push({ variable: `${name}_FILE`, reason: 'names an empty file' });
      } catch {
        problems.push({ variable: `${name}_FILE`, reason: 'names a file that cannot be read' });
      }
  }
  return texts;
}

/** What only shows when variables are seen together. Those that failed by themselves are not complained about twice. */
function crossProblems(values: Partial<Values>, failed: ReadonlySet<string>): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const wrong = (variable: VariableName, reason: string) => {
    if (!failed.has(variable)) problems.push({ variable, reason });
  };
  const source = values.SOURCE ?? (values.AMI_HOST ? 'asterisk' : 'simulator');
  if (source === 'asterisk') {
    if (!values.AMI_HOST) wrong('AMI_HOST', 'must be set when SOURCE is asterisk');
    if (!values.AMI_USER) wrong('AMI_USER', 'must be set to log in to the PBX');
    if (!values.AMI_SECRET && !failed.has('AMI_SECRET_FILE')) wrong('AMI_SECRET', 'must be set to log in to the PBX');
  }
  // The demo's passwords are printed in the manual: real calls must never be behind them.
  if (source !== 'simulator' && values.SITE_ID === 'demo') wrong('SITE_ID', 'demo is kept for the simulator: its accounts are public');
  if (values.REDIS_SENTINELS && !values.REDIS_SENTINEL_NAME) wrong('REDIS_SENTINEL_NAME', 'must be set with REDIS_SENTINELS');
  if (values.REDIS_SENTINEL_NAME && !values.REDIS_SENTINELS?.length) wrong('REDIS_SENTINELS', 'must be set with REDIS_SENTINEL_NAME');
  for (const [url, secret] of WEBHOOKS) {
    if (values[url] && !values[secret] && !failed.has(`${secret}_FILE`)) wrong(secret, `must be set with ${url}: what goes out is signed`);
    if (values[secret] && !values[url]) wrong(url, `must be set with ${secret}`);
  }
  // Breakwater speaks plain HTTP. Behind TLS nobody could sign in if the proxy's word for it were not believed.
  if (values.PUBLIC_URL?.startsWith('https:') && isNobody(values.TRUST_PROXY)) {
    wrong('TRUST_PROXY', 'must say which proxy ends TLS (such as 1 or loopback) when PUBLIC_URL is https');
  }
  return problems;
}

const WEBHOOKS = [
  ['ALERT_WEBHOOK_URL', 'ALERT_WEBHOOK_SECRET'],
  ['TRACKER_URL', 'TRACKER_SECRET'],
] as const;

const webhookOf = (url: string | undefined, secrets: readonly string[] | undefined): WebhookConfig | null =>
  url === undefined || secrets === undefined ? null : { url, secrets };

function assemble(values: Values): Config {
  const source = sourceOf(values);
  const siteId = values.SITE_ID ?? ((source.kind === 'simulator' ? 'demo' : 'main') as SiteId);
  return {
    http: { host: values.HOST, port: values.PORT, publicOrigin: values.PUBLIC_URL ?? null, trustProxy: values.TRUST_PROXY },
    dataDir: values.DATA_DIR,
    redis: redisOf(values),
    siteId,
    siteTimeZone: values.SITE_TIME_ZONE ?? DEFAULT_TIME_ZONE,
    demo: siteId === 'demo',
    source,
    siteFile: values.SITE_FILE ? { path: values.SITE_FILE, required: true } : { path: join(values.DATA_DIR, 'site.yaml'), required: false },
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN ?? null,
    alertWebhook: webhookOf(values.ALERT_WEBHOOK_URL, values.ALERT_WEBHOOK_SECRET),
    tracker: webhookOf(values.TRACKER_URL, values.TRACKER_SECRET),
  };
}

function sourceOf(values: Values): SourceConfig {
  const kind = values.SOURCE ?? (values.AMI_HOST ? 'asterisk' : 'simulator');
  if (kind === 'simulator') {
    const { SIM_SEED: seed, SIM_SPEED: speed, SIM_AGENTS: agents, SIM_SHIFTS: shifts, SIM_HISTORY: historyMin = null } = values;
    return { kind, seed, speed, agents, hasShifts: shifts === 'on', historyMin };
  }
  if (kind === 'none') return { kind };
  const queues = values.AMI_QUEUES?.length ? values.AMI_QUEUES : null;
  return {
    kind,
    host: values.AMI_HOST ?? '',
    port: values.AMI_PORT,
    user: values.AMI_USER ?? '',
    secret: values.AMI_SECRET ?? '',
    queues,
    contexts: { agent: values.AMI_AGENT_CONTEXT ?? null, queue: values.AMI_QUEUE_CONTEXT ?? null },
  };
}

function redisOf(values: Values): RedisConfig {
  const sentinels = values.REDIS_SENTINELS?.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(',');
  return { url: values.REDIS_URL, sentinels: sentinels || undefined, sentinelName: values.REDIS_SENTINEL_NAME };
}

const isNobody = (trust: Values['TRUST_PROXY'] | undefined) => trust === 0 || (Array.isArray(trust) && trust.length === 0);

/** Where the product is at home. A machine's own zone is often UTC, and a "today" that begins at eight in the morning misleads. */
const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

const firstReason = (error: z.ZodError) => {
  const [issue] = error.issues;
  // A union's own message says only "invalid input"; its first member's says what is wanted.
  if (issue?.code === 'invalid_union') return issue.errors[0]?.[0]?.message ?? issue.message;
  return issue?.message ?? 'is not valid';
};

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part);
  return Object.freeze(value);
}
