import { type AgentLimit, type AgentLimitKind, agentLimit, type Severity, severityRank } from '../../shared/metrics/limits.js';
import type { AgentView, AlertView, SourceView } from '../../shared/protocol/views.js';
import { grouped, inOrder } from '../alerts/order.js';
import type { QueueRow } from './queue-rows.js';

/**
 * What the rail lists: everything that is past its limit now, the worst first. What is seen here is there within the second; an alert
 * about it, raised for everybody once it has lasted, brings its remedy and who has it in hand. Alerts about anything else stand by themselves.
 */
export type RailEntry =
  | { readonly kind: 'source'; readonly severity: 'breach'; readonly source: SourceView }
  | { readonly kind: 'dead-entries'; readonly severity: 'watch'; readonly count: number }
  | {
      readonly kind: 'queue';
      readonly severity: 'watch' | 'breach';
      readonly row: QueueRow;
      readonly late: number;
      readonly alert?: AlertView;
    }
  | { readonly kind: 'agent'; readonly severity: 'watch' | 'breach'; readonly past: AgentPastLimit; readonly alert?: AlertView }
  | { readonly kind: 'alert'; readonly severity: Severity; readonly alert: AlertView; readonly others: number }
  /** Many agents past the same limit: one entry, so that a common cause doesn't bury the rest. */
  | {
      readonly kind: 'agents';
      readonly severity: 'watch' | 'breach';
      readonly limitKind: AgentLimitKind;
      readonly past: readonly AgentPastLimit[];
    };

export interface AgentPastLimit {
  readonly agent: AgentView;
  readonly limit: AgentLimit;
  readonly inStateMs: number;
}

/** More agents than this past the same limit become one entry. */
const ALONE_UP_TO = 4;

export function agentsPastLimit(agents: Iterable<AgentView>, ahtOf: (queueId: string) => number | null, siteNow: number): AgentPastLimit[] {
  const past: AgentPastLimit[] = [];
  for (const agent of agents) {
    const inStateMs = Math.max(0, siteNow - agent.since);
    const limit = agentLimit({
      state: agent.state,
      reasonCode: agent.reasonCode,
      inStateMs,
      wrapUpMs: agent.acwUntil == null ? undefined : Math.max(0, agent.acwUntil - agent.since),
      ahtMs: agent.queueId == null ? null : ahtOf(agent.queueId),
    });
    if (limit) past.push({ agent, limit, inStateMs });
  }
  return past.sort((a, b) => severityRank(b.limit.severity) - severityRank(a.limit.severity) || overBy(b) - overBy(a));
}

const overBy = ({ inStateMs, limit }: AgentPastLimit) => inStateMs - limit.limitMs;

export interface RailInput {
  readonly sources: Iterable<SourceView>;
  readonly deadEntries: number;
  readonly rows: readonly QueueRow[];
  /** Callers of a queue past its threshold. */
  readonly lateOf: (queueId: string) => number;
  /** What `agentEntries` made of the agents past their limits. */
  readonly agents: readonly RailEntry[];
  readonly alerts: readonly AlertView[];
}

export function railEntries({ sources, deadEntries, rows, lateOf, agents, alerts }: RailInput): RailEntry[] {
  const entries: RailEntry[] = [];
  for (const source of sources) if (source.status === 'lost') entries.push({ kind: 'source', severity: 'breach', source });
  for (const row of rows) if (row.severity !== 'calm') entries.push({ kind: 'queue', severity: row.severity, row, late: lateOf(row.id) });
  entries.push(...agents);
  if (deadEntries > 0) entries.push({ kind: 'dead-entries', severity: 'watch', count: deadEntries });
  return withAlerts(entries, alerts).sort(
    (a, b) =>
      Number(isSnoozed(a)) - Number(isSnoozed(b)) ||
      severityRank(b.severity) - severityRank(a.severity) ||
      KIND_ORDER[a.kind] - KIND_ORDER[b.kind] ||
      queuesByPressure(a, b),
  );
}

const KIND_ORDER: Record<RailEntry['kind'], number> = { source: 0, queue: 1, agent: 2, agents: 2, alert: 2, 'dead-entries': 3 };

/** Somebody said why it may wait: it stays in sight, after all that may not. */
export const isSnoozed = (entry: RailEntry): boolean => 'alert' in entry && entry.alert?.snoozed != null;

function withAlerts(entries: readonly RailEntry[], alerts: readonly AlertView[]): RailEntry[] {
  const open = inOrder(alerts);
  const shown = new Set<string>();
  const joined = entries.map((entry): RailEntry => {
    const about = open.filter((alert) => alert.clearedAt == null && isAbout(entry, alert));
    for (const alert of about) shown.add(alert.id);
    const [worst] = about;
    return worst !== undefined && (entry.kind === 'queue' || entry.kind === 'agent') ? { ...entry, alert: worst } : entry;
  });
  const alone = grouped(open.filter(({ id }) => !shown.has(id)));
  return [
    ...joined,
    ...alone.map(({ first, others }): RailEntry => ({ kind: 'alert', severity: severityOf(first), alert: first, others: others.length })),
  ];
}

function severityOf({ level, clearedAt, easedAt }: AlertView): Severity {
  if (clearedAt != null || easedAt != null) return 'calm';
  return level === 'critical' ? 'breach' : 'watch';
}

function isAbout(entry: RailEntry, { subject }: AlertView): boolean {
  switch (entry.kind) {
    case 'queue':
      return subject.kind === 'queue' && subject.queueId === entry.row.id;
    case 'agent':
      return subject.kind === 'agent' && subject.agentId === entry.past.agent.id;
    case 'agents':
      return subject.kind === 'agent' && entry.past.some(({ agent }) => agent.id === subject.agentId);
    case 'source':
      return subject.kind === 'source' && subject.id === entry.source.id;
    case 'dead-entries':
    case 'alert':
      return false;
  }
}

const queuesByPressure = (a: RailEntry, b: RailEntry) => (a.kind === 'queue' && b.kind === 'queue' ? b.row.times - a.row.times : 0);

/** Apart from the rest: there may be thousands, and they are looked at less often than the queues. */
export function agentEntries(agents: readonly AgentPastLimit[]): RailEntry[] {
  const groups = new Map<string, AgentPastLimit[]>();
  for (const one of agents) {
    const name = `${one.limit.severity}|${one.limit.kind}`;
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return [...groups.values()].flatMap((past): RailEntry[] => {
    const { severity, kind: limitKind } = (past[0] as AgentPastLimit).limit;
    if (past.length > ALONE_UP_TO) return [{ kind: 'agents', severity, limitKind, past }];
    return past.map((one) => ({ kind: 'agent', severity, past: one }));
  });
}

/** Names an entry across time: the same trouble has the same name while it lasts. */
export function entryName(entry: RailEntry): string {
  switch (entry.kind) {
    case 'source':
      return `source.${entry.source.id}`;
    case 'dead-entries':
      return 'dead-entries';
    case 'queue':
      return `queue.${entry.row.id}`;
    case 'agent':
      return `agent.${entry.past.agent.id}`;
    case 'agents':
      return `agents.${entry.severity}.${entry.limitKind}`;
    case 'alert':
      return `alert.${entry.alert.id}`;
  }
}

export const countOf = (entries: readonly { readonly severity: Severity }[], severity: Severity): number =>
  entries.filter((entry) => entry.severity === severity).length;

/** A breach must stand this long before it is announced, and be gone this long before it may be announced again. */
export const ENTER_AFTER_MS = 5_000;
export const LEAVE_AFTER_MS = 15_000;
/** More new breaches than this at once are told as a number. */
export const NAMED_UP_TO = 3;

/** Which breaches are known, since when they stand, and since when they are gone (real time). */
export interface Announced {
  readonly standing: ReadonlyMap<string, { readonly since: number; readonly told: boolean; readonly goneSince: number | null }>;
}
export const NOTHING_ANNOUNCED: Announced = { standing: new Map() };

/** Tells which breaches are new enough to be said, each once while it lasts; a flicker around the limit says nothing. */
export function announce(
  before: Announced,
  breaches: readonly string[],
  now: number,
): { readonly after: Announced; readonly tell: readonly string[] } {
  const present = new Set(breaches);
  const standing = new Map<string, { since: number; told: boolean; goneSince: number | null }>();
  const tell: string[] = [];
  for (const [name, entry] of before.standing) {
    if (present.has(name)) continue;
    const goneSince = entry.goneSince ?? now;
    if (entry.told && now - goneSince < LEAVE_AFTER_MS) standing.set(name, { ...entry, goneSince });
  }
  for (const name of breaches) {
    const known = before.standing.get(name);
    const since = known?.since ?? now;
    const due = !known?.told && now - since >= ENTER_AFTER_MS;
    if (due) tell.push(name);
    standing.set(name, { since, told: due || (known?.told ?? false), goneSince: null });
  }
  return { after: { standing }, tell };
}
