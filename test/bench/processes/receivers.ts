import { nowMicros } from '../harness/clock.js';
import { serve } from '../harness/serve.js';
import { HeldView } from './held-view.js';
import { connectWire, positionIn, positionNumber, type WireClient } from './wire-client.js';

/** What one client saw in a window: the positions that frames brought it to, and when. */
interface Record {
  readonly positions: number[];
  readonly atMicros: number[];
}

const clients: WireClient[] = [];
const records: Record[] = [];
/** What the first client of the live view holds; the others only count. */
let held: HeldView | undefined;
let first = { bytes: 0, newsBytes: 0 };
let frames = 0;
let bytes = 0;
let isNoting = false;

const api = {
  async connect({ port, kind, count }: { port: number; kind: 'raw' | 'live'; count: number }) {
    for (let n = 0; n < count; n++) {
      const record: Record = { positions: [], atMicros: [] };
      records.push(record);
      const view = kind === 'live' && held === undefined ? new HeldView() : undefined;
      held ??= view;
      const onFrame = (data: Buffer) => {
        take(record, data);
        if (view !== undefined) hold(view, data);
      };
      const client = connectWire({ port, kind, onFrame });
      clients.push(client);
      await client.joined;
    }
  },

  /** Begins a window. `times`: notes when each frame came, not only how many. */
  begin({ times }: { times: boolean }) {
    isNoting = times;
    frames = 0;
    bytes = 0;
    first = { bytes: 0, newsBytes: 0 };
    for (const record of records) record.positions.length = record.atMicros.length = 0;
  },

  /** Frames and bytes that all clients got since. */
  count: () => ({ frames, bytes, clients: clients.length }),

  /** Of the first client: bytes that came in frames, and how few would have told the same. */
  news: () => first,

  /** How long it took until each client knew each event, in ms; and how many clients never learned of one. */
  latencies({ positions, scheduledMicros }: { positions: Float64Array; scheduledMicros: Float64Array }) {
    const latencies: number[] = [];
    let missing = 0;
    for (const record of records) {
      for (const [at, position] of positions.entries()) {
        const frame = firstAtOrAfter(record.positions, position);
        if (frame === undefined) missing += 1;
        else latencies.push((record.atMicros[frame]! - scheduledMicros[at]!) / 1_000);
      }
    }
    return { latencies: Float64Array.from(latencies), missing };
  },
};

function hold(view: HeldView, data: Buffer): void {
  first.newsBytes += view.take(data);
  first.bytes += data.length + headerBytes(data.length);
}

function take(record: Record, data: Buffer): void {
  frames += 1;
  bytes += data.length + headerBytes(data.length);
  if (!isNoting) return;
  record.positions.push(positionNumber(positionIn(data)));
  record.atMicros.push(nowMicros());
}

/** Of a WebSocket frame without a mask. */
const headerBytes = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

/** Where in a rising list the first value stands that is not smaller. */
function firstAtOrAfter(rising: readonly number[], value: number): number | undefined {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low < rising.length ? low : undefined;
}

export type Receivers = typeof api;
serve(api);
