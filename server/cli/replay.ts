import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { type SiteConfig, siteConfigSchema } from '../../shared/domain/site-config.js';
import { type SiteId, siteIdSchema } from '../../shared/kernel/ids.js';
import { err, ok, type Result } from '../../shared/kernel/result.js';
import { SECOND_MS } from '../../shared/kernel/time.js';
import { createCallerMask } from '../connectors/asterisk/mask.js';
import { parseRecording, playRecording, type Recording } from '../connectors/asterisk/recording.js';
import { Translator } from '../connectors/asterisk/translate/translate.js';
import type { SiteLog } from '../log/log.js';
import { createMemoryLog } from '../log/memory-log.js';
import { createRedisLog } from '../log/redis-log.js';
import { createRedisConnections } from '../ops/redis.js';
import type { CommandIo, RunCommand } from './command.js';
import { type ReplayReport, ReportFold } from './replay-report.js';
import { ReplaySite } from './replay-site.js';
import { reportTable } from './replay-table.js';

const SOURCE = 'asterisk';
const USAGE = `Usage: npm run -s breakwater -- replay <recording>… [--report json] [--service-level queue=seconds]… [--log memory]

Feeds recorded AMI sessions (.jsonl, .in.txt, either gzipped; several are sessions of one site, in order) through the
connector, a log and the fold of a site that is thrown away, and prints what each queue and agent came to.
`;

interface Asked {
  readonly files: readonly string[];
  readonly asJson: boolean;
  readonly inMemory: boolean;
  readonly thresholds: ReadonlyMap<string, number>;
}

export const run: RunCommand = async (args, io) => {
  const asked = parseAsked(args);
  if (!asked.ok) {
    io.stderr.write(`${asked.error}\n\n${USAGE}`);
    return 2;
  }
  const recordings: Recording[] = [];
  for (const file of asked.value.files) {
    const recording = await readRecording(file);
    if (!recording.ok) {
      io.stderr.write(`${recording.error}\n`);
      return 1;
    }
    recordings.push(recording.value);
  }
  const opened = openLog(asked.value, io);
  if (!opened.ok) {
    io.stderr.write(`${opened.error}\n`);
    return 1;
  }
  try {
    const report = await replay(recordings, configOf(asked.value), opened.value.log);
    io.stdout.write(asked.value.asJson ? `${JSON.stringify(report, null, 2)}\n` : reportTable(report));
    return 0;
  } finally {
    await opened.value.discard();
  }
};

/** Recordings through the connector's own code, absorb, a log and the fold. Exported for tests. */
export async function replay(
  recordings: readonly Recording[],
  config: SiteConfig,
  log: SiteLog,
): Promise<ReplayReport & { readonly dropped: Record<string, number> }> {
  const dropped: Record<string, number> = {};
  const onDropped = (reason: string) => {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  };
  const report = new ReportFold();
  const site = new ReplaySite(log, ({ commit }) => {
    for (const event of commit.events) report.add(event);
  });
  await site.open(config);
  // One site, one connector: what an earlier session left open, a later one closes.
  const translator = new Translator({ mask: createCallerMask(randomBytes(32)), onDropped });
  for (const recording of recordings) {
    for (const { facts } of playRecording(recording, translator, onDropped)) await site.absorb(facts, SOURCE);
  }
  return { ...report.finish(site.state), dropped };
}

function parseAsked(args: string[]): Result<Asked, string> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return err(error instanceof Error ? error.message : 'unreadable arguments');
  }
  const { values, positionals } = parsed;
  if (positionals.length === 0) return err('A recording is missing.');
  if (values.report !== undefined && values.report !== 'json') return err(`--report ${values.report}: only json is known.`);
  if (values.log !== undefined && values.log !== 'memory' && values.log !== 'redis') return err(`--log ${values.log}: memory or redis.`);
  const thresholds = new Map<string, number>();
  for (const text of values['service-level'] ?? []) {
    const match = /^(.{1,200})=(\d{1,4}(?:\.\d{1,3})?)$/.exec(text);
    const [queue, seconds] = [match?.[1], Number(match?.[2])];
    if (queue === undefined || seconds > 3_600) return err(`--service-level ${text}: expected queue=seconds, at most 3600.`);
    thresholds.set(queue, seconds);
  }
  return ok({ files: positionals, asJson: values.report === 'json', inMemory: values.log === 'memory', thresholds });
}

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      report: { type: 'string' },
      log: { type: 'string' },
      'service-level': { type: 'string', multiple: true },
    },
  });

async function readRecording(file: string): Promise<Result<Recording, string>> {
  try {
    return parseRecording(file, await readFile(file));
  } catch (error) {
    return err(`${file}: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

const configOf = ({ thresholds }: Asked): SiteConfig =>
  siteConfigSchema.parse({
    name: 'Replay',
    timeZone: 'UTC',
    queues: [...thresholds].map(([key, seconds]) => ({ key, thresholdMs: seconds * SECOND_MS })),
  });

interface OpenedLog {
  readonly log: SiteLog;
  /** Removes what the replay wrote. */
  discard(): Promise<void>;
}

function openLog({ inMemory }: Asked, io: CommandIo): Result<OpenedLog, string> {
  if (inMemory) {
    const log = createMemoryLog({ now: Date.now });
    return ok({ log, discard: () => log.close() });
  }
  const url = io.env.REDIS_URL;
  const sentinels = io.env.REDIS_SENTINELS;
  if (!url && !sentinels) return err('No Redis to replay on: set REDIS_URL, or use --log memory.');
  const logger = pino({ level: 'warn' }, pino.destination({ fd: 2, sync: true }));
  const redis = createRedisConnections({ url, sentinels, sentinelName: io.env.REDIS_SENTINEL_NAME }, logger);
  const siteId = siteIdSchema.parse(`replay-${randomBytes(8).toString('hex')}`);
  const log = createRedisLog({ siteId, redis, logger });
  const discard = async () => {
    await log.close();
    const client = redis.general();
    await removeSite(client, siteId);
    client.disconnect();
  };
  return ok({ log, discard });
}

type Client = ReturnType<ReturnType<typeof createRedisConnections>['general']>;

/** All keys of a site begin with its literal tag. */
async function removeSite(client: Client, siteId: SiteId): Promise<void> {
  let cursor = '0';
  do {
    const [next, keys] = await client.scan(cursor, 'MATCH', `{site:${siteId}}:*`, 'COUNT', 1_000);
    cursor = next;
    if (keys.length > 0) await client.unlink(...keys);
  } while (cursor !== '0');
}
