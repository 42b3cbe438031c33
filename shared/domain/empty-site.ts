import { ORIGIN } from '../kernel/position.js';
import { epochMs } from '../kernel/time.js';
import { AGENT_STATES, type AgentStateCounts, type SiteState } from './site.js';
import { siteConfigSchema } from './site-config.js';

export const noAgents = (): AgentStateCounts => Object.fromEntries(AGENT_STATES.map((state) => [state, 0])) as AgentStateCounts;

/** A site before its first event. */
export function emptySite(): SiteState {
  return {
    config: siteConfigSchema.parse({ name: 'Breakwater', timeZone: 'Asia/Shanghai' }),
    foldedAt: epochMs(0),
    sources: new Map(),
    queues: new Map(),
    agents: new Map(),
    visits: new Map(),
    closed: [],
    calls: new Map(),
    teams: new Map(),
    agentStates: noAgents(),
    customers: new Map(),
    actions: new Map(),
    openActions: new Set(),
    settledActions: [],
    alerts: new Map(),
    rules: new Map(),
    cases: new Map(),
    caseNo: 0,
    given: new Map(),
    duties: new Map(),
    rosterDays: new Map(),
    publications: [],
    forecasts: new Map(),
    openShifts: new Map(),
    swaps: new Map(),
    swapLedger: [],
    buffers: new Map(),
    bufferRecords: [],
    bufferMonths: [],
    covers: new Map(),
    reliefs: new Map(),
    anomalies: new Map(),
    rev: ORIGIN,
  };
}
