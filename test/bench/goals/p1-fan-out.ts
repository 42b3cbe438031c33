import { type Bench, type Goal, using } from '../goal.js';
import { type Child, startChild } from '../harness/child.js';
import { compare, medianOf, medianRatio, rowOf } from '../harness/rounds.js';
import type { BareServer } from '../processes/bare-server.js';
import type { FoldServer } from '../processes/fold-server.js';
import type { Receivers } from '../processes/receivers.js';
import type { Row } from '../report.js';

const FLOOR = { agents: 1_000, queues: 20, seed: 1 };
/** Facts in each frame: gives frames of about 2 KB. */
const FACTS = 4;
const PER_SECOND = 20;
const SECONDS = 2;
const WARM_UP_FRAMES = 1_500;

interface Rig {
  readonly bench: Bench;
  readonly live: Child<FoldServer>;
  readonly bare: Child<BareServer>;
  readonly toLive: Child<Receivers>;
  readonly toBare: Child<Receivers>;
}

/** Server CPU per delivered frame of 2 KB, against a broadcaster that writes ready-made bytes to bare WebSockets (W). */
export const fanOut: Goal = {
  figures: ['P1.100', 'P1.500'],
  run: (bench, isWanted) =>
    using(async (keep) => {
      const rig: Rig = {
        bench,
        live: keep(startChild<FoldServer>('fold-server')),
        bare: keep(startChild<BareServer>('bare-server')),
        toLive: keep(startChild<Receivers>('receivers')),
        toBare: keep(startChild<Receivers>('receivers')),
      };
      const [live, bare] = await Promise.all([rig.live.call('start', FLOOR), rig.bare.call('start', undefined)]);
      let connected = 0;
      const connect = async (clients: number) => {
        const count = clients - connected;
        connected = clients;
        await rig.toLive.call('connect', { port: live.port, kind: 'live', count });
        await rig.toBare.call('connect', { port: bare.port, kind: 'raw', count });
      };
      const rows: Row[] = [];
      await connect(100);
      await rig.live.call('warmUp', { frames: WARM_UP_FRAMES, facts: FACTS });
      await rig.bare.call('warmUp', { frames: WARM_UP_FRAMES, bytes: 2_000 });
      if (isWanted('P1.100')) rows.push(await atRate(rig, 100));
      if (isWanted('P1.500')) {
        await connect(500);
        rows.push(await atRate(rig, 500));
      }
      return rows;
    }),
};

async function atRate({ bench, live, bare, toLive, toBare }: Rig, clients: number): Promise<Row> {
  const seconds = bench.seconds(SECONDS);
  /** As long as the product's frames turn out to be: the reference sends as much. */
  let bytes = 2_000;
  const compared = await compare({
    rounds: bench.rounds,
    say: bench.say,
    steady: ['perFrame'],
    async reference() {
      await toBare.call('begin', { times: false });
      const { cpuMicros } = await bare.call('broadcast', { perSecond: PER_SECOND, seconds, bytes });
      const { frames } = await toBare.call('count', undefined);
      return { perFrame: cpuMicros / frames };
    },
    async product() {
      await toLive.call('begin', { times: false });
      const { cpuMicros } = await live.call('broadcast', { perSecond: PER_SECOND, seconds, facts: FACTS });
      const counted = await toLive.call('count', undefined);
      bytes = Math.round(counted.bytes / counted.frames);
      return { perFrame: cpuMicros / counted.frames, bytes };
    },
  });
  const micros = medianOf(compared, ({ product }) => product.perFrame);
  const reference = medianOf(compared, (round) => round.reference.perFrame);
  const note = `${micros.toFixed(1)} µs a frame of ${bytes} B, bare ${reference.toFixed(1)} µs`;
  return rowOf(`P1.${clients}`, medianRatio(compared, 'perFrame', 'perFrame'), 1.25, compared.isSteady, note);
}
