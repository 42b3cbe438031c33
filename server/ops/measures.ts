import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * What operators can graph. Labels come from short closed lists: never a person, a number, a queue's name or a reason that somebody
 * typed. Every part gets this object and calls what concerns it.
 */
export interface Measures {
  /** One try to append a commit, by its outcome: `appended`, `duplicate`, `stale`, `not-confirmed` … */
  appended(outcome: string, ms: number): void;
  /** Commits and events folded into this node's state. */
  folded(commits: number, events: number): void;
  /** Of the newest commit: written by Redis → folded here. */
  foldLag(ms: number): void;
  deadLetters(count: number): void;
  /** Connector read → frame handed to the sockets. */
  frameLatency(ms: number): void;
  /** One frame encoded once and sent to so many sockets of an audience's role. */
  framesSent(role: string, sockets: number, bytes: number): void;
  socketOpened(role: string): void;
  socketClosed(role: string, reason: string): void;
  /** Input that was dropped or damaged, by source and a short reason. */
  dropped(source: string, reason: string): void;
  httpAnswered(route: string, status: number, ms: number): void;
  /** A command beyond somebody's role or scope. */
  commandRefused(role: string): void;
  signIn(outcome: 'accepted' | 'refused' | 'limited'): void;
  /** A value read when asked for, such as how long ago a connector was heard. `read` gives one value a label, or null: unknown. */
  gauge(name: string, help: string, label: string, read: () => Iterable<readonly [label: string, value: number]>): void;
  /** All of it in Prometheus's text form. */
  text(): Promise<string>;
  readonly contentType: string;
}

const APPEND_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.2, 1];
const LATENCY_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 3, 15];
/** Different values of one label; what comes after is counted as `other`, so that an odd source can't fill the memory. */
const MAX_LABELS = 60;

export function createMeasures(): Measures {
  const registry = new Registry();
  // Sampled every 50 ms: at 10 ms the looking alone took half a percent of a core, and a stall that matters is longer.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 50 });
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) => new Counter({ name, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]) => new Gauge({ name, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, buckets: number[], labelNames: L[]) =>
    new Histogram({ name, help, buckets, labelNames, registers });

  const appends = histogram('breakwater_append_seconds', 'Time to append a commit, by outcome', APPEND_SECONDS, ['outcome']);
  const commits = counter('breakwater_commits_folded_total', 'Commits folded on this node', []);
  const events = counter('breakwater_events_folded_total', 'Events folded on this node', []);
  const foldLag = gauge('breakwater_fold_lag_seconds', 'Written by Redis until folded here, newest commit', []);
  const dead = gauge('breakwater_dead_letters', 'Log entries set aside because they cannot be read or folded', []);
  const latency = histogram('breakwater_frame_latency_seconds', 'Connector read until frame handed to sockets', LATENCY_SECONDS, []);
  const frames = counter('breakwater_frames_total', 'Frames encoded, by audience role', ['role']);
  const delivered = counter('breakwater_frames_delivered_total', 'Frames handed to a socket, by audience role', ['role']);
  const frameBytes = counter('breakwater_frame_bytes_total', 'Bytes of frames handed to sockets, by audience role', ['role']);
  const sockets = gauge('breakwater_sockets', 'Open sockets, by audience role', ['role']);
  const closes = counter('breakwater_socket_closes_total', 'Sockets closed, by reason', ['reason']);
  const drops = counter('breakwater_dropped_inputs_total', 'Inputs dropped or damaged, by source and reason', ['source', 'reason']);
  const http = histogram('breakwater_http_seconds', 'HTTP answers, by route and status', [0.005, 0.02, 0.1, 0.5, 2], ['route', 'status']);
  const signIns = counter('breakwater_sign_ins_total', 'Sign-ins, by outcome', ['outcome']);
  const refused = counter('breakwater_refused_commands_total', "Commands beyond the asker's role or scope, by role", ['role']);
  const bounded = createLabelBound();

  return {
    appended: (outcome, ms) => appends.observe({ outcome: bounded('outcome', outcome) }, ms / 1_000),
    folded(foldedCommits, foldedEvents) {
      commits.inc(foldedCommits);
      events.inc(foldedEvents);
    },
    foldLag: (ms) => foldLag.set(ms / 1_000),
    deadLetters: (count) => dead.set(count),
    frameLatency: (ms) => latency.observe(ms / 1_000),
    framesSent(role, count, bytes) {
      const labels = { role: bounded('role', role) };
      frames.inc(labels);
      delivered.inc(labels, count);
      frameBytes.inc(labels, bytes * count);
    },
    socketOpened: (role) => sockets.inc({ role: bounded('role', role) }),
    socketClosed(role, reason) {
      sockets.dec({ role: bounded('role', role) });
      closes.inc({ reason: bounded('close', reason) });
    },
    dropped: (source, reason) => drops.inc({ source: bounded('source', source), reason: bounded('drop', reason) }),
    httpAnswered: (route, status, ms) => http.observe({ route: bounded('route', route), status: String(status) }, ms / 1_000),
    commandRefused: (role) => refused.inc({ role: bounded('role', role) }),
    signIn: (outcome) => signIns.inc({ outcome }),
    gauge(name, help, label, read) {
      const added = new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        collect() {
          this.reset();
          for (const [of, value] of read()) this.set({ [label]: bounded(name, of) }, value);
        },
      });
      void added;
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function createLabelBound(): (kind: string, value: string) => string {
  const seen = new Map<string, Set<string>>();
  return (kind, value) => {
    const clean = /^[\w ./:-]{1,60}$/.test(value) ? value : 'other';
    const values = seen.get(kind) ?? new Set();
    seen.set(kind, values);
    if (!values.has(clean) && values.size >= MAX_LABELS) return 'other';
    values.add(clean);
    return clean;
  };
}
