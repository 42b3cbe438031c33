import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { decideClock, rateOf } from '../shared/domain/clock.js';
import { decide } from '../shared/domain/decide.js';
import { DEFAULT_SETTINGS } from '../shared/domain/queue/evolve.js';
import type { QueueSettings } from '../shared/domain/site.js';
import type { SiteConfig } from '../shared/domain/site-config.js';
import type { CommitId, QueueId } from '../shared/kernel/ids.js';
import { ORIGIN } from '../shared/kernel/position.js';
import { type EpochMs, quarterOf } from '../shared/kernel/time.js';
import { createAuth } from './auth/auth.js';
import { ensureDemoAccounts } from './auth/demo-accounts.js';
import { PeopleDirectory } from './auth/people-directory.js';
import { syncListedUsers } from './auth/site-users.js';
import type { Config } from './config.js';
import { DemoAgents } from './demo/demo-agents.js';
import { createActionHistory } from './history/action-history.js';
import { createActionProjector } from './history/action-projector.js';
import { createRefusalBook } from './history/action-refusals.js';
import { createCallHistory } from './history/call-history.js';
import { Forecaster } from './history/forecaster.js';
import { createVisitHistory } from './history/visit-history.js';
import { createVisitProjector } from './history/visit-projector.js';
import { createHttpApp, createHttpServer } from './http/app.js';
import { computeSeries } from './http/series.js';
import { createRedisLog } from './log/redis-log.js';
import { createDeskBook } from './ops/desks.js';
import { createHealth } from './ops/health.js';
import type { Lifecycle } from './ops/lifecycle.js';
import type { Logger } from './ops/logger.js';
import { createMeasures } from './ops/measures.js';
import { createRedisConnections } from './ops/redis.js';
import { createOutgoing } from './outgoing.js';
import { addressBehind } from './realtime/address.js';
import { createRealtime } from './realtime/realtime.js';
import { liveSource } from './realtime/site-source.js';
import { AlertWatch } from './site/alert-watch.js';
import { ConnectorRunner } from './site/connector-runner.js';
import { DeadlineRunner } from './site/deadline-runner.js';
import { DeskPresence } from './site/desk-presence.js';
import { FigureBook } from './site/figure-book.js';
import { tellFirstRoster } from './site/first-roster.js';
import { Keeper } from './site/keeper.js';
import { RedisClock } from './site/redis-clock.js';
import { Site } from './site/site.js';
import { resolveDraftsAnew } from './site/wall-times.js';
import { readSite } from './site-file/read.js';
import { sourceOf } from './sources.js';
import { createWellbeing } from './wellbeing/wellbeing.js';

export interface NodeOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  /** The built client; null: it is served elsewhere. */
  readonly clientDir: string | null;
  readonly version: string;
}

/** A node that serves its site. */
export interface RunningNode {
  readonly port: number;
  readonly site: Site;
}

/** Builds and joins the parts of one node. Registered with the lifecycle in this order, they stop in the opposite one. */
export async function startNode({ config, logger, lifecycle, clientDir, version }: NodeOptions): Promise<RunningNode> {
  const { siteId } = config;
  const nodeId = randomBytes(6).toString('hex');
  const measures = createMeasures();
  const health = createHealth();

  const connections = createRedisConnections(config.redis, logger);
  const redis = connections.general();
  lifecycle.onStop('redis', () => redis.disconnect());
  const log = createRedisLog({ siteId, redis: connections, logger });
  lifecycle.onStop('log', () => log.close());

  const clock = new RedisClock(() => log.time());
  const site = new Site({ log, clock, logger, measures });
  await site.start();
  lifecycle.onStop('site', () => site.stop());
  lifecycle.every('clock', 1_000, () => clock.sync());
  const startedAt = clock.now();

  const source = await sourceOf(config, redis);
  const siteFile = await readSite(config);
  if (!siteFile.ok) throw new BadSiteFile(siteFile.error);
  // The site file, else what the source says of itself, else a name and the zone.
  const siteConfig = siteFile.value.fromFile ? siteFile.value.config : (source?.siteConfig ?? siteFile.value.config);
  const setUp = async () => {
    await configure(site, nodeId, siteConfig, source?.rate ?? 1);
    const firstRoster = config.demo ? source?.firstRoster : undefined;
    if (firstRoster !== undefined) await tellFirstRoster(site, () => firstRoster(siteConfig, site.siteNow()));
  };
  await setUp();

  const siteClock = { now: () => site.siteNow(), rate: () => rateOf(site.state().clock) };
  const followers = [createVisitProjector, createActionProjector].map((create) =>
    create({ redis, log, siteId, logger, lifecycle, clock: siteClock }),
  );
  for (const follower of followers) await follower.start();
  lifecycle.onStop('history', async () => void (await Promise.all(followers.map((follower) => follower.stop()))));
  const calls = createCallHistory({ redis, siteId, site: () => site.state(), clock: siteClock });
  const forecaster = new Forecaster({ site, calls, nodeId, logger });
  lifecycle.every('forecasts', 60_000, () => forecaster.tick());
  lifecycle.after('wall times', 0, () => resolveDraftsAnew({ site, nodeId, logger }));
  const outgoing = createOutgoing({ config, site, log, redis, nodeId, logger });
  const keeper = new Keeper(site, log, logger, async () => [
    ...followers.map((follower) => follower.checkpoint()),
    ...(await outgoing.checkpoints()),
  ]);
  lifecycle.every('snapshot', 5_000, () => keeper.tick());
  lifecycle.onStop('last snapshot', async () => {
    await keeper.take();
    keeper.stop();
  });

  const sessions = connections.sessions();
  lifecycle.onStop('sessions', () => sessions.destroy());
  const auth = await createAuth({
    redis: sessions,
    siteId,
    publicOrigin: config.http.publicOrigin,
    logger,
    now: () => clock.now(),
    delay: (ms) => new Promise((resolve) => lifecycle.after('sign-in delay', ms, resolve)),
  });
  await auth.watch.start();
  lifecycle.onStop('session watch', () => auth.watch.stop());
  if (siteFile.value.fromFile) {
    const withoutAccount = await syncListedUsers(auth, siteFile.value.users);
    if (withoutAccount.length > 0) logger.warn({ count: withoutAccount.length }, 'people of the site file have no account yet');
  }
  if (config.demo) await ensureDemoAccounts(auth, demoFloorOf(site));
  // A Redis that came back empty knows neither the site nor its demonstration's accounts: it is told again, as at a first start.
  site.onReset(() => {
    if (site.position !== ORIGIN) return;
    logger.error('the log is empty: what it held is lost unless a backup is put back');
    const tell = async () => {
      await setUp();
      if (config.demo) await ensureDemoAccounts(auth, demoFloorOf(site));
    };
    tell().catch((error: unknown) => logger.error({ err: error }, 'the site could not be set up anew'));
  });

  const runners: ConnectorRunner[] = [];
  const people = new PeopleDirectory(auth.users, siteId, () => site.state());
  await people.refresh();
  lifecycle.every('people', 5_000, () => people.refresh());
  // After the people: what came due while no node ran may be somebody's to keep.
  const deadlines = new DeadlineRunner(site, `deadline/${nodeId}`, people);
  lifecycle.onStop('deadlines', () => deadlines.stop());
  const live = liveSource(site, runners, people, startedAt, (agentId) => wellbeing.strain.hasSaidFive(agentId));
  health.register('redis', () => (sessions.isReady ? null : 'not connected'));
  health.register('log', () => (site.silentMs() <= 3_000 ? null : 'the log was not read for 3 s'));
  health.register('fold', () => (site.halted === undefined ? null : `stopped: ${site.halted}`));
  measures.gauge('breakwater_connector_heard_seconds', 'Since the source was last heard, by source', 'source', () =>
    runners.flatMap((runner) => (runner.heardAt === null ? [] : [[runner.source, (clock.now() - runner.heardAt) / 1_000] as const])),
  );

  const refusals = createRefusalBook({ redis, siteId, now: siteClock.now, measures, logger });
  const visits = createVisitHistory({
    redis,
    siteId,
    now: siteClock.now,
    settingsAt: (queueId, at) => settingsThen(site, queueId, at),
  });
  const actions = createActionHistory({ redis, siteId, logger, now: siteClock.now });
  const wellbeing = createWellbeing({
    redis,
    siteId,
    site: () => site.state(),
    siteNow: siteClock.now,
    now: () => clock.now(),
    visits,
    actions,
    propose: (proposal) => site.propose(proposal),
    person: (userId) => people.get(userId),
    logger,
  });
  lifecycle.every('erasing', 60_000, () => wellbeing.tick());
  const app = createHttpApp({
    config,
    auth,
    floor: { site: () => site.state(), now: () => site.siteNow(), position: () => site.position },
    people,
    visits,
    actions,
    wellbeing,
    submit: (request, by) => live.submit(request, by),
    refusals,
    knownCallDays: () => forecaster.knownDays(),
    series: (request, scope) => computeSeries(site.state(), site.siteNow(), request, scope),
    ...(outgoing.trackerInbox === null ? {} : { trackerInbox: outgoing.trackerInbox }),
    health,
    measures,
    logger,
    now: () => clock.now(),
    version,
    clientDir,
  });
  const server = createHttpServer(app);
  const book = new FigureBook(site);
  const realtime = createRealtime({
    server,
    source: live,
    sessions: auth.watch,
    figures: (scope, window, now) => book.figures(scope, window, now),
    noteRefusal: (request, by) => refusals.note(request, by),
    logger,
    measures,
    options: {
      publicOrigin: config.http.publicOrigin,
      addressOf: (request) => addressBehind(request, app.get('trust proxy fn')),
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.http.port, config.http.host, resolve);
  });
  lifecycle.onStop('http', () => new Promise<void>((resolve) => server.close(() => resolve()) && server.closeAllConnections()));
  lifecycle.onStop('live view', () => realtime.stop());
  const desks = new DeskPresence({
    site,
    book: createDeskBook({ redis, siteId, nodeId }),
    openDesks: () => realtime.openDesks(),
    monotonicMs: () => performance.now(),
    idPrefix: `desks/${nodeId}`,
    logger,
  });
  lifecycle.every('desks', 1_000, () => desks.tick());
  const alerts = new AlertWatch({
    site,
    nodeId,
    figures: (queueId, now) => book.figures(queueId, '30m', now),
    sources: () => runners,
    undelivered: () => outgoing.undeliveredMs(),
    monotonicMs: () => performance.now(),
  });
  lifecycle.every('alerts', 1_000, () => alerts.tick());
  lifecycle.onStop('alerts', () => alerts.stop());
  measures.gauge('breakwater_undelivered_seconds', 'Since the oldest delivery that was tried in vain, by receiver', 'receiver', () =>
    [...(outgoing.undeliveredMs() ?? [])].map(([receiver, ms]) => [receiver, ms / 1_000] as const),
  );
  outgoing.start(lifecycle);
  if (config.demo && config.source.kind === 'simulator' && config.source.hasShifts) {
    const agents = new DemoAgents(site);
    lifecycle.every('demo agents', 5_000, () => agents.tick());
  }
  // Last, so that a node that could not start never takes the source from one that runs.
  if (source !== null) {
    const { name, create } = source;
    const runner = new ConnectorRunner({ site, siteId, redis, create, source: name, nodeId, logger, measures });
    runners.push(runner);
    lifecycle.every('connector news', 1_000, () => runner.refresh());
    lifecycle.onStop(`connector ${name}`, () => runner.stop());
  }
  return { port: (server.address() as AddressInfo).port, site };
}

const OPERATOR = { userId: 'operator', name: 'operator', role: 'operator', teamIds: [] } as const;

export class BadSiteFile extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'BadSiteFile';
  }
}

/** Brings the site's configuration and clock in line with this node's settings; nothing when they are. */
async function configure(site: Site, nodeId: string, config: SiteConfig, rate: number): Promise<void> {
  await site.propose({
    id: `operator/${nodeId}/site` as CommitId,
    by: { kind: 'operator' },
    cause: 'site.configure',
    decide(state) {
      const decided = decide(
        state,
        { type: 'site.configure', config },
        {
          now: site.siteNow(),
          commitId: `operator/${nodeId}/site` as CommitId,
          by: OPERATOR,
          person: () => undefined,
        },
      );
      return decided.ok ? decided.value : { events: [], reads: [] };
    },
  });
  await site.propose({
    id: `operator/${nodeId}/clock` as CommitId,
    by: { kind: 'operator' },
    cause: 'clock.anchor',
    decide(state) {
      const event = decideClock(state, rate, site.redisNow());
      return { events: event === undefined ? [] : [event], reads: ['site:site'] };
    },
  });
}

/** The demonstration's lead and agent stand for people of its site file. */
function demoFloorOf(site: Site) {
  const { teams, people } = site.state().config;
  const person = people[0];
  return {
    teams: teams.slice(0, 1).map((team) => team.name),
    agent: person === undefined ? null : { key: person.key, name: person.name ?? person.key },
  };
}

/** A call of a queue that is forgotten is judged by the field's own standard. */
function settingsThen(site: Site, queueId: QueueId, at: EpochMs): QueueSettings {
  const queue = site.state().queues.get(queueId);
  const start = quarterOf(at);
  return queue?.quarters.find((tally) => tally.start === start)?.settings ?? queue?.settings ?? DEFAULT_SETTINGS;
}
