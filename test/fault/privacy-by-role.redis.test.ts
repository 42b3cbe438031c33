import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTE_KEYS } from '../../server/auth/access.js';
import { DEMO_TV_TOKEN } from '../../server/auth/demo-accounts.js';
import type { Command } from '../../shared/domain/commands.js';
import { ALLOWED_FIELDS, type AudienceKind } from '../../shared/domain/redact.js';
import { type BufferId, type CommitId, teamIdOf } from '../../shared/kernel/ids.js';
import { durationMs, epochMs, MINUTE_MS } from '../../shared/kernel/time.js';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { signIn, startTestServer, type TestServer } from '../support/server.js';
import { TestSupervisor } from '../support/supervisor.js';
import { foldWholeLog } from '../support/whole-log.js';

/**
 * A whole buffer shift on a running site, looked at from every chair at once: what each person's frames, routes and files hold (B.4.4).
 * Real sockets, a real Redis, the simulated phone system.
 */
const PASSWORD = 'harbour-demo-2026';
const CANARY = 'KANARIENVOGEL 连续三通辱骂，我撑不住了';
const PEOPLE = ['agent', 'colleague', 'lead', 'otherLead', 'supervisor', 'admin', 'wall'] as const;
type Who = (typeof PEOPLE)[number];
const OUTSIDERS = ['colleague', 'otherLead', 'admin', 'wall'] as const satisfies readonly Who[];
const DECIDERS = ['lead', 'supervisor'] as const satisfies readonly Who[];

interface Chair {
  readonly cookie: string;
  readonly page: TestSupervisor;
  /** Every frame as it came over the wire. */
  readonly frames: string[];
}
let redis: TestRedis;
let node: TestServer;
const chairs = {} as Record<Who, Chair>;
let agentId: string;
let bufferId: BufferId;
let ref: string;

const sit = (cookie: string): Chair => {
  const page = new TestSupervisor(node, cookie);
  const frames: string[] = [];
  page.socket.on('frame', (frame) => void frames.push(JSON.stringify(frame)));
  return { cookie, page, frames };
};

async function call(who: Who, method: string, path: string, body?: unknown) {
  const answer = await fetch(node.origin + path, {
    method,
    headers: { cookie: chairs[who].cookie, origin: node.origin, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : null };
}

const requestOf = (command: Command) => ({ id: `u/test/${randomUUID()}` as CommitId, issuedAt: epochMs(Date.now()), command });

async function wishes(who: Who, command: Command): Promise<void> {
  const answer = await chairs[who].page.command(requestOf(command));
  expect([command.type, answer]).toMatchObject([command.type, { outcome: 'accepted' }]);
}

const shiftSeenBy = (who: Who) =>
  chairs[who].page.all('buffer').find(({ agentId: whose }) => whose === agentId) as unknown as BufferView | undefined;
const untilShift = (who: Who, is: (shift: BufferView) => boolean, what: string) =>
  chairs[who].page.until(() => {
    const shift = shiftSeenBy(who);
    return shift !== undefined && is(shift);
  }, `${who}: ${what}`);

/** All that somebody may read by address, with the ids of this shift in the place of any. */
async function readsEverything(who: Who): Promise<Map<string, string>> {
  const { state } = await foldWholeLog(redis.url);
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: state.config.timeZone }).format(
    new Date(chairs.supervisor.page.beat?.siteNow ?? 0),
  );
  const ids: Record<string, string | undefined> = {
    agentId,
    bufferId,
    visitId: [...state.visits.keys()].at(-1),
    queueId: [...state.queues.keys()][0],
    caseId: 'e-none',
    figure: 'promises',
    userId: 'u-none',
  };
  const queries: Record<string, string> = {
    'GET /api/v1/roster/sheet': `?from=${date}&to=${date}`,
    'GET /api/v1/roster/demand': `?from=${date}&to=${date}`,
    'GET /api/v1/roster/export.csv': `?from=${date}&to=${date}`,
    'GET /api/v1/queues/:queueId/borrow': '?agents=2&forMs=3600000',
  };
  const read = new Map<string, string>();
  for (const route of ROUTE_KEYS) {
    const [method, path = ''] = route.split(' ');
    // Opening a reason is an act of its own: tried apart.
    if (method !== 'GET' || route.endsWith('/reason')) continue;
    const filled = path.replace(/:(\w+)/g, (_, name) => ids[name] ?? 'none');
    const { status, text } = await call(who, 'GET', filled + (queries[route] ?? ''));
    expect([who, route, status]).toEqual([who, route, expect.toSatisfy((code: number) => [200, 403, 404].includes(code))]);
    if (status === 200) read.set(route, text);
  }
  return read;
}

const reads = {} as Record<Who, Map<string, string>>;

beforeAll(async () => {
  redis = await startTestRedis();
  node = await startTestServer({
    redisUrl: redis.url,
    env: { SOURCE: 'simulator', SIM_AGENTS: '60', SIM_SPEED: '4', SIM_SEED: '24', SIM_SHIFTS: 'off' },
  });
  chairs.admin = sit(await signIn(node, 'admin', PASSWORD));
  const { state } = await foldWholeLog(redis.url);
  const [own, ...rest] = state.config.people;
  const mate = rest.find(({ team }) => team === own?.team);
  const other = state.config.teams.find(({ name }) => name !== own?.team);
  for (const user of [
    { login: 'colleague', role: 'agent', agentKey: mate?.key, teams: [] },
    { login: 'other-lead', role: 'lead', agentKey: null, teams: [other?.name] },
  ]) {
    const made = await call('admin', 'POST', '/api/v1/users', { ...user, password: PASSWORD, displayName: user.login });
    expect([user.login, made.status]).toEqual([user.login, 201]);
  }
  chairs.agent = sit(await signIn(node, 'agent', PASSWORD));
  chairs.colleague = sit(await signIn(node, 'colleague', PASSWORD));
  chairs.lead = sit(await signIn(node, 'linfeng', PASSWORD));
  chairs.otherLead = sit(await signIn(node, 'other-lead', PASSWORD));
  chairs.supervisor = sit(await signIn(node, 'zhoumin', PASSWORD));
  const link = await fetch(`${node.origin}/api/v1/tv/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: node.origin },
    body: JSON.stringify({ token: DEMO_TV_TOKEN }),
  });
  chairs.wall = sit(
    link.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; '),
  );
  for (const who of PEOPLE) await chairs[who].page.until(() => chairs[who].page.position !== undefined, who);
  agentId = (await call('agent', 'GET', '/api/v1/me')).json.agentId;
  expect(state.agents.get(agentId as never)?.teamId).toBe(teamIdOf((await call('lead', 'GET', '/api/v1/me')).json.teams[0]));

  // The agent says how they are, shares that, says why, asks, goes, and is asked how they are once more.
  await call('agent', 'POST', '/api/v1/me/check-in', { value: 5 });
  expect((await call('agent', 'PUT', '/api/v1/me/strain', { isShared: true })).json.sharedUntil).not.toBeNull();
  ref = (await call('agent', 'POST', '/api/v1/private', { text: CANARY })).json.ref;
  await wishes('agent', {
    type: 'buffer.request',
    startAt: 'now',
    lengthMs: durationMs(60 * MINUTE_MS),
    reasonRef: ref as never,
    shareReason: true,
  });
  await untilShift('lead', () => true, 'the request');
  bufferId = shiftSeenBy('lead')?.id as BufferId;
  if (shiftSeenBy('lead')?.state === 'checking') await wishes('lead', { type: 'buffer.decide', bufferId, decision: { kind: 'approve' } });
  await untilShift('agent', ({ state: now }) => now === 'scheduled', 'ready to go');
  await wishes('agent', { type: 'buffer.confirm', bufferId, when: 'after-call' });
  // How long a call lasts is the caller's to say: one in hand is ended.
  const isOff = () => shiftSeenBy('agent')?.state === 'in-buffer';
  for (let tries = 0; tries < 10 && !isOff(); tries++) {
    const own = chairs.supervisor.page.all('agent').find(({ id }) => id === agentId) as unknown as AgentView | undefined;
    if (own?.visitId != null && own.state === 'talking')
      await chairs.supervisor.page.command(requestOf({ type: 'call.disconnect', visitId: own.visitId, reason: 'the scene goes on' }));
    await chairs.agent.page.until(isOff, 'off the phones', 5_000).catch(() => undefined);
  }
  await untilShift('agent', ({ state: now }) => now === 'in-buffer', 'off the phones');
  await untilShift('supervisor', ({ state: now }) => now === 'in-buffer', 'off the phones');
  for (const who of PEOPLE) reads[who] = await readsEverything(who);
}, 150_000);
afterAll(async () => {
  for (const who of PEOPLE) chairs[who]?.page.close();
  await node?.kill9();
  await redis?.stop();
});

const AUDIENCE: Readonly<Record<Who, AudienceKind>> = {
  agent: 'agent',
  colleague: 'agent',
  lead: 'lead',
  otherLead: 'lead',
  supervisor: 'site',
  admin: 'admin',
  wall: 'wall',
};
/** Names of kinds, fields and codes that would tell. */
const TELLING = /"(buffer|cover|relief)":\[\{|"b-[A-Za-z0-9]{8,}|BUFFER|MICRO_?PAUSE|strain|KANARIEN|pt-[0-9a-f]{20}/;

/**
 * What is left when an administrator's audit is taken away: that a request was decided, by whom and when, but not whose it was (B.4.4,
 * "metadata in audit").
 */
function withoutAudit(text: string): string {
  const value = JSON.parse(text) as { changed?: { action?: Deed[] }; actions?: Deed[] };
  for (const holder of [value.changed?.action, value.actions]) {
    for (const { kind, on } of holder ?? []) if (kind?.startsWith('buffer.')) expect(on).toEqual({});
  }
  const isOther = ({ kind }: Deed) => !kind?.startsWith('buffer.');
  if (value.changed?.action !== undefined) value.changed.action = value.changed.action.filter(isOther);
  if (value.actions !== undefined) value.actions = value.actions.filter(isOther);
  return JSON.stringify(value);
}
interface Deed {
  readonly kind?: string;
  readonly on?: object;
}
const tells = (who: Who, text: string): boolean => TELLING.test(who === 'admin' && text.startsWith('{') ? withoutAudit(text) : text);

describe.each(PEOPLE)('%s', (who) => {
  test('gets the fields of the table and no other, record by record', () => {
    const seen = new Map<string, Set<string>>();
    for (const frame of chairs[who].frames)
      for (const [kind, records] of Object.entries(JSON.parse(frame).changed as Record<string, object[]>))
        for (const record of records) for (const field of Object.keys(record)) seen.set(kind, (seen.get(kind) ?? new Set()).add(field));
    const table = ALLOWED_FIELDS[AUDIENCE[who]] as Readonly<Record<string, readonly string[]>>;
    for (const [kind, fields] of seen) expect([kind, [...fields].filter((field) => !table[kind]?.includes(field))]).toEqual([kind, []]);
    expect(seen.has('buffer')).toBe(who === 'agent' || who === 'lead' || who === 'supervisor');
  });

  test('never has the reason, nor its name, in a frame or a route that lists', () => {
    const all = [...chairs[who].frames, ...reads[who].values()];
    expect(all.filter((text) => text.includes('KANARIEN') || text.includes(ref))).toEqual([]);
  });
});

describe.each(OUTSIDERS)('%s, whom it does not concern', (who) => {
  test('can not tell from any frame that there is a buffer shift', () => {
    expect(chairs[who].frames.find((frame) => tells(who, frame))).toBeUndefined();
    const agent = chairs[who].page.all('agent').find(({ id }) => id === agentId);
    if (agent !== undefined) expect(agent).toMatchObject({ state: 'not-ready', reasonCode: 'BACKOFFICE' });
  });
  test('nor from anything that can be read or taken away as a file', () => {
    const telling = [...reads[who]].filter(([route, text]) => !route.includes('/me/') && tells(who, text)).map(([route]) => route);
    expect(telling).toEqual([]);
    expect([...reads[who].keys()].filter((route) => /buffers|strain\/teams/.test(route) && !route.includes('/me/'))).toEqual(
      who === 'otherLead' ? ['GET /api/v1/buffers/totals', 'GET /api/v1/strain/teams'] : [],
    );
  });
  test('nor open the reason', async () => {
    expect((await call(who, 'GET', `/api/v1/buffers/${bufferId}/reason`)).status).toBe(
      who === 'otherLead' || who === 'colleague' ? 404 : 403,
    );
  });
});

describe.each(DECIDERS)('%s, who decides', (who) => {
  test('sees that the shift is, and back office in the place of its name', () => {
    expect(shiftSeenBy(who)).toMatchObject({ id: bufferId, state: 'in-buffer', hasReason: true, isReasonShared: true });
    expect(chairs[who].page.all('agent').find(({ id }) => id === agentId)).toMatchObject({ reasonCode: 'BACKOFFICE' });
    expect(chairs[who].frames.filter((frame) => /"BUFFER"|MICRO_PAUSE|strain/.test(frame))).toEqual([]);
  });
  test('reads how the agent is while it is shared, and nobody else’s', () => {
    const { teams } = JSON.parse(reads[who].get('GET /api/v1/strain/teams') ?? '{}');
    expect(teams.flatMap(({ shared }: { shared: { agentId: string }[] }) => shared.map((each) => each.agentId))).toEqual([agentId]);
    const elsewhere = [...reads[who]].filter(
      ([route, text]) => route !== 'GET /api/v1/strain/teams' && /"strain"|"band"|"score"/.test(text),
    );
    expect(elsewhere.map(([route]) => route)).toEqual([]);
  });
});

describe('in the course of the shift', () => {
  test('the agent sees who opened the reason, and it ends with their word', async () => {
    expect((await call('lead', 'GET', `/api/v1/buffers/${bufferId}/reason`)).json).toEqual({ text: CANARY });
    await untilShift('agent', ({ openedBy }) => openedBy.length === 1, 'who opened it');
    expect(shiftSeenBy('agent')?.openedBy.map(({ name }) => name)).toEqual(['林峰']);
    expect(shiftSeenBy('lead')).not.toHaveProperty('openedBy');
    expect((await call('agent', 'DELETE', `/api/v1/buffers/${bufferId}/reason`)).status).toBe(204);
    expect((await call('lead', 'GET', `/api/v1/buffers/${bufferId}/reason`)).status).toBe(404);
  });

  test('the strain is taken back at once', async () => {
    await call('agent', 'PUT', '/api/v1/me/strain', { isShared: false });
    const { teams } = (await call('lead', 'GET', '/api/v1/strain/teams')).json;
    expect(teams.flatMap(({ shared }: { shared: unknown[] }) => shared)).toEqual([]);
  });

  test('who asks for urgent help is named to the wellbeing contact; to those who decide it is relief that is needed, to others nothing', async () => {
    const mate = (await call('colleague', 'GET', '/api/v1/me')).json.agentId;
    const reliefs = (who: Who) => chairs[who].page.all('relief').map(({ id }) => id);
    const isOnPhone = () =>
      !['not-ready', 'logged-out'].includes(String(chairs.lead.page.all('agent').find(({ id }) => id === mate)?.state));
    await chairs.lead.page.until(isOnPhone, 'the colleague on the phones');
    const { json } = await call('colleague', 'POST', '/api/v1/me/crisis', {});
    expect(json).toMatchObject({ isContactTold: true, crisis: [{ phone: '12356' }, { phone: '120' }] });
    for (const who of [...DECIDERS, 'colleague'] as const)
      await chairs[who].page.until(() => reliefs(who).includes(mate), `${who}: relief is needed`);
    expect(Object.keys(chairs.lead.page.all('relief')[0] ?? {}).sort()).toEqual(['id', 'since']);
    expect([reliefs('agent'), reliefs('otherLead'), reliefs('admin'), reliefs('wall')]).toEqual([[], [], [], []]);
    const calls = async (who: Who) => (await call(who, 'GET', '/api/v1/wellbeing/calls')).json?.calls ?? [];
    expect(await calls('supervisor')).toMatchObject([{ because: 'crisis', agentId: mate }]);
    for (const who of ['agent', 'colleague', 'lead', 'otherLead', 'admin'] as const) expect([who, await calls(who)]).toEqual([who, []]);
  });

  test('what they said is in no event, no snapshot, no file of Redis and no line of the server’s log', async () => {
    const { entries, state } = await foldWholeLog(redis.url);
    // The site file says whether strain is worked out at all.
    const events = entries.flatMap(({ commit }) => commit.events).filter(({ type }) => type !== 'site.configured');
    const log = JSON.stringify(events);
    const holds = (text: string, what: RegExp) => what.test(text);
    expect(holds(log, new RegExp(`"reasonRef":"${ref}"`))).toBe(true);
    // That they can hardly go on protects the request; what protected it is not kept.
    expect(events.find(({ type }) => type === 'buffer.requested')).toMatchObject({ isProtected: true });
    expect(holds(log, /KANARIEN|"strain"|checkIn|"score"|"mood"/)).toBe(false);
    expect(holds(JSON.stringify([...state.buffers.values()]), /KANARIEN/)).toBe(false);
    const files = readdirSync(redis.dir, { recursive: true, encoding: 'utf8' }).map((name) => join(redis.dir, name));
    const disk = files.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path).toString('utf8'));
    expect(holds(disk.join('\n'), /KANARIEN/)).toBe(false);
    expect(holds(node.output(), /KANARIEN/)).toBe(false);
  });
});
