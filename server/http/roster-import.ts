import type { DecideContext } from '../../shared/domain/deed.js';
import { reachesAgent, relationOf } from '../../shared/domain/policy.js';
import type { ShiftChange } from '../../shared/domain/roster/commands.js';
import type { Duty } from '../../shared/domain/roster/duty.js';
import { dateOf, shiftOf } from '../../shared/domain/roster/entries.js';
import type { Override, ShiftInput } from '../../shared/domain/roster/inputs.js';
import { planChanges } from '../../shared/domain/roster/plan-changes.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import { type AgentId, actionIdOf } from '../../shared/kernel/ids.js';
import { MINUTE_MS } from '../../shared/kernel/time.js';
import { type ImportFault, MOST_IMPORTED_AT_ONCE } from '../../shared/protocol/roster-http.js';
import type { Fault, ImportLine } from './roster-csv.js';
import { turns } from './turns.js';

/** A line that asks for something else than what is planned. */
export interface PlannedLine {
  readonly line: number;
  readonly change: ShiftChange;
}
export interface CheckedImport {
  readonly planned: readonly PlannedLine[];
  readonly faults: readonly ImportFault[];
  /** Good lines that say what is there already. */
  readonly unchanged: number;
}

/**
 * What of a file can be planned, person by person: all of one person's good lines stand together, and each bad one is named. Nothing is
 * changed here, and what is planned is checked again when it is.
 */
export async function checkImport(
  siteNow: () => Readonly<SiteState>,
  lines: readonly ImportLine[],
  override: Override | undefined,
  context: DecideContext,
): Promise<CheckedImport> {
  const turn = turns();
  const faults: ImportFault[] = [];
  const planned: PlannedLine[] = [];
  let unchanged = 0;
  const found = agentsOf(siteNow(), context);
  const byAgent = new Map<AgentId, ImportLine[]>();
  for (const line of lines) {
    await turn();
    const agent = found.get(line.agent);
    if (agent === undefined) {
      faults.push({ line: line.line, code: 'unknown-agent', column: 'agent', detail: line.agent.slice(0, 200) });
      continue;
    }
    const own = byAgent.get(agent.id);
    if (own === undefined) byAgent.set(agent.id, [line]);
    else own.push(line);
  }
  for (const [agentId, own] of byAgent) {
    const changes = changesOf(siteNow(), agentId, own);
    faults.push(...changes.faults);
    unchanged += changes.unchanged;
    let left = changes.planned;
    while (left.length > 0) {
      await turn();
      const answer = tryAll(siteNow(), left, override, context);
      if (answer.length === 0) break;
      const bad = new Set(answer.map(({ line }) => line));
      faults.push(...answer);
      left = left.filter(({ line }) => !bad.has(line));
    }
    planned.push(...left);
  }
  planned.sort((a, b) => a.line - b.line);
  if (planned.length > MOST_IMPORTED_AT_ONCE) faults.push({ line: 1, code: 'too-many', detail: String(MOST_IMPORTED_AT_ONCE) });
  return { planned, faults, unchanged };
}

/** By their key at the source and by ours; somebody out of reach is as unknown as nobody. */
function agentsOf(site: Readonly<SiteState>, { by }: DecideContext): ReadonlyMap<string, Agent> {
  const relation = relationOf('shift.set-many', by.role);
  const found = new Map<string, Agent>();
  for (const agent of site.agents.values()) {
    if (agent.isPhone === true || relation === undefined || !reachesAgent(site, by, relation, agent.id)) continue;
    found.set(agent.id, agent);
    if (!found.has(agent.key)) found.set(agent.key, agent);
  }
  return found;
}

interface Changes {
  readonly planned: PlannedLine[];
  readonly faults: ImportFault[];
  readonly unchanged: number;
}

/** One shift a day: a line takes the place of what is planned on its date. */
function changesOf(site: Readonly<SiteState>, agentId: AgentId, lines: readonly ImportLine[]): Changes {
  const duty = site.duties.get(agentId);
  const expectVersion = duty?.version ?? 0;
  const planned: PlannedLine[] = [];
  const faults: ImportFault[] = [];
  let unchanged = 0;
  const seen = new Set<string>();
  for (const { line, date, shift } of lines) {
    const note = (fault: Fault) => faults.push({ line, ...fault });
    if (seen.has(date)) {
      note({ code: 'twice', column: 'date', detail: date });
      continue;
    }
    seen.add(date);
    const entries = entriesOn(duty, date);
    const [entry] = entries;
    if (entries.length > 1) note({ code: 'several-shifts', column: 'date', detail: date });
    else if (shift === null) {
      if (entry === undefined || entry.draft === null) unchanged += 1;
      else planned.push({ line, change: { agentId, shift: null, replaces: entry.draft.id, expectVersion } });
    } else if (entry?.draft != null && isSame(entry.draft, shift)) unchanged += 1;
    else planned.push({ line, change: { agentId, shift, ...(entry === undefined ? {} : { replaces: shiftOf(entry).id }), expectVersion } });
  }
  return { planned, faults, unchanged };
}

const entriesOn = (duty: Duty | undefined, date: string) => (duty?.entries ?? []).filter((entry) => dateOf(entry) === date);

const isSame = (planned: Shift, { startLocal, endLocal, zone, segments }: ShiftInput): boolean =>
  planned.startLocal === startLocal &&
  planned.endLocal === endLocal &&
  (zone === undefined || planned.zone === zone) &&
  planned.segments.length === segments.length &&
  segments.every(({ fromMin, activity, post }, at) => {
    const segment = planned.segments[at];
    return segment?.activity === activity && segment.post === post && segment.startAt === planned.startAt + fromMin * MINUTE_MS;
  });

function tryAll(
  site: Readonly<SiteState>,
  lines: readonly PlannedLine[],
  override: Override | undefined,
  context: DecideContext,
): ImportFault[] {
  const relation = relationOf('shift.set-many', context.by.role) ?? 'self';
  const ask = { context, relation, actionId: actionIdOf(context.commitId) };
  const changes = lines.map(({ change }) => change);
  const answer = planChanges(site, changes, override, ask);
  if (answer.ok) return [];
  return answer.error.map(({ index, code, detail }) => ({
    line: lines[index]?.line ?? 1,
    code,
    ...(detail === undefined ? {} : { detail: detail.slice(0, 200) }),
  }));
}
