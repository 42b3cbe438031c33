import { type AgentId, shiftIdOf } from '../../kernel/ids.js';
import { err, ok, type Result } from '../../kernel/result.js';
import type { LabourViolation } from '../../staffing/labour.js';
import type { Ask } from '../deed.js';
import type { EventOf } from '../events.js';
import { personOf } from '../person.js';
import type { RejectedItem } from '../rejection.js';
import type { Agent, SiteState } from '../site.js';
import { agentToPlan, lastDay, replacedBy, templateRefusal, timeRefusal, zoneOf } from './change-guards.js';
import type { ShiftChange } from './commands.js';
import { byStart, draftsOf, nameOfShift, overlaps } from './entries.js';
import type { Override } from './inputs.js';
import { labourNews, labourRulesOf } from './labour.js';
import { resolveShift } from './resolve.js';
import type { Shift } from './shift.js';

export interface PlannedChanges {
  readonly events: (EventOf<'shift.set'> | EventOf<'shift.removed'>)[];
  /** Who is planned otherwise. */
  readonly agentIds: AgentId[];
  /** The new shifts and those that go, in the order of the changes. */
  readonly shifts: Shift[];
  /** Soft rules that were set aside. */
  readonly overridden: string[];
}

/** A change that may be made as far as it goes alone. */
interface Step {
  readonly index: number;
  readonly before: Shift | undefined;
  readonly after: Shift | null;
}

/**
 * Many changes of a plan, each of which must be right, and all together. Overlaps, rest and weeks are looked at as everybody's shifts stand
 * after all of them. Answers everything that is wrong, by the place of the change.
 */
export function planChanges(
  site: Readonly<SiteState>,
  changes: readonly ShiftChange[],
  override: Override | undefined,
  ask: Ask,
): Result<PlannedChanges, RejectedItem[]> {
  const refused: RejectedItem[] = [];
  const steps = new Map<Agent, Step[]>();
  const gone = new Set<string>();
  const last = lastDay(site, ask.context.now);
  for (const [index, change] of changes.entries()) {
    const checked = checkAlone(site, change, { index, gone, last }, ask);
    if (!checked.ok) {
      refused.push({ index, ...checked.error });
      continue;
    }
    const { agent, step } = checked.value;
    const known = steps.get(agent);
    if (known === undefined) steps.set(agent, [step]);
    else known.push(step);
  }
  const overridden = new Set<string>();
  for (const [agent, ofAgent] of steps) refused.push(...checkTogether(site, agent, ofAgent, override, overridden));
  if (refused.length > 0) return err(refused.sort((a, b) => a.index - b.index));
  return ok({
    events: [...steps].flatMap(([agent, ofAgent]) => ofAgent.flatMap((step) => eventsOf(agent.id, step, ask))),
    agentIds: [...steps.keys()].map(({ id }) => id),
    shifts: [...steps.values()].flat().flatMap(({ before, after }) => after ?? before ?? []),
    overridden: [...overridden],
  });
}

function checkAlone(
  site: Readonly<SiteState>,
  change: ShiftChange,
  { index, gone, last }: { index: number; gone: Set<string>; last: string },
  ask: Ask,
): Result<{ agent: Agent; step: Step }, Omit<RejectedItem, 'index'>> {
  const agent = agentToPlan(site, change.agentId, change.expectVersion, ask);
  if (!agent.ok) return agent;
  const before = replacedBy(site, change);
  if (change.replaces !== undefined) {
    const isTwice = gone.has(`${change.agentId}|${change.replaces}`);
    if (before === undefined || isTwice) return err({ code: 'not-found', field: 'replaces' });
    gone.add(`${change.agentId}|${change.replaces}`);
  }
  if (change.shift === null && before === undefined) return err({ code: 'incomplete', field: 'replaces' });
  let after: Shift | null = null;
  if (change.shift !== null) {
    const id = shiftIdOf(ask.context.commitId, index);
    const made = resolveShift(change.shift, change.shift.zone ?? zoneOf(site, agent.value), id, site.config.workforce);
    if (!made.ok) return made;
    after = made.value;
    const template = templateRefusal(site, agent.value, change.shift.template);
    if (template !== undefined) return err(template);
  }
  const wrong = timeRefusal(ask, after, before, last);
  return wrong === undefined ? ok({ agent: agent.value, step: { index, before, after } }) : err(wrong);
}

function checkTogether(
  site: Readonly<SiteState>,
  agent: Agent,
  steps: readonly Step[],
  override: Override | undefined,
  overridden: Set<string>,
): RejectedItem[] {
  const drafts = draftsOf(site.duties.get(agent.id));
  const going = new Set(steps.map(({ before }) => before?.id));
  const after = [...drafts.filter(({ id }) => !going.has(id)), ...steps.flatMap((step) => step.after ?? [])].sort(byStart);
  const overlapping = steps.flatMap(({ index, after: own }): RejectedItem[] => {
    const other = own === null ? undefined : after.find((one) => one !== own && overlaps(one, own));
    return other === undefined ? [] : [{ index, code: 'overlap', detail: nameOfShift(other) }];
  });
  if (overlapping.length > 0) return overlapping;
  const found = labourNews(drafts, after, labourRulesOf(site, agent));
  const refused = new Map<number, RejectedItem>();
  for (const violation of found) {
    const isAllowed = violation.severity === 'soft' && override?.rules.includes(violation.code) === true;
    if (isAllowed) overridden.add(violation.code);
    else note(refused, stepOf(steps, after, violation).index, violation);
  }
  return [...refused.values()];
}

/** The change that a violation is shown at: its own shift, else one of the same day or after, else the first. */
function stepOf(steps: readonly Step[], after: readonly Shift[], violation: LabourViolation): Step {
  const shifts = [after[violation.index], violation.code === 'REST_DAILY' ? after[violation.afterIndex] : undefined];
  const first = steps[0] as Step;
  return steps.find((step) => step.after !== null && shifts.includes(step.after)) ?? steps.find((step) => step.after !== null) ?? first;
}

/** Of one change, a hard rule outranks soft ones; several of a kind are named together. */
function note(refused: Map<number, RejectedItem>, index: number, { code: rule, severity }: LabourViolation): void {
  const code = severity === 'hard' ? 'labour-rule' : 'labour-warning';
  const known = refused.get(index);
  if (known === undefined || (known.code !== code && code === 'labour-rule')) refused.set(index, { index, code, detail: rule });
  else if (known.code === code && known.detail?.split(', ').includes(rule) === false)
    refused.set(index, { index, code, detail: `${known.detail}, ${rule}` });
}

function eventsOf(agentId: AgentId, { before, after }: Step, { context }: Ask): PlannedChanges['events'] {
  const on = { occurredAt: context.now, agentId, by: personOf(context.by) };
  if (after === null) return before === undefined ? [] : [{ type: 'shift.removed', ...on, shiftId: before.id }];
  if (before === undefined) return [{ type: 'shift.set', ...on, shift: after }];
  // A place belongs to its date: on another one it is another place.
  if (before.businessDate === after.businessDate) return [{ type: 'shift.set', ...on, shift: after, replaces: before.id }];
  return [
    { type: 'shift.removed', ...on, shiftId: before.id },
    { type: 'shift.set', ...on, shift: after },
  ];
}
