import { ok, type Result } from '../kernel/result.js';
import type { ErlangA } from './erlang-a.js';
import { computeFractional } from './erlang-a-fractional.js';
import { computeRequiredAgents, type Requirement } from './erlang-a-required.js';
import { fairShares } from './fair-shares.js';
import { checkEach, type StaffingError } from './input.js';
import { modelledLevel } from './service-level.js';

/** The bounds and the callers' ways that all skills share; calls and handling time are each skill's own. */
export interface MultiSkillInput extends Omit<Requirement, 'calls' | 'ahtSec' | 'shrinkage'> {
  readonly skills: readonly { readonly calls: number; readonly ahtSec: number }[];
  /** Agents with the same skills, these by their places among `skills`. Parts of an agent may be there. */
  readonly groups: readonly { readonly agents: number; readonly skills: readonly number[] }[];
}

/** One skill, if everybody served only the part of it that falls to them. */
export interface SkillShare {
  readonly skill: number;
  /** That it would need alone. */
  readonly required: number;
  readonly agents: number;
  readonly serviceLevel: number | null;
}

/** Skills that share agents, directly or through others. */
export interface SkillComponent {
  readonly skills: readonly SkillShare[];
  readonly agents: number;
  /** How much of what each skill would need alone everyone can have at least: 1 and more is enough. `null`: nothing is needed. */
  readonly coverageRatio: number | null;
  /** Service level if each skill had agents of its own; each skill by its calls. */
  readonly pessimistic: number | null;
  /** As if everybody could do everything. */
  readonly optimistic: number | null;
  /** What the two bounds say about the goal; `open`: only a simulation could tell. */
  readonly goal: 'met' | 'missed' | 'open' | 'none';
}

/**
 * Agents with several skills have no closed form (C.8): an interval is told, between separate teams and one pool. Whoever is not
 * connected to the rest is told apart.
 */
export function computeMultiSkill(input: MultiSkillInput): Result<{ readonly components: readonly SkillComponent[] }, StaffingError> {
  const { skills, groups } = input;
  const checked = checkEach('groups', groups, { agents: 'staff' });
  if (!checked.ok) return checked;
  const required: number[] = [];
  for (const [i, skill] of skills.entries()) {
    const solved = computeRequiredAgents({ ...input, ...skill, shrinkage: 0 });
    if (!solved.ok) return inSkill(i, solved.error);
    required.push(solved.value.agents);
  }
  for (const [i, group] of groups.entries()) {
    const unknown = group.skills.findIndex((skill) => skills[skill] === undefined);
    if (unknown >= 0) return { ok: false, error: { code: 'out-of-range', field: `groups.${i}.skills.${unknown}` } };
  }
  const components: SkillComponent[] = [];
  for (const members of connected(skills.length, groups)) {
    const component = componentOf(members, required, input);
    if (!component.ok) return component;
    components.push(component.value);
  }
  return ok({ components });
}

/** Which of the fields are a skill's own, and are named by its place. */
const inSkill = (skill: number, { code, field }: StaffingError): { ok: false; error: StaffingError } => ({
  ok: false,
  error: { code, field: field === 'calls' || field === 'ahtSec' ? `skills.${skill}.${field}` : field },
});

function componentOf(
  members: readonly number[],
  required: readonly number[],
  input: MultiSkillInput,
): Result<SkillComponent, StaffingError> {
  const crews = input.groups.filter((group) => group.skills.some((skill) => members.includes(skill)));
  const agents = crews.reduce((sum, crew) => sum + crew.agents, 0);
  const needs = required.map((need, skill) => (members.includes(skill) ? need : 0));
  const shares = fairShares(needs, crews);
  const calls = members.reduce((sum, skill) => sum + (input.skills[skill]?.calls ?? 0), 0);
  const workSec = members.reduce((sum, skill) => sum + (input.skills[skill]?.calls ?? 0) * (input.skills[skill]?.ahtSec ?? 0), 0);

  const split: SkillShare[] = [];
  let answeredWell = 0;
  for (const skill of members) {
    const own = input.skills[skill] ?? { calls: 0, ahtSec: 1 };
    const solved = computeFractional({ ...input, ...own, agents: shares[skill] ?? 0 });
    if (!solved.ok) return inSkill(skill, solved.error);
    const serviceLevel = levelOf(solved.value, input);
    answeredWell += own.calls * (serviceLevel ?? 0);
    split.push({ skill, required: required[skill] ?? 0, agents: shares[skill] ?? 0, serviceLevel });
  }
  const pooled = calls === 0 ? null : computeFractional({ ...input, calls, ahtSec: workSec / calls, agents });
  if (pooled !== null && !pooled.ok) return pooled;
  const pessimistic = calls === 0 ? null : answeredWell / calls;
  const optimistic = pooled === null ? null : levelOf(pooled.value, input);
  const ratios = split.flatMap((share) => (share.required > 0 ? [share.agents / share.required] : []));
  return ok({
    skills: split,
    agents,
    coverageRatio: ratios.length === 0 ? null : Math.min(...ratios),
    pessimistic,
    optimistic,
    goal: goalWithin(pessimistic, optimistic, input.slTarget),
  });
}

const levelOf = (model: ErlangA, { slFormula }: MultiSkillInput) => modelledLevel(model, slFormula);

function goalWithin(low: number | null, high: number | null, goal: number | null): SkillComponent['goal'] {
  if (goal === null || low === null) return 'none';
  if (low >= goal) return 'met';
  return (high ?? 0) < goal ? 'missed' : 'open';
}

/** The skills by what connects them, in their order. */
export function connected(count: number, groups: readonly { readonly skills: readonly number[] }[]): number[][] {
  const component = Array.from({ length: count }, (_, skill) => skill);
  for (const { skills } of groups) {
    const merged = new Set(skills.map((skill) => component[skill] ?? skill));
    const into = Math.min(...merged);
    for (const [skill, of] of component.entries()) if (merged.has(of)) component[skill] = into;
  }
  return [...new Set(component)].map((name) => component.flatMap((of, skill) => (of === name ? [skill] : [])));
}
