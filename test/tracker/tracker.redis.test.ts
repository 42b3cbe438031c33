import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRedisConnections, type RedisConnection } from '../../server/ops/redis.js';
import { alertTarget } from '../../server/outbox/alert-target.js';
import { Outbox } from '../../server/outbox/outbox.js';
import { sign } from '../../server/outbox/signature.js';
import { createOutboxStore } from '../../server/outbox/store.js';
import { createTrackerInbox } from '../../server/tracker/inbox.js';
import { ticketTarget } from '../../server/tracker/ticket-target.js';
import { webhookTracker } from '../../server/tracker/webhook-tracker.js';
import { type Command, commandSchema } from '../../shared/domain/commands.js';
import { decide } from '../../shared/domain/decide.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { alertIdOf, type CaseId, type CommitId, caseIdOf } from '../../shared/kernel/ids.js';
import { type SALES, waitingRule } from '../domain/alert/alert-floor.js';
import { ZHOU } from '../domain/escalation/case-floor.js';
import { startHttpRig } from '../http/rig.js';
import { HandTimers } from '../outbox/hand-timers.js';
import { broken, ok, SECRET, startReceiver } from '../outbox/receiver.js';
import { eventually, SITE, startRig } from '../site/rig.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';

let redisServer: TestRedis;
let redis: RedisConnection;
let rig: Awaited<ReturnType<typeof startRig>>;
const logger = pino({ level: 'silent' });

beforeEach(async () => {
  redisServer = await startTestRedis();
  redis = createRedisConnections({ url: redisServer.url }, logger).general();
  rig = await startRig(redisServer.url);
});
afterEach(async () => {
  await rig.stop();
  redis.disconnect();
  await redisServer.stop();
});

let commits = 0;
/** A supervisor's wish, granted. */
async function ask(raw: { readonly type: Command['type'] } & Record<string, unknown>): Promise<CommitId> {
  const id = `test/commit/${++commits}` as CommitId;
  const outcome = await rig.site.propose({
    id,
    by: { kind: 'user', userId: ZHOU.userId },
    cause: raw.type,
    decide(site) {
      const decided = decide(site, commandSchema.parse(raw), { now: rig.site.siteNow(), commitId: id, by: ZHOU, person: () => undefined });
      if (!decided.ok) throw new Error(`${raw.type}: ${decided.error.code}`);
      return decided.value;
    },
  });
  expect(outcome.outcome).toBe('accepted');
  return id;
}
const openCase = async () => caseIdOf(await ask({ type: 'case.open', caseType: 'TECH', text: '付款后订单未支付' }));
const ticketOf = (caseId: CaseId) => rig.site.state().cases.get(caseId)?.ticket;

describe('wishes for tickets', () => {
  let tracker: Awaited<ReturnType<typeof startReceiver>>;
  let timers: HandTimers;
  let outbox: Outbox | undefined;
  beforeEach(async () => {
    timers = new HandTimers(Date.now());
    tracker = await startReceiver(() => timers.now());
  });
  afterEach(async () => {
    await outbox?.stop();
    await tracker.stop();
  });

  async function startOutbox(alertsUrl?: string) {
    const receiver = { url: tracker.url, secrets: [SECRET] };
    const alerts = alertsUrl === undefined ? [] : [alertTarget({ ...receiver, url: alertsUrl }, () => timers.now())];
    outbox = new Outbox({
      targets: [
        ticketTarget(
          webhookTracker(receiver, () => timers.now()),
          rig.site,
        ),
        ...alerts,
      ],
      siteId: SITE,
      redis,
      nodeId: 'one',
      logger,
      timers,
      log: rig.log,
      site: () => rig.site.state(),
      onEntries: (listener) => rig.site.onEntries(listener),
    });
    outbox.start();
    const store = createOutboxStore(redis, SITE);
    await eventually(async () => (await store.read('tracker')) !== null, 'the outbox is there');
  }

  test('the tracker’s answer is the case’s ticket', async () => {
    tracker.answers((_, response) => void response.end('{"key":"BUG-231","url":"https://tracker.lan/BUG-231","more":1}'));
    await startOutbox();
    const caseId = await openCase();
    await ask({ type: 'case.send-ticket', caseId });
    expect(ticketOf(caseId)?.state).toBe('queued');
    await eventually(() => ticketOf(caseId)?.state === 'created', 'the ticket is made');
    expect(ticketOf(caseId)).toMatchObject({ key: 'BUG-231', url: 'https://tracker.lan/BUG-231' });
    expect(tracker.heard).toMatchObject([{ verdict: 'good', type: 'case.ticket-requested', data: { externalKey: caseId } }]);
  });

  test('a tracker that only acknowledges leaves the wish open until it tells the key', async () => {
    await startOutbox();
    const caseId = await openCase();
    await ask({ type: 'case.send-ticket', caseId });
    await eventually(() => tracker.heard.length === 1, 'the tracker is asked');
    await timers.pass(60_000);
    expect([ticketOf(caseId)?.state, tracker.heard.length]).toEqual(['queued', 1]);
  });

  test('a tracker that is down holds up no case: the tries are shown, and once it is back there is one ticket', async () => {
    tracker.answers(broken);
    await startOutbox();
    const caseId = await openCase();
    await ask({ type: 'case.send-ticket', caseId });
    await eventually(() => ticketOf(caseId)?.tries === 1, 'the first try is shown');
    expect(ticketOf(caseId)?.state).toBe('failed');
    await ask({ type: 'case.grade', caseId, grade: 'P2', caseType: 'TECH' });
    await eventually(async () => {
      await timers.pass(1_000);
      return (ticketOf(caseId)?.tries ?? 0) >= 2;
    }, 'the second try is shown');
    tracker.answers((_, response) => void response.end('{"key":"BUG-1"}'));
    await eventually(async () => {
      await timers.pass(5_000);
      return ticketOf(caseId)?.state === 'created';
    }, 'the ticket is made');
    expect(new Set(tracker.heard.map(({ id }) => id)).size).toBe(1);
  });

  test('while the receiver of alerts is down, tickets are made all the same', async () => {
    const alerts = await startReceiver();
    alerts.answers(broken);
    await startOutbox(alerts.url);
    const rule = waitingRule({ webhook: true });
    const raised = Array.from({ length: 20 }, (_, n): DomainEvent => {
      const subject = { kind: 'queue', id: `q-${n}`, queueId: `q-${n}` as typeof SALES } as const;
      const alertId = alertIdOf(rule.id, subject.id, n);
      const { id: ruleId, metric, remedy } = rule;
      return {
        type: 'alert.raised',
        occurredAt: rig.site.siteNow(),
        alertId,
        ruleId,
        subject,
        metric,
        level: 'warn',
        value: n,
        limit: 10,
        evidence: {},
        remedy,
      };
    });
    const events: DomainEvent[] = [{ type: 'rule.set', occurredAt: rig.site.siteNow(), rule }, ...raised];
    await rig.site.propose({
      id: 'test/alerts/1' as CommitId,
      by: { kind: 'clock' },
      cause: 'test',
      decide: () => ({ events, reads: [] }),
    });
    await eventually(() => alerts.heard.length > 0, 'alerts are tried');
    tracker.answers((_, response) => void response.end('{"key":"BUG-2"}'));
    const caseId = await openCase();
    await ask({ type: 'case.send-ticket', caseId });
    await eventually(() => ticketOf(caseId)?.state === 'created', 'the ticket is made');
    await alerts.stop();
  });

  test('a case that somebody linked while the tracker was down is not sent any more', async () => {
    tracker.answers(broken);
    await startOutbox();
    const caseId = await openCase();
    await ask({ type: 'case.send-ticket', caseId });
    await eventually(() => ticketOf(caseId)?.tries === 1, 'the first try failed');
    await ask({ type: 'case.link-ticket', caseId, key: 'BUG-77' });
    tracker.answers(ok);
    await timers.pass(600_000);
    expect(tracker.heard).toHaveLength(1);
    expect(ticketOf(caseId)).toMatchObject({ state: 'linked', key: 'BUG-77' });
  });
});

describe('what the tracker tells', () => {
  let http: Awaited<ReturnType<typeof startHttpRig>>;
  let nowMs: number;
  let caseId: CaseId;
  beforeEach(async () => {
    nowMs = Date.now();
    const secrets = [SECRET];
    const now = () => nowMs;
    const tracker = webhookTracker({ url: 'http://127.0.0.1:9/', secrets }, now);
    const trackerInbox = createTrackerInbox({ tracker, secrets, site: rig.site, redis, siteId: SITE, now });
    http = await startHttpRig(redisServer, { trackerInbox });
    caseId = await openCase();
    await ask({ type: 'case.send-ticket', caseId });
  });
  afterEach(() => http.close());

  const created = (key = 'BUG-231') => JSON.stringify({ type: 'ticket.created', data: { externalKey: caseId, key } });
  let ids = 0;
  /** As a tracker would: no cookie, no origin. */
  async function tell(body: string, more: { id?: string; secret?: string; atMs?: number; sent?: string } = {}) {
    const { id = `msg_${++ids}`, secret = SECRET, atMs = nowMs, sent = body } = more;
    const signed = sign([secret], id, atMs, body);
    const answer = await fetch(`${http.url}/api/v1/tracker/webhook`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': signed.id,
        'webhook-timestamp': signed.timestamp,
        'webhook-signature': signed.signature,
      },
      body: sent,
    });
    const { outcome, code } = (await answer.json()) as { outcome?: string; code?: string };
    return [answer.status, outcome ?? code];
  }
  const changes = async () => {
    let count = 0;
    for await (const page of rig.log.read('0-0' as never)) {
      for (const entry of page)
        if ('commit' in entry) count += entry.commit.events.filter(({ type }) => type === 'case.ticket-changed').length;
    }
    return count;
  };

  test('a ticket that was made, resolved and reopened is so in the case', async () => {
    expect(await tell(created())).toEqual([200, 'accepted']);
    expect(ticketOf(caseId)).toMatchObject({ state: 'created', key: 'BUG-231' });
    expect(
      await tell(JSON.stringify({ type: 'ticket.resolved', data: { externalKey: caseId, resolution: 'notrepro', by: 'dev' } })),
    ).toEqual([200, 'accepted']);
    expect(ticketOf(caseId)).toMatchObject({ state: 'resolved', resolution: 'notrepro' });
    expect(await tell(JSON.stringify({ type: 'ticket.reopened', data: { externalKey: caseId } }))).toEqual([200, 'accepted']);
    expect(ticketOf(caseId)?.state).toBe('reopened');
  });

  test('said twice, it changes nothing the second time', async () => {
    expect(await tell(created(), { id: 'msg_once' })).toEqual([200, 'accepted']);
    expect(await tell(created(), { id: 'msg_once' })).toEqual([200, 'duplicate']);
    expect(await tell(created('BUG-9'), { id: 'msg_once' })).toEqual([200, 'duplicate']);
    expect(await tell(created())).toEqual([200, 'unchanged']);
    expect([await changes(), ticketOf(caseId)?.key]).toEqual([1, 'BUG-231']);
  });

  test('two of the same at the same moment are one', async () => {
    await Promise.all([1, 2, 3].map(() => tell(created(), { id: 'msg_race' })));
    expect(await changes()).toBe(1);
  });

  test.each([
    ['by another secret', { secret: 'the-secret-of-another-endpoint' }],
    ['over another body', { sent: '{"type":"ticket.created","data":{"externalKey":"e-1","key":"EVIL-1"}}' }],
    ['six minutes ago', { atMs: Date.now() - 360_000 }],
    ['six minutes from now', { atMs: Date.now() + 360_000 }],
  ])('signed %s, it is refused and changes nothing', async (_, more) => {
    expect(await tell(created(), more)).toEqual([401, 'not-signed-in']);
    expect(await changes()).toBe(0);
  });

  test('an old one is refused even when it was good once', async () => {
    const atMs = nowMs;
    expect(await tell(created(), { id: 'msg_old', atMs })).toEqual([200, 'accepted']);
    nowMs += 301_000;
    expect(await tell(created(), { id: 'msg_old', atMs })).toEqual([401, 'not-signed-in']);
  });

  test.each([
    ['no JSON', 'BUG-1', 400, 'bad-request'],
    ['a kind that nobody knows', '{"type":"ticket.deleted","data":{}}', 400, 'bad-request'],
    ['a key that is none', '{"type":"ticket.created","data":{"externalKey":"e-1","key":"<script>"}}', 400, 'bad-request'],
    ['a case that is not there', '{"type":"ticket.created","data":{"externalKey":"e-nowhere","key":"BUG-1"}}', 404, 'not-found'],
    ['more than 64 KB', `{"type":"ticket.created","data":{"x":"${'x'.repeat(70_000)}"}}`, 413, 'too-large'],
  ])('%s is refused by name', async (_, body, status, code) => {
    expect(await tell(body)).toEqual([status, code]);
    expect(await changes()).toBe(0);
  });

  test('where no tracker is configured, nobody listens', async () => {
    const quiet = await startHttpRig(redisServer);
    const answer = await fetch(`${quiet.url}/api/v1/tracker/webhook`, { method: 'POST', body: created(), headers: { origin: quiet.url } });
    expect(answer.status).toBe(404);
    await quiet.close();
  });
});
