import { type Bench, type Goal, using } from '../goal.js';
import { type Child, startChild } from '../harness/child.js';
import { rowOf } from '../harness/rounds.js';
import { median } from '../harness/stats.js';
import type { FoldServer } from '../processes/fold-server.js';
import { HeldView } from '../processes/held-view.js';
import { connectWire, type Resume } from '../processes/wire-client.js';
import type { Row } from '../report.js';

const FLOOR = { agents: 1_000, queues: 20 };
const TRAFFIC = { perSecond: 50, stepMs: 50 };
/** Before the first outage, so that the floor is a busy one. */
const OPENING_SECONDS = 300;

/**
 * What a browser that was away gets to be up to date, against the smaller of two: the entities that differ now, whole, or everything. Which
 * those are is told by comparing what it held with what somebody sees who comes anew. Counted, not timed.
 */
export const catchUp: Goal = {
  figures: ['P7.1s', 'P7.15s', 'P7.120s'],
  run: (bench) =>
    using(async (keep) => {
      const rows: Row[] = [];
      for (const seconds of [1, 15, 120]) {
        const server = keep(startChild<FoldServer>('fold-server'));
        const { port } = await server.call('start', { ...FLOOR, seed: seconds });
        await server.call('live', { seconds: OPENING_SECONDS, ...TRAFFIC });
        rows.push(await outage(bench, server, port, seconds));
      }
      return rows;
    }),
};

async function outage(bench: Bench, server: Child<FoldServer>, port: number, seconds: number): Promise<Row> {
  const ratios: number[] = [];
  let sizes = '';
  for (let round = 0; round < bench.rounds; round++) {
    const before = (await join(port)).view;
    await server.call('live', { seconds, ...TRAFFIC });
    const resume = { epoch: before.epoch, position: before.position, asOf: before.asOf, node: before.node };
    const [back, fresh] = [await join(port, resume), await join(port)];
    const least = Math.min(before.bytesTo(fresh.view), fresh.view.wholeBytes());
    ratios.push(back.bytes / least);
    sizes = `${kilobytes(back.bytes)} against ${kilobytes(least)}; everything is ${kilobytes(fresh.view.wholeBytes())}`;
  }
  return rowOf(`P7.${seconds}s`, median(ratios), 1.1, true, `${sizes}; ${TRAFFIC.perSecond} events/s, 1,000 agents`);
}

const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} KB`;
const SETTLED_MS = 150;

/** Comes, takes what it is given to be up to date, and leaves. */
async function join(port: number, resume?: Resume): Promise<{ view: HeldView; bytes: number }> {
  const view = new HeldView();
  let bytes = 0;
  const onFrame = (data: Buffer) => {
    bytes += data.length;
    view.take(data);
  };
  const onWelcome = ({ node }: { readonly node: string }) => {
    view.node = node;
  };
  const client = connectWire({ port, kind: 'live', onFrame, onWelcome, ...(resume === undefined ? {} : { resume }) });
  await client.joined;
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  client.close();
  return { view, bytes };
}
