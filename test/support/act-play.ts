import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Command } from '../../shared/domain/commands.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { ActionId, AgentId, CommitId, QueueId, VisitId } from '../../shared/kernel/ids.js';
import { epochMs, MINUTE_MS } from '../../shared/kernel/time.js';
import type { CommandAnswer } from '../../shared/protocol/messages.js';
import type { ActionView, AgentView, VisitView } from '../../shared/protocol/views.js';
import { launchBrowser } from './browser.js';
import { buildClient, type ContextOptions, DEMO_PASSWORD, newContext, signInContext } from './page.js';
import { startTestRedis, type TestRedis } from './redis.js';
import { signIn, startTestServer, type TestServer } from './server.js';
import { TestSupervisor } from './supervisor.js';
import { foldWholeLog } from './whole-log.js';

/** A call with somebody, whose caller is told from all others by the number. */
export type TalkingCall = VisitView & { readonly agentId: AgentId; readonly callerMasked: string };

/** What the log holds about one call: each command on it with its end, and how often the phone system moved it. */
export interface CallStory {
  readonly actions: readonly string[];
  readonly moves: number;
  /** Who had the caller last. */
  readonly holder: AgentId | undefined;
}

/** Nobody is asked for longer than this whether the floor will ever be so; it only guards against hanging. */
const WITHIN_MS = 60_000;

/**
 * A floor with people at it: the real server with the simulator, browsers for supervisors and for the demonstration's agent, and one
 * connection that only watches (`eye`): what it holds is waited for, never time.
 */
export class ActPlay {
  readonly redis: TestRedis;
  readonly server: TestServer;
  readonly eye: TestSupervisor;
  readonly agentId: AgentId;
  readonly #browser: Browser;
  #contexts: BrowserContext[] = [];

  private constructor(parts: { redis: TestRedis; server: TestServer; eye: TestSupervisor; agentId: AgentId; browser: Browser }) {
    this.redis = parts.redis;
    this.server = parts.server;
    this.eye = parts.eye;
    this.agentId = parts.agentId;
    this.#browser = parts.browser;
  }

  static async start(): Promise<ActPlay> {
    await buildClient();
    const redis = await startTestRedis();
    // Large enough for a call to begin every few seconds; without shifts the agent is at work, as everybody is.
    const env = { SOURCE: 'simulator', SIM_AGENTS: '90', SIM_SEED: '1', SIM_SPEED: '1', SIM_SHIFTS: 'off' };
    const server = await startTestServer({ redisUrl: redis.url, env });
    const eye = new TestSupervisor(server, await signIn(server, 'admin', DEMO_PASSWORD));
    await eye.until(() => eye.position !== undefined && eye.beat?.stale.length === 0, 'a live floor');
    // It begins with hours of calls behind it, which are told first.
    const isNow = () =>
      (eye.all('visit') as unknown as VisitView[]).some(({ enteredAt }) => enteredAt > (eye.beat?.siteNow ?? 0) - MINUTE_MS);
    await eye.until(isNow, 'calls of today, now');
    return new ActPlay({ redis, server, eye, agentId: await agentIdOfDemo(server), browser: await launchBrowser() });
  }

  async stop(): Promise<void> {
    this.eye.close();
    await this.#browser.close();
    await this.server.stop();
    await this.redis.stop();
  }

  /** A supervisor's floor. `origin`: another way to the same server. */
  async floor(login: 'zhoumin' | 'admin', options: ContextOptions & { origin?: string; open?: string } = {}): Promise<Page> {
    const { origin = this.server.origin, open } = options;
    const page = await this.#signedIn(login, { width: 1440, height: 900, ...options });
    await page.goto(`${origin}/floor${open === undefined ? '' : `?open=${open}`}`);
    await page.locator('.floor:not(.is-loading) .floor-seat').first().waitFor();
    return page;
  }

  /** The agent's own page, known to everybody as open; the agent is off the distributor's list, and so free for what others send. */
  async desk(options: ContextOptions = {}): Promise<Page> {
    const page = await this.#signedIn('agent', { width: 480, height: 900, ...options });
    await page.goto(`${this.server.origin}/me`);
    await page.locator('.mine-now').waitFor();
    await this.until(() => this.agent().deskOpen, 'the open desk');
    // The distributor may be quicker, and bring a call of its own.
    for (let step = 0; step < 10 && !this.#isFree(); step++) await this.#becomeFree(page);
    expect(this.#isFree()).toBe(true);
    return page;
  }

  /** One step towards it, as far as the agent's state allows. Whose phone rings has the call in a moment, or not. */
  async #becomeFree(page: Page): Promise<void> {
    const call = this.#callOfAgent();
    if (call?.agentId === this.agentId) return this.#endCall(call.id);
    if (call !== undefined) return this.until(() => this.#callOfAgent()?.state !== 'ringing', 'an end of the ringing');
    await page.getByRole('combobox', { name: /^(Other reasons|其他原因)$/ }).selectOption('ADMIN');
    await this.until(() => this.#isFree() || this.#callOfAgent() !== undefined, 'the agent at their own paperwork, or called');
  }

  /** In hand, or ringing. */
  #callOfAgent = (): VisitView | undefined =>
    this.visits().find(({ agentId, ringingAgentIds }) => agentId === this.agentId || ringingAgentIds.includes(this.agentId));

  async #endCall(visitId: VisitId): Promise<void> {
    await this.tell({ type: 'call.disconnect', visitId, reason: 'the scene is over' });
    await this.until(() => this.#callOfAgent()?.id !== visitId, 'the agent without the call');
  }

  /** Everybody goes home; what the last scene left on the agent's line is ended, so that the next finds them free. */
  async clear(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
    for (const { id } of this.actions().filter((action) => action.undo === 'withdraw' && action.undoneBy == null))
      await this.tell({ type: 'action.undo', actionId: id });
    const call = this.#callOfAgent();
    if (call?.agentId === this.agentId) await this.#endCall(call.id);
  }

  /** A call that begins with a talk which has hardly begun: it will not end by itself within a scene. Nobody has touched it yet. */
  async freshTalk(): Promise<TalkingCall> {
    let found: TalkingCall | undefined;
    await this.until(() => {
      found = this.#talks().find((call) => this.#siteNow() - (call.answeredAt ?? 0) < 40_000);
      return found !== undefined;
    }, 'a call that was just answered');
    return found as TalkingCall;
  }

  /** A caller who waits where nobody is ready: the queue's agents are in a meeting, and a caller is sent there. */
  async waitingCaller(): Promise<VisitView & { readonly callerMasked: string }> {
    const queueId = await this.#closeAQueue();
    const { id } = await this.freshTalk();
    await this.tell({ type: 'call.reassign', visitId: id, to: { kind: 'queue', queueId } });
    let waiting: VisitView | undefined;
    await this.until(() => {
      waiting = this.visits().find((visit) => visit.queueId === queueId && visit.state === 'queued' && this.#isUnique(visit));
      return waiting !== undefined && this.actions().every(({ on, state }) => on.visitId !== waiting?.id || state === 'confirmed');
    }, 'a caller who waits');
    return waiting as VisitView & { callerMasked: string };
  }

  agent = (id: string = this.agentId): AgentView => this.eye.entities.get('agent')?.get(id) as unknown as AgentView;
  visits = (): VisitView[] => this.eye.all('visit') as unknown as VisitView[];
  visit = (id: string): VisitView | undefined => this.visits().find((visit) => visit.id === id);
  actions = (): ActionView[] => this.eye.all('action') as unknown as ActionView[];
  /** The newest action of a kind on a call or agent. */
  action = (kind: string, on: Partial<ActionView['on']>): ActionView | undefined =>
    this.actions()
      .filter((action) => action.kind === kind && Object.entries(on).every(([field, id]) => Reflect.get(action.on, field) === id))
      .sort((a, b) => b.askedAt - a.askedAt)[0];

  until = (condition: () => boolean, what: string): Promise<void> => this.eye.until(condition, what, WITHIN_MS);

  /** Done by the watcher, an administrator: what a scene needs around it, or a command that no page would send. */
  tell(command: Command): Promise<CommandAnswer> {
    return this.eye.command({ id: `u/test/${randomUUID()}` as CommitId, issuedAt: epochMs(Date.now()), command });
  }

  /** The log's own word, folded from its first entry. */
  async storyOf(visitId: VisitId): Promise<CallStory> {
    const { state, entries } = await foldWholeLog(this.redis.url);
    const events = entries.flatMap(({ commit }) => commit.events);
    const callId = events.find((event) => event.type === 'visit.entered' && event.visitId === visitId);
    if (callId?.type !== 'visit.entered') throw new Error(`${visitId} never came`);
    const stays = new Set(
      events.flatMap((event) => (event.type === 'visit.entered' && event.callId === callId.callId ? [event.visitId] : [])),
    );
    const taken = events.filter((event) => event.type === 'action.taken' && event.on.visitId !== undefined && stays.has(event.on.visitId));
    return {
      actions: taken.flatMap((event) =>
        event.type === 'action.taken' ? [`${event.kind} ${event.by.name} ${state.actions.get(event.actionId)?.state}`] : [],
      ),
      moves: events.filter((event) => isMove(event) && 'visitId' in event && stays.has(event.visitId)).length,
      holder: events
        .flatMap((event) =>
          (event.type === 'visit.answered' || event.type === 'visit.handed-over') && stays.has(event.visitId) ? [event.agentId] : [],
        )
        .at(-1),
    };
  }

  /** How often one action is in the log, and how it ended there. */
  async recordOf(actionId: ActionId): Promise<{ readonly taken: number; readonly results: readonly string[] }> {
    const { entries } = await foldWholeLog(this.redis.url);
    const own = entries.flatMap(({ commit }) => commit.events).filter((event) => 'actionId' in event && event.actionId === actionId);
    return {
      taken: own.filter(({ type }) => type === 'action.taken').length,
      results: own.flatMap((event) => {
        if (event.type === 'action.settled') return [event.result];
        // What needs nobody else is so at once.
        return event.type === 'action.taken' && event.state === 'confirmed' ? [event.state] : [];
      }),
    };
  }

  #siteNow = () => (this.eye.beat?.siteNow ?? 0) as number;
  /** Found by the last digits of the number alone. */
  #isUnique = ({ callerMasked }: VisitView) =>
    (callerMasked ?? '') !== '' &&
    this.visits().filter((other) => other.callerMasked?.endsWith(lastDigits(callerMasked ?? ''))).length === 1;

  /** The newest first. */
  #talks(): TalkingCall[] {
    const touched = new Set(this.actions().map(({ on }) => on.visitId));
    return this.visits()
      .filter((visit) => visit.state === 'talking' && visit.agentId != null && visit.agentId !== this.agentId)
      .filter((visit) => !touched.has(visit.id) && this.#isUnique(visit))
      .sort((a, b) => (b.answeredAt ?? 0) - (a.answeredAt ?? 0)) as TalkingCall[];
  }

  /** No call, and none by the distributor: while a wrap-up goes on, the pause that follows is known by its action alone. */
  #isFree(): boolean {
    const { state, reasonCode } = this.agent();
    const last = this.action('agent.set-state', { agentId: this.agentId });
    const isPaused = last?.state === 'confirmed' && last.detail.reasonCode === 'ADMIN';
    return this.#callOfAgent() === undefined && ((state === 'not-ready' && reasonCode === 'ADMIN') || (state === 'acw' && isPaused));
  }

  #closed: QueueId | undefined;
  async #closeAQueue(): Promise<QueueId> {
    if (this.#closed !== undefined) return this.#closed;
    const agents = (this.eye.all('agent') as unknown as AgentView[]).filter(({ id, isPhone }) => id !== this.agentId && isPhone !== true);
    const serving = (queueId: string) => agents.filter(({ queueIds }) => queueIds.includes(queueId as QueueId));
    const queueIds = this.eye.all('queue').map(({ id }) => id as QueueId);
    const queueId = queueIds.sort((a, b) => serving(a).length - serving(b).length)[0] as QueueId;
    for (const { id: agentId, state } of serving(queueId)) {
      if (state === 'logged-out') continue;
      const when = IN_CONTACT.has(state) ? 'after-call' : 'now';
      await this.tell({
        type: 'agent.set-state',
        agentId,
        to: { state: 'not-ready', reasonCode: 'MEETING' },
        when,
        reason: 'Team meeting',
      });
    }
    await this.until(() => serving(queueId).every(({ id }) => this.agent(id).state !== 'ready'), 'a queue without anybody ready');
    this.#closed = queueId;
    return queueId;
  }

  async #signedIn(login: string, options: ContextOptions): Promise<Page> {
    const context = await newContext(this.#browser, options);
    this.#contexts.push(context);
    await signInContext(context, this.server, login);
    return context.newPage();
  }
}

const IN_CONTACT: ReadonlySet<string> = new Set(['ringing', 'dialing', 'talking', 'holding']);

const isMove = (event: DomainEvent): boolean =>
  (event.type === 'visit.left' && event.outcome === 'redirected') || (event.type === 'visit.talk-ended' && event.by === 'moved');

async function agentIdOfDemo(server: TestServer): Promise<AgentId> {
  const Cookie = await signIn(server, 'agent', DEMO_PASSWORD);
  const me = await (await fetch(`${server.origin}/api/v1/me`, { headers: { Cookie } })).json();
  return (me as { agentId: AgentId }).agentId;
}

const paletteOn = (page: Page) => page.getByRole('dialog', { name: /^(Command palette|命令面板)$/ });

/**
 * Speaks to the command palette by keyboard alone: each word as it is typed, and what then must be the chosen line before Enter;
 * null where words are typed, not chosen.
 */
export async function order(page: Page, ...words: readonly (readonly [typed: string, chosen: string | null])[]): Promise<void> {
  const palette = paletteOn(page);
  await page.keyboard.press('Control+k');
  await palette.waitFor();
  for (const [typed, chosen] of words) {
    await page.keyboard.type(typed);
    if (chosen !== null) await expect.poll(() => palette.getByRole('option', { selected: true }).innerText(), FOUND).toContain(chosen);
    await page.keyboard.press('Enter');
  }
  await palette.waitFor({ state: 'detached' });
}
const FOUND = { timeout: 10_000 };

/** The palette comes when it is first asked for: before a connection is cut, it has been. */
export async function bringPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await paletteOn(page).waitFor();
  await page.keyboard.press('Escape');
  await paletteOn(page).waitFor({ state: 'detached' });
}

/** What is enough of a number to find its caller by. */
export const lastDigits = (masked: string): string => masked.slice(-4);
