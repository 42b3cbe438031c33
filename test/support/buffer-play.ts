import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { simulatedSiteConfig } from '../../server/connectors/simulator/centre.js';
import type { Verdict } from '../../shared/domain/buffer/words.js';
import type { Command } from '../../shared/domain/commands.js';
import type { ShiftInput } from '../../shared/domain/roster/inputs.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { AgentId, CommitId, QueueId } from '../../shared/kernel/ids.js';
import { durationMs, epochMs, HOUR_MS, MINUTE_MS, QUARTER_MS } from '../../shared/kernel/time.js';
import { localDate } from '../../shared/kernel/zone.js';
import { bufferPreviewSchema } from '../../shared/protocol/buffer-http.js';
import { type Sheet, sheetSchema } from '../../shared/protocol/roster-http.js';
import type { AgentView, VisitView } from '../../shared/protocol/views.js';
import { launchBrowser } from './browser.js';
import { buildClient, type ContextOptions, DEMO_PASSWORD, newContext, signInContext } from './page.js';
import { startTestRedis, type TestRedis } from './redis.js';
import { signIn, startTestServer, type TestServer } from './server.js';
import { TestSupervisor } from './supervisor.js';

const AGENTS = 90;
const SEED = 1;
/** The demonstration's agent is in the middle of a shift then, whatever the hour is where the test runs. */
const LOCAL_HOUR = 13;
const WITHIN_MS = 60_000;
const IN_CONTACT: ReadonlySet<string> = new Set(['ringing', 'dialing', 'talking', 'holding']);
/** Calls in a half-hour, from a flood to a trickle: one of them is what is looked for. */
const LOADS = [120, 90, 72, 60, 52, 45, 40, 36, 32, 29, 26, 23, 20, 17, 14, 11, 8, 5, 3];

/** A rostered floor at one in the afternoon, with browsers for an agent, a colleague and the supervisor. */
export class BufferPlay {
  readonly redis: TestRedis;
  readonly server: TestServer;
  /** An administrator's connection: sets the scene, and has no buffer shifts in its frames. */
  readonly eye: TestSupervisor;
  readonly agentId: AgentId;
  readonly #timeZone: string;
  readonly #browser: Browser;
  readonly #cookies = new Map<string, string>();
  #contexts: BrowserContext[] = [];

  private constructor(parts: {
    redis: TestRedis;
    server: TestServer;
    eye: TestSupervisor;
    agentId: AgentId;
    timeZone: string;
    browser: Browser;
  }) {
    this.redis = parts.redis;
    this.server = parts.server;
    this.eye = parts.eye;
    this.agentId = parts.agentId;
    this.#timeZone = parts.timeZone;
    this.#browser = parts.browser;
  }

  /** `speed`: the site's clock against ours. */
  static async start({ speed = 1 }: { speed?: number } = {}): Promise<BufferPlay> {
    await buildClient();
    const redis = await startTestRedis();
    const timeZone = zoneWhereItIs(LOCAL_HOUR);
    const env = {
      SOURCE: 'simulator',
      SIM_AGENTS: String(AGENTS),
      SIM_SEED: String(SEED),
      SIM_SPEED: String(speed),
      SITE_TIME_ZONE: timeZone,
    };
    const server = await startTestServer({ redisUrl: redis.url, env });
    const eye = new TestSupervisor(server, await signIn(server, 'admin', DEMO_PASSWORD));
    await eye.until(() => eye.position !== undefined && eye.beat?.stale.length === 0, 'a live floor');
    const Cookie = await signIn(server, 'agent', DEMO_PASSWORD);
    const me = (await (await fetch(`${server.origin}/api/v1/me`, { headers: { Cookie } })).json()) as { agentId: AgentId };
    return new BufferPlay({ redis, server, eye, agentId: me.agentId, timeZone, browser: await launchBrowser() });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    this.eye.close();
    await this.#browser.close();
    await this.server.stop();
    await this.redis.stop();
  }

  async page(login: string, path: string, options: ContextOptions = {}): Promise<Page> {
    const context = await newContext(this.#browser, options);
    this.#contexts.push(context);
    await signInContext(context, this.server, login);
    const page = await context.newPage();
    await page.goto(`${this.server.origin}${path}`);
    return page;
  }

  agent = (): AgentView => this.eye.entities.get('agent')?.get(this.agentId) as unknown as AgentView;
  until = (condition: () => boolean, what: string): Promise<void> => this.eye.until(condition, what, WITHIN_MS);
  siteNow = (): number => this.eye.beat?.siteNow ?? 0;
  today = (): string => localDate(epochMs(this.siteNow()), this.#timeZone);

  /** Repeated under the same id until it is known what became of it, as a browser does. */
  async tell(command: Command): Promise<void> {
    const request = requestOf(command);
    let answer = await this.eye.command(request);
    for (let tries = 0; answer.outcome === 'not-confirmed' && tries < 2; tries++) answer = await this.eye.command(request);
    expect(answer, command.type).toMatchObject({ outcome: 'accepted' });
  }

  /** As that person's browser would ask. */
  async http(login: string, method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
    const Cookie = this.#cookies.get(login) ?? (await signIn(this.server, login, DEMO_PASSWORD));
    this.#cookies.set(login, Cookie);
    const answer = await fetch(`${this.server.origin}/api/v1${path}`, {
      method,
      headers: { Cookie, Origin: this.server.origin, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) };
  }

  async sheet(): Promise<Sheet> {
    return sheetSchema.parse((await this.http('zhoumin', 'GET', `/roster/sheet?from=${this.today()}&to=${this.today()}`)).json);
  }

  /** So many calls are forecast for the agent's queues that leaving them would be judged like that; elsewhere it is quiet. */
  async forecastFor(verdict: Verdict): Promise<void> {
    const own = new Set<string>(this.agent().queueIds);
    for (const { id } of this.eye.all('queue')) if (!own.has(id)) await this.#forecast(id as QueueId, 3);
    for (const calls of verdict === 'green' ? LOADS.toReversed() : LOADS) {
      for (const id of own) await this.#forecast(id as QueueId, calls);
      const { json } = await this.http('agent', 'POST', '/buffers/preview', { startAt: 'now' });
      if (bufferPreviewSchema.parse(json).verdict === verdict) return;
    }
    throw new Error(`no number of calls makes it ${verdict}`);
  }

  async #forecast(queueId: QueueId, calls: number): Promise<void> {
    const intervalMs = durationMs(30 * MINUTE_MS);
    const all = <T>(value: T) => Array<T>((24 * HOUR_MS) / intervalMs).fill(value);
    await this.tell({ type: 'forecast.set', queueId, date: this.today(), intervalMs, calls: all(calls), ahtMs: all(300_000) });
  }

  /** A colleague of the team with the same first skill, who is to be trained from now on, and has an account. */
  async colleague(login: string): Promise<AgentId> {
    const { people } = simulatedSiteConfig({ agents: AGENTS, seed: SEED });
    const own = people.find(({ name }) => name === this.agent().name);
    const skill = own?.skills?.[0]?.code;
    const sheet = await this.sheet();
    for (const { agentId, name } of sheet.people) {
      const person = people.find((one) => one.name === name);
      const shift = sheet.duties.find((duty) => duty.agentId === agentId)?.entries[0]?.published;
      const isAlike = person?.team === own?.team && person?.skills?.some(({ code }) => code === skill) === true;
      if (agentId === this.agentId || person === undefined || !isAlike || shift == null) continue;
      await this.tell({ type: 'shift.set', agentId, replaces: shift.id, shift: trainedFrom(shift, this.siteNow()) });
      await this.tell({ type: 'roster.publish', from: this.today(), to: this.today() });
      const account = { login, password: DEMO_PASSWORD, displayName: name, role: 'agent', agentKey: person.key };
      expect((await this.http('admin', 'POST', '/users', account)).status).toBe(201);
      return agentId;
    }
    throw new Error('nobody has the same skill');
  }

  /** The agent has a call in hand: the floor's own or, where none comes, a colleague's that they are sent and accept at their desk. */
  async inCall(desk: Page): Promise<void> {
    const isTalking = () => this.agent().state === 'talking' && this.agent().visitId != null;
    const accept = desk.getByRole('button', { name: /^Accept/ });
    for (let tries = 0; tries < 5 && !isTalking(); tries++) {
      const call = (this.eye.all('visit') as unknown as VisitView[]).findLast(({ state }) => state === 'talking');
      if (tries > 0 && call !== undefined && (await accept.count()) === 0)
        await this.tell({ type: 'call.reassign', visitId: call.id, to: { kind: 'agent', agentId: this.agentId } });
      await this.eye.until(isTalking, 'a call', WITHIN_MS / 6).catch(() => undefined);
      if (await accept.isVisible()) await accept.click();
    }
    await this.until(isTalking, 'the agent on a call');
  }

  /** The call in hand, if there is one, is over: ended here or, a moment earlier, by the caller. */
  async endCall(): Promise<void> {
    const { visitId } = this.agent();
    const isOver = () => this.agent().visitId !== visitId;
    for (let tries = 0; tries < 10 && visitId != null && !isOver(); tries++) {
      await this.eye.command(requestOf({ type: 'call.disconnect', visitId, reason: 'the scene goes on' }));
      await this.eye.until(isOver, 'the end of the call', WITHIN_MS / 10).catch(() => undefined);
    }
    if (visitId != null) await this.until(isOver, 'the end of the call');
  }

  /** The call ends, and the agent is done with it: how long a wrap-up takes is nobody's guess. */
  async endCallAndWrapUp(desk: Page): Promise<void> {
    await this.endCall();
    await this.until(() => !IN_CONTACT.has(this.agent().state), 'the end of the call');
    const button = desk.getByRole('button', { name: /^End wrap-up/ });
    const isOver = () => this.agent().state !== 'acw';
    for (let tries = 0; tries < 10 && !isOver(); tries++) {
      if (await button.isVisible()) await button.click({ timeout: 2_000 }).catch(() => undefined);
      await this.eye.until(isOver, 'the end of the wrap-up', 3_000).catch(() => undefined);
    }
    await this.until(isOver, 'the end of the wrap-up');
  }
}

const requestOf = (command: Command) => ({ id: `u/test/${randomUUID()}` as CommitId, issuedAt: epochMs(Date.now()), command });

/** Offsets have their signs the other way round in these names. */
function zoneWhereItIs(hour: number): string {
  const ahead = ((((hour - new Date().getUTCHours() + 12) % 24) + 24) % 24) - 12;
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** The same shift; from the next quarter-hour on, training in place of calls. */
function trainedFrom({ businessDate, startLocal, endLocal, startAt, segments }: Shift, now: number): ShiftInput {
  const changesAt = Math.ceil((now - startAt) / QUARTER_MS) * 15;
  const parts = segments.flatMap(({ activity, post, ...segment }) => {
    const fromMin = (segment.startAt - startAt) / MINUTE_MS;
    const same = { fromMin, activity, ...(post === undefined ? {} : { post }) };
    if (activity !== 'phone' || (segment.endAt - startAt) / MINUTE_MS <= changesAt) return [same];
    const trained = { fromMin: Math.max(fromMin, changesAt), activity: 'training' as const };
    return fromMin < changesAt ? [same, trained] : [trained];
  });
  return { businessDate, startLocal, endLocal, segments: parts };
}
