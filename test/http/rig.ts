import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Auth, createAuth } from '../../server/auth/auth.js';
import { LIMITS, type LimitName } from '../../server/auth/limits.js';
import { createPasswords } from '../../server/auth/passwords.js';
import { PeopleDirectory } from '../../server/auth/people-directory.js';
import type { ActionHistory } from '../../server/history/action-history.js';
import type { RefusalBook } from '../../server/history/action-refusals.js';
import type { VisitHistory } from '../../server/history/visit-history.js';
import { createHttpApp } from '../../server/http/app.js';
import type { HttpDeps } from '../../server/http/deps.js';
import { computeSeries } from '../../server/http/series.js';
import { createHealth, type Health } from '../../server/ops/health.js';
import { createLogger, type Logger } from '../../server/ops/logger.js';
import { createMeasures } from '../../server/ops/measures.js';
import { createRedisConnections } from '../../server/ops/redis.js';
import type { TrackerInbox } from '../../server/tracker/inbox.js';
import { createWellbeing } from '../../server/wellbeing/wellbeing.js';
import { emptySite } from '../../shared/domain/empty-site.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { evolve } from '../../shared/domain/evolve.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { SiteId } from '../../shared/kernel/ids.js';
import { ORIGIN } from '../../shared/kernel/position.js';
import { epochMs } from '../../shared/kernel/time.js';
import type { PersonRole } from '../../shared/protocol/http.js';
import type { CommandRequest, Role } from '../../shared/protocol/messages.js';
import type { TestRedis } from '../support/redis.js';

/** Hashing as cheap as it can be: these tests are about who gets in, not about how long a guess takes. */
export const cheapPasswords = () => createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 });
export const GOOD_PASSWORD = 'quiet-harbour-7';

/** Limits that no test meets by accident. */
export const ampleLimits = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, { points: 100_000, duration: 60 }])) as Record<
  LimitName,
  { points: number; duration: number }
>;

export interface HttpRig {
  readonly url: string;
  /** What a browser on our own page sends. */
  readonly origin: string;
  readonly auth: Auth;
  readonly people: PeopleDirectory;
  readonly site: SiteState;
  readonly health: Health;
  readonly logs: string[];
  /** Something happens to the site. */
  fold(event: DomainEvent): void;
  /** Commands that routes gave in their caller's name; all refused. */
  readonly submitted: CommandRequest[];
  /** Moves the real clock that sessions end by. */
  clock: { nowMs: number };
  /** Signs a new person of this role in (a wall: opens a link); returns the `Cookie` header. */
  signIn(role: Role, more?: { teams?: string[]; agentKey?: string }): Promise<{ cookie: string; userId: string; login: string }>;
  /** As the browser does it: cookie and Origin, JSON body. */
  call(method: string, path: string, cookie?: string | null, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into any answer
  readonly json: any;
}

export interface RigOptions {
  readonly siteId?: string;
  readonly publicOrigin?: string;
  readonly trustProxy?: number;
  readonly limits?: Partial<typeof ampleLimits>;
  readonly visits?: VisitHistory;
  readonly actions?: ActionHistory;
  readonly refusals?: Pick<RefusalBook, 'read'>;
  readonly metricsToken?: string;
  readonly clientDir?: string;
  readonly demo?: boolean;
  readonly events?: readonly DomainEvent[];
  readonly siteNow?: number;
  readonly trackerInbox?: TrackerInbox;
  /** What becomes of commands; absent: they are taken, and change nothing. */
  readonly submit?: HttpDeps['submit'];
}

const nothing: VisitHistory = { query: async () => ({ visits: [], total: 0, next: null }) };
const noActions: ActionHistory = { query: async () => ({ actions: [], next: null }) };
const noRefusals: Pick<RefusalBook, 'read'> = { read: async () => ({ refusals: [], next: null }) };

/** The whole HTTP side on a real Redis and a real port. */
export async function startHttpRig(redisServer: TestRedis, options: RigOptions = {}): Promise<HttpRig> {
  const logs: string[] = [];
  const logger: Logger = createLogger({ level: 'trace', destination: { write: (line: string) => void logs.push(line) } });
  const connections = createRedisConnections({ url: redisServer.url }, logger);
  const redis = connections.sessions();
  const general = connections.general();
  await redis.ping();
  const clock = { nowMs: Date.now() };
  const now = () => epochMs(clock.nowMs);
  const siteId = (options.siteId ?? 'main') as SiteId;
  const publicOrigin = options.publicOrigin ?? null;
  const auth = await createAuth({
    redis,
    siteId,
    publicOrigin,
    logger,
    now,
    delay: async () => {},
    passwords: cheapPasswords(),
    limits: { ...ampleLimits, ...options.limits },
  });
  await auth.watch.start();
  const site = emptySite();
  const touched = { touch: () => {}, gone: () => {} };
  const fold = (event: DomainEvent) => evolve(site, event, { position: ORIGIN, at: event.occurredAt }, touched);
  for (const event of options.events ?? []) fold(event);
  const siteNow = () => epochMs(options.siteNow ?? clock.nowMs);
  const health = createHealth(200);
  const people = new PeopleDirectory(auth.users, siteId, () => site);
  const submitted: CommandRequest[] = [];
  const deps: HttpDeps = {
    config: {
      http: { host: '127.0.0.1', port: 0, publicOrigin, trustProxy: options.trustProxy ?? 0 },
      siteId,
      demo: options.demo ?? false,
      metricsToken: options.metricsToken ?? null,
    },
    auth,
    floor: { site: () => site, now: siteNow, position: () => ORIGIN },
    people,
    visits: options.visits ?? nothing,
    actions: options.actions ?? noActions,
    refusals: options.refusals ?? noRefusals,
    wellbeing: createWellbeing({
      redis: general,
      siteId,
      site: () => site,
      siteNow,
      now,
      visits: options.visits ?? nothing,
      actions: options.actions ?? noActions,
      propose: async ({ decide }) => {
        const { events } = decide(site);
        for (const event of events) fold(event);
        return events.length === 0 ? { outcome: 'nothing' } : { outcome: 'accepted', position: ORIGIN };
      },
      person: (userId) => people.get(userId),
      logger,
    }),
    submit: async (request, by) => {
      submitted.push(request);
      if (options.submit !== undefined) return options.submit(request, by);
      return { outcome: 'refused', rejection: { code: 'not-supported' } };
    },
    knownCallDays: () => 0,
    series: (request, scope) => computeSeries(site, siteNow(), request, scope),
    ...(options.trackerInbox === undefined ? {} : { trackerInbox: options.trackerInbox }),
    health,
    measures: createMeasures(),
    logger,
    now,
    version: '0.0.0-test',
    clientDir: options.clientDir ?? null,
  };
  const server = createServer(createHttpApp(deps));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = publicOrigin ?? url;

  const call: HttpRig['call'] = async (method, path, cookie = null, body, headers = {}) => {
    const answer = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        origin,
        // As the proxy that ends TLS says it.
        ...(publicOrigin?.startsWith('https:') ? { 'x-forwarded-proto': 'https' } : {}),
        ...(cookie === null ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: parseOrNull(text) };
  };

  let signedIn = 0;
  const signIn: HttpRig['signIn'] = async (role, more = {}) => {
    if (role === 'wall') {
      const made = await auth.tvLinks.create({ name: '东墙', createdBy: '周敏' });
      const answer = await call('POST', '/api/v1/tv/session', null, { token: made?.token });
      return { cookie: cookieOf(answer), userId: answer.json.userId, login: '' };
    }
    signedIn += 1;
    const login = `${siteId}-${role}${signedIn}`;
    await addPerson(auth, login, role, more);
    const answer = await call('POST', '/api/v1/session', null, { login, password: GOOD_PASSWORD });
    return { cookie: cookieOf(answer), userId: answer.json.userId, login };
  };

  return {
    url,
    origin,
    auth,
    people,
    site,
    health,
    logs,
    fold,
    submitted,
    clock,
    call,
    signIn,
    async close() {
      await endServer(server);
      await auth.watch.stop();
      redis.destroy();
      general.disconnect();
    },
  };
}

export async function addPerson(auth: Auth, login: string, role: PersonRole, more: { teams?: string[]; agentKey?: string } = {}) {
  const added = await auth.accounts.add({
    login,
    password: GOOD_PASSWORD,
    displayName: `${login} 某`,
    role,
    teams: more.teams ?? [],
    agentKey: more.agentKey ?? null,
    language: 'zh',
  });
  if (!added.ok) throw new Error(`${login}: ${JSON.stringify(added.error)}`);
  return added.value;
}

/** The `Cookie` header for what an answer set. */
export function cookieOf(answer: Answer): string {
  const [first = ''] = answer.headers.getSetCookie();
  if (!first) throw new Error(`no cookie: ${answer.status} ${answer.text}`);
  return first.slice(0, first.indexOf(';'));
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function endServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
