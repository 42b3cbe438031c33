import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '../../../server/ops/logger.js';
import { createMeasures } from '../../../server/ops/measures.js';
import { createRealtime, type Realtime } from '../../../server/realtime/realtime.js';
import { type Fact, factSchema } from '../../../shared/domain/facts.js';
import { SourceFloor } from '../floor/floor.js';
import { FoldSource, MovableTime } from '../floor/fold-source.js';
import { agentKey, type FloorSize, openFloor, queueKey, queuesOfAgent } from '../floor/opening.js';
import { Traffic } from '../floor/traffic.js';
import { cpuMicros, nowMicros, pause, TAIL_MS } from '../harness/clock.js';
import { serve } from '../harness/serve.js';
import { noLimits, supervisorSessions } from './supervisor-sessions.js';

const time = new MovableTime();
const source = new FoldSource(time);
const floor = new SourceFloor();
let realtime: Realtime;
let size: FloorSize = { agents: 0, queues: 0 };
let traffic: Traffic;
let pauses = 0;

/** The product's live view over its own fold, fed in the same process. */
const api = {
  async start(options: FloorSize & { seed: number }) {
    size = options;
    for (const batch of openFloor(floor, options, time.now())) source.commit(batch.events);
    traffic = new Traffic(floor, options, options.seed);
    const server = createServer();
    realtime = createRealtime({
      server,
      source,
      sessions: supervisorSessions,
      figures: (scope, window, now) => source.book.figures(scope, window, now),
      logger: createLogger({ level: 'warn' }),
      measures: createMeasures(),
      timers: time.timers,
      options: { publicOrigin: null, limits: noLimits },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port };
  },

  /** So many changes a second, each of so many agents who go on or come off a pause together. */
  async broadcast({ perSecond, seconds, agents }: { perSecond: number; seconds: number; agents: number }) {
    const before = cpuMicros();
    const startedMicros = nowMicros();
    const frames = Math.round(perSecond * seconds);
    for (let frame = 0; frame < frames; frame++) {
      const dueMs = (startedMicros + (frame * 1e6) / perSecond - nowMicros()) / 1_000;
      if (dueMs > 0) await pause(dueMs);
      source.commit(floor.tell(togglePauses(agents)).events);
    }
    await pause(TAIL_MS);
    return { cpuMicros: cpuMicros() - before };
  },

  /** As fast as one turn of the event loop after another allows. */
  async saturate({ seconds, agents }: { seconds: number; agents: number }) {
    const before = cpuMicros();
    const untilMicros = nowMicros() + seconds * 1e6;
    let frames = 0;
    while (nowMicros() < untilMicros) {
      source.commit(floor.tell(togglePauses(agents)).events);
      realtime.hub.flush();
      frames += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { cpuMicros: cpuMicros() - before, frames };
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

/** Agents of one queue change together, as after a break: what they do is on every screen. */
function togglePauses(count: number): Fact[] {
  return Array.from({ length: count }, () => pauses++).flatMap((nth) => {
    // In strides of the number of queues: agents that far apart serve the same ones.
    const agent = (nth * size.queues + Math.floor((nth * size.queues) / size.agents)) % size.agents;
    const paused = Math.floor(nth / size.agents) % 2 === 0;
    const membership = { agentKey: agentKey(agent), paused, ...(paused ? { reason: 'BREAK' } : {}) };
    return queuesOfAgent(agent, size).map((queue) =>
      factSchema.parse({ type: 'member.seen', occurredAt: time.now(), queueKey: queueKey(queue), ...membership }),
    );
  });
}

export type FoldServer = typeof api;
serve(api);
