import type { EntityKey, EntityKind, SiteState } from '../../shared/domain/site.js';
import type { AgentId, QueueId, TeamId } from '../../shared/kernel/ids.js';
import { isAfter, type Position } from '../../shared/kernel/position.js';
import { FIGURE_WINDOWS } from '../../shared/metrics/figure-windows.js';
import {
  entitiesOfSite,
  isShownKind,
  projectEntity,
  type ShownKind,
  type View,
  type ViewKey,
  viewKey,
} from '../../shared/protocol/project-views.js';
import { scopeOfFigures } from '../../shared/protocol/redact-views.js';
import type { AgentView, FiguresView, ViewKind, VisitView } from '../../shared/protocol/views.js';
import { type Fields, patchOf, type ViewChange } from './records.js';
import { Tombstones } from './tombstones.js';

/** A record as it was when frames were last built, before any redaction. */
export interface Entry {
  readonly kind: ViewKind;
  view: View;
  /** Last change of its entity. Figures have none: they change with time. */
  rev: Position | null;
  /** Redis's time when this node last saw the record change. */
  changedAt: number;
  /** Redis's time when this node last saw its entity touched, changed or not. */
  touchedAt: number;
  /** Fields that were cleared, and when: a browser that resumes from before must be told. */
  cleared: Map<string, Position> | null;
  /** It was gone once, and came back then: who resumes from before may hold fields of its earlier life. */
  rebornAt: Position | null;
}

export type ViewChanges = ReadonlyMap<ViewKey, ViewChange>;

/** Where frames stand: the log's position, and Redis's time. */
export interface Moment {
  readonly to: Position;
  readonly at: number;
}

/**
 * All records of the site as they stand in the frames sent so far. Frames, resumes and whole views are cut from these and
 * never from the state, which may already be ahead: so what a browser gets on joining fits the next frame exactly.
 */
export class ViewBook {
  readonly entries = new Map<ViewKey, Entry>();
  readonly tombstones = new Tombstones();
  /** Records that are few, and of concern to people in ways that only the record itself tells. */
  readonly doings = new Set<ViewKey>();
  /** Since when this node knows what was cleared, removed, and who moved between teams. */
  startedAt: Moment;
  /** Last change of who is in a team or which queues its members serve: moves what a lead may see. */
  readonly #teamMovedAt = new Map<TeamId, Position>();
  #queuesTouchedAt = 0;
  readonly #visitsByQueue = new Map<QueueId, Set<ViewKey>>();
  readonly #visitsByAgent = new Map<AgentId, Set<ViewKey>>();

  constructor(moment: Moment) {
    this.startedAt = moment;
  }

  /** Takes the whole state anew. */
  rebuild(site: Readonly<SiteState>, deadEntries: number, moment: Moment): void {
    this.entries.clear();
    this.doings.clear();
    this.tombstones.clear();
    this.#teamMovedAt.clear();
    this.#visitsByQueue.clear();
    this.#visitsByAgent.clear();
    this.startedAt = moment;
    for (const [kind, id] of entitiesOfSite(site)) this.#take(site, kind, id, deadEntries, moment, null);
  }

  /** Brings the touched entities up to date and answers which records differ from before. */
  apply(site: Readonly<SiteState>, touched: Iterable<EntityKey>, deadEntries: number, moment: Moment): Map<ViewKey, ViewChange> {
    const changes = new Map<ViewKey, ViewChange>();
    for (const key of touched) {
      const colon = key.indexOf(':');
      const kind = key.slice(0, colon) as EntityKind;
      if (isShownKind(kind)) this.#take(site, kind, key.slice(colon + 1), deadEntries, moment, changes);
    }
    return changes;
  }

  /** Takes computed figures; adds those that differ to `changes`. */
  putFigures(figures: readonly FiguresView[], moment: Moment, changes: Map<ViewKey, ViewChange>): void {
    for (const view of figures) this.#put(viewKey('figures', view.id), 'figures', view, null, moment, changes);
  }

  /**
   * Whether figures may have read differently somewhere after `asOf`. Another node computes at other moments, so it may have told
   * a value that this one never had; but only while something happened in their scope.
   */
  figuresMoved(entry: Entry, asOf: number): boolean {
    if (entry.changedAt >= asOf) return true;
    const scope = scopeOfFigures(entry.view);
    return (scope === 'site' ? this.#queuesTouchedAt : (this.entries.get(viewKey('queue', scope))?.touchedAt ?? asOf)) >= asOf;
  }

  visitsOfQueue(id: QueueId): ReadonlySet<ViewKey> {
    return this.#visitsByQueue.get(id) ?? NONE;
  }

  /** Visits that ring at this agent or are in the agent's hands. */
  visitsOfAgent(id: AgentId): ReadonlySet<ViewKey> {
    return this.#visitsByAgent.get(id) ?? NONE;
  }

  /** Whether agents of these teams came, went, or changed queues after `position`, as far as this node has watched. */
  teamsMovedSince(teamIds: readonly TeamId[], position: Position): boolean {
    if (isAfter(this.startedAt.to, position)) return true;
    return teamIds.some((id) => {
      const movedAt = this.#teamMovedAt.get(id);
      return movedAt !== undefined && isAfter(movedAt, position);
    });
  }

  #take(
    site: Readonly<SiteState>,
    kind: ShownKind,
    id: string,
    deadEntries: number,
    moment: Moment,
    changes: Map<ViewKey, ViewChange> | null,
  ): void {
    const projected = projectEntity(site, kind, id, deadEntries);
    const key = viewKey(kind, id);
    if (projected === undefined) this.#drop(key, moment, changes);
    else this.#put(key, kind, projected.view, projected.rev, moment, changes);
  }

  #put(key: ViewKey, kind: ViewKind, view: View, rev: Position | null, moment: Moment, changes: Map<ViewKey, ViewChange> | null): void {
    const entry = this.entries.get(key);
    if (entry === undefined) {
      const rebornAt = this.tombstones.forget(key) ? moment.to : null;
      this.entries.set(key, { kind, view, rev, changedAt: moment.at, touchedAt: moment.at, cleared: null, rebornAt });
      if (kind === 'queue') this.#queuesTouchedAt = moment.at;
      if (isDoing(kind)) this.doings.add(key);
      this.#index(key, kind, undefined, view, moment);
      changes?.set(key, { kind, before: undefined, after: view, patch: null });
      return;
    }
    if (entry.rev !== rev) {
      entry.rev = rev;
      entry.touchedAt = moment.at;
      if (kind === 'queue') this.#queuesTouchedAt = moment.at;
    }
    const before = entry.view;
    const patch = patchOf(before, view);
    if (patch === null) return;
    entry.view = view;
    entry.changedAt = moment.at;
    noteCleared(entry, patch, moment.to);
    this.#index(key, kind, before, view, moment);
    changes?.set(key, { kind, before, after: view, patch });
  }

  #drop(key: ViewKey, moment: Moment, changes: Map<ViewKey, ViewChange> | null): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.doings.delete(key);
    this.tombstones.add(key, { kind: entry.kind, view: entry.view, at: moment.to, droppedAt: moment.at });
    this.#index(key, entry.kind, entry.view, undefined, moment);
    changes?.set(key, { kind: entry.kind, before: entry.view, after: undefined, patch: null });
    // A queue takes its figures with it, at once: who joins now must not get some that nobody will ever take back.
    if (entry.kind === 'queue')
      for (const window of FIGURE_WINDOWS) this.#drop(viewKey('figures', `${entry.view.id}|${window}`), moment, changes);
  }

  #index(key: ViewKey, kind: ViewKind, before: View | undefined, after: View | undefined, moment: Moment): void {
    if (kind === 'visit') this.#indexVisit(key, before as VisitView | undefined, after as VisitView | undefined);
    if (kind === 'agent') this.#noteMove(before as AgentView | undefined, after as AgentView | undefined, moment.to);
  }

  #indexVisit(key: ViewKey, before: VisitView | undefined, after: VisitView | undefined): void {
    if (before !== undefined) {
      removeFrom(this.#visitsByQueue, before.queueId, key);
      for (const agentId of agentsOf(before)) removeFrom(this.#visitsByAgent, agentId, key);
    }
    if (after !== undefined) {
      addTo(this.#visitsByQueue, after.queueId, key);
      for (const agentId of agentsOf(after)) addTo(this.#visitsByAgent, agentId, key);
    }
  }

  #noteMove(before: AgentView | undefined, after: AgentView | undefined, to: Position): void {
    const sameQueues =
      before?.queueIds.length === after?.queueIds.length && (before?.queueIds ?? []).every((id, at) => id === after?.queueIds[at]);
    if (before?.teamId === after?.teamId && sameQueues) return;
    for (const teamId of [before?.teamId, after?.teamId]) if (teamId != null) this.#teamMovedAt.set(teamId, to);
  }
}

const NONE: ReadonlySet<ViewKey> = new Set();

const DOINGS: ReadonlySet<ViewKind> = new Set(['source', 'action', 'alert', 'rule', 'case', 'roster', 'swap', 'buffer', 'cover', 'relief']);
export const isDoing = (kind: ViewKind): boolean => DOINGS.has(kind);

export const agentsOf = (visit: VisitView): readonly AgentId[] =>
  visit.agentId == null ? visit.ringingAgentIds : [...visit.ringingAgentIds, visit.agentId];

function noteCleared(entry: Entry, patch: Fields, to: Position): void {
  for (const field in patch) {
    if (patch[field] === null) {
      entry.cleared ??= new Map();
      entry.cleared.set(field, to);
    } else entry.cleared?.delete(field);
  }
}

function addTo<K>(index: Map<K, Set<ViewKey>>, key: K, member: ViewKey): void {
  const members = index.get(key);
  if (members === undefined) index.set(key, new Set([member]));
  else members.add(member);
}

function removeFrom<K>(index: Map<K, Set<ViewKey>>, key: K, member: ViewKey): void {
  const members = index.get(key);
  members?.delete(member);
  if (members?.size === 0) index.delete(key);
}
