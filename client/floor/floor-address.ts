import { AGENT_STATES, type AgentStateName } from '../../shared/domain/site.js';
import { FIGURE_WINDOWS, type FigureWindow } from '../../shared/metrics/figure-windows.js';
import { isMetric, type Metric } from './metrics.js';

/**
 * What the floor shows, as its address holds it: whoever opens the link sees the same view. Only what differs from the default
 * is written, and whatever cannot be read is left out, so that an old or mistyped link still opens.
 */
export interface FloorAddress {
  /** Over which time the figures count. */
  readonly window: FigureWindow;
  /** Empty: all. */
  readonly queueIds: readonly string[];
  /** Empty: all; `none` stands for agents in no team. */
  readonly teamIds: readonly string[];
  readonly states: readonly AgentStateName[];
  readonly text: string;
  readonly sort: QueueSort;
  readonly agents: AgentView;
  readonly open: Opened | null;
}

export const AGENT_VIEWS = ['seats', 'states', 'exceptions'] as const;
export type AgentView = (typeof AGENT_VIEWS)[number];

export const SORT_KEYS = ['pressure', 'name', 'serviceLevel', 'waiting', 'longest', 'ready', 'aht', 'abandoned'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export interface QueueSort {
  readonly by: SortKey;
  readonly descending: boolean;
}

/** What the side panel shows in place of the rail. */
export type Opened =
  | { readonly kind: 'queue' | 'call' | 'agent'; readonly id: string }
  /** Whom this queue could borrow. */
  | { readonly kind: 'borrow'; readonly id: string }
  /** A number: of the site, or of one queue. */
  | { readonly kind: 'metric'; readonly metric: Metric; readonly scope: string };

export const DEFAULT_ADDRESS: FloorAddress = {
  window: 'today',
  queueIds: [],
  teamIds: [],
  states: [],
  text: '',
  sort: { by: 'pressure', descending: true },
  agents: 'seats',
  open: null,
};

/** Bounds: what a person can have chosen, and what a link can hold. */
const MAX_IDS = 200;
const MAX_TEXT = 80;
const ID = /^[a-z]-[A-Za-z0-9]{1,40}$/;
export const NO_TEAM = 'none';

/** The address's fields, as strings. */
export type FloorSearch = Partial<Record<'window' | 'queues' | 'teams' | 'states' | 'q' | 'sort' | 'agents' | 'open', string>>;

export function parseFloorAddress(raw: Readonly<Record<string, unknown>>): FloorAddress {
  return {
    window: oneOf(FIGURE_WINDOWS, raw.window) ?? DEFAULT_ADDRESS.window,
    queueIds: list(raw.queues).filter((id) => ID.test(id)),
    teamIds: list(raw.teams).filter((id) => id === NO_TEAM || ID.test(id)),
    states: list(raw.states).flatMap((state) => oneOf(AGENT_STATES, state) ?? []),
    // A text of digits only arrives as a number.
    text: (typeof raw.q === 'string' || typeof raw.q === 'number' ? String(raw.q) : '').slice(0, MAX_TEXT),
    sort: parseSort(raw.sort),
    agents: oneOf(AGENT_VIEWS, raw.agents) ?? DEFAULT_ADDRESS.agents,
    open: parseOpened(raw.open),
  };
}

export function floorSearch(address: FloorAddress): FloorSearch {
  const search: FloorSearch = {};
  if (address.window !== DEFAULT_ADDRESS.window) search.window = address.window;
  if (address.queueIds.length > 0) search.queues = address.queueIds.join(',');
  if (address.teamIds.length > 0) search.teams = address.teamIds.join(',');
  if (address.states.length > 0) search.states = address.states.join(',');
  if (address.text !== '') search.q = address.text;
  if (address.sort.by !== 'pressure' || !address.sort.descending) search.sort = `${address.sort.descending ? '-' : ''}${address.sort.by}`;
  if (address.agents !== DEFAULT_ADDRESS.agents) search.agents = address.agents;
  if (address.open) search.open = openedName(address.open);
  return search;
}

/** `queue.q-7`, `metric.serviceLevel.site`. */
export const openedName = (open: Opened): string =>
  open.kind === 'metric' ? `metric.${open.metric}.${open.scope}` : `${open.kind}.${open.id}`;

function parseOpened(raw: unknown): Opened | null {
  if (typeof raw !== 'string') return null;
  const [kind, second = '', third = ''] = raw.split('.');
  if (kind === 'metric') return isMetric(second) && (third === 'site' || ID.test(third)) ? { kind, metric: second, scope: third } : null;
  const isKind = kind === 'queue' || kind === 'call' || kind === 'agent' || kind === 'borrow';
  return isKind && ID.test(second) ? { kind, id: second } : null;
}

function parseSort(raw: unknown): QueueSort {
  if (typeof raw !== 'string') return DEFAULT_ADDRESS.sort;
  const descending = raw.startsWith('-');
  const by = oneOf(SORT_KEYS, descending ? raw.slice(1) : raw);
  return by ? { by, descending } : DEFAULT_ADDRESS.sort;
}

const oneOf = <T extends string>(values: readonly T[], raw: unknown): T | undefined => values.find((value) => value === raw);

function list(raw: unknown): string[] {
  if (typeof raw !== 'string' || raw === '') return [];
  return [...new Set(raw.split(','))].slice(0, MAX_IDS);
}
