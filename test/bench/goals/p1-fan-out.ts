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
const FEW = 100;
const MANY = 500;
const RUNNING_FOR_SECONDS = 600;
const WARM_UP_FRAMES = 1_500;

const BAR = 1.25;

/** One number of clients: CPU a delivered frame, µs. */
interface AtRate {
  readonly row: Row;
  readonly clients: number;
  readonly micros: number;
  readonly reference: number;
  readonly isSteady: boolean;
}

interface Rig {
  readonly bench: Bench;
  readonly live: Child<FoldServer>;
  readonly bare: Child<BareServer>;
  readonly toLive: Child<Receivers>;
  readonly toBare: Child<Receivers>;
}

/** Server CPU per delivered frame of 2 KB, against a broadcaster that writes ready-made bytes to bare WebSockets (W). */
export const fanOut: Goal = {
  figures: ['P1.100', 'P1.500', 'P1.each'],
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
      // A server that has run for days: what is done once a second is as compiled as what is done for each frame.
      await rig.live.call('live', { seconds: RUNNING_FOR_SECONDS, perSecond: FACTS * PER_SECOND, stepMs: 1_000 / PER_SECOND });
      let connected = 0;
      const connect = async (clients: number) => {
        const count = clients - connected;
        connected = clients;
        await rig.toLive.call('connect', { port: live.port, kind: 'live', count });
        await rig.toBare.call('connect', { port: bare.port, kind: 'raw', count });
      };
      const measured: AtRate[] = [];
      await connect(FEW);
      await rig.live.call('warmUp', { frames: WARM_UP_FRAMES, facts: FACTS });
      await rig.bare.call('warmUp', { frames: WARM_UP_FRAMES, bytes: 2_000 });
      if (isWanted('P1.100') || isWanted('P1.each')) measured.push(await atRate(rig, FEW));
      if (isWanted('P1.500') || isWanted('P1.each')) {
        await connect(MANY);
        measured.push(await atRate(rig, MANY));
      }
      const [few, many] = measured;
      return [...measured.map(({ row }) => row), ...(few !== undefined && many !== undefined ? [oneMore(few, many)] : [])];
    }),
};

async function atRate({ bench, live, bare, toLive, toBare }: Rig, clients: number): Promise<AtRate> {
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
  const row = rowOf(`P1.${clients}`, medianRatio(compared, 'perFrame', 'perFrame'), BAR, compared.isSteady, note);
  return { row, clients, micros, reference, isSteady: compared.isSteady };
}

/** What each further client costs: the work that is done once for all of them, such as folding and figures, falls out. */
function oneMore(few: AtRate, many: AtRate): Row {
  const slope = (name: 'micros' | 'reference') => (many[name] * many.clients - few[name] * few.clients) / (many.clients - few.clients);
  const [own, bare] = [slope('micros'), slope('reference')];
  const once = ((few.micros - own) * few.clients) / 1_000;
  const note = `${own.toFixed(1)} µs for each further client's frame, bare ${bare.toFixed(1)} µs; ${once.toFixed(1)} ms a frame are done once for all clients`;
  return rowOf('P1.each', own / bare, BAR, few.isSteady && many.isSteady, note);
}
