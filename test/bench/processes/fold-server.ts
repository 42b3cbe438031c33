import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '../../../server/ops/logger.js';
import { createMeasures } from '../../../server/ops/measures.js';
import { createRealtime, type Realtime } from '../../../server/realtime/realtime.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import { SourceFloor } from '../floor/floor.js';
import { FoldSource, MovableTime } from '../floor/fold-source.js';
import { type FloorSize, openFloor } from '../floor/opening.js';
import { Traffic } from '../floor/traffic.js';
import { cpuMicros, nowMicros, pause, TAIL_MS } from '../harness/clock.js';
import { serve } from '../harness/serve.js';
import { noLimits, supervisorSessions } from './supervisor-sessions.js';

const time = new MovableTime();
const source = new FoldSource(time);
const floor = new SourceFloor();
let realtime: Realtime;
let traffic: Traffic;

/** The product's live view over its own fold, fed in the same process. */
const api = {
  async start(options: FloorSize & { seed: number }) {
    for (const batch of openFloor(floor, options, time.now())) source.commit(batch.events);
    traffic = new Traffic(floor, options, options.seed);
    const server = createServer();
    realtime = createRealtime({
      server,
      source,
      sessions: supervisorSessions,
      figures: (scope, window, now) => source.book.figures(scope, window, now),
      noteRefusal: () => undefined,
      logger: createLogger({ level: 'warn' }),
      measures: createMeasures(),
      timers: time.timers,
      options: { publicOrigin: null, limits: noLimits },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port };
  },

  /** So many frames a second, each of so many facts. */
  async broadcast({ perSecond, seconds, facts }: { perSecond: number; seconds: number; facts: number }) {
    const frames = prepare(Math.round(perSecond * seconds), facts, 1_000 / perSecond);
    const before = cpuMicros();
    const startedMicros = nowMicros();
    for (const [frame, events] of frames.entries()) {
      const dueMs = (startedMicros + (frame * 1e6) / perSecond - nowMicros()) / 1_000;
      if (dueMs > 0) await pause(dueMs);
      source.commit(events);
    }
    await pause(TAIL_MS);
    return { cpuMicros: cpuMicros() - before };
  },

  /** So many frames, one after another: a server that runs for days has been compiled long ago. */
  async warmUp({ frames, facts }: { frames: number; facts: number }) {
    for (const events of prepare(frames, facts, 0)) {
      source.commit(events);
      realtime.hub.flush();
      await pause(1);
    }
  },

  /** Lets so much time pass, with traffic at a rate, without waiting for it. */
  live({ seconds, perSecond, stepMs }: { seconds: number; perSecond: number; stepMs: number }) {
    const steps = Math.round((seconds * 1_000) / stepMs);
    let due = 0;
    for (let step = 0; step < steps; step++) {
      time.skip(stepMs);
      for (due += (perSecond * stepMs) / 1_000; due >= 1; due--) source.commit(traffic.next(time.now()).events);
      realtime.hub.flush();
    }
  },
};

/** What happens in each of so many frames, made before the clock starts: the source's own work is not the server's. */
const prepare = (frames: number, facts: number, everyMs: number): DomainEvent[][] =>
  Array.from({ length: frames }, (_, frame) => {
    const at = Math.round(time.now() + frame * everyMs);
    return Array.from({ length: facts }, () => traffic.next(at).events).flat();
  });

export type FoldServer = typeof api;
serve(api);
