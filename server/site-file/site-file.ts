import { z } from 'zod';
import { escalationConfigSchema } from '../../shared/domain/escalation/config.js';
import { personWorkSchema, type WorkforceConfig, workforceConfigSchema } from '../../shared/domain/roster/config.js';
import { type SiteConfig, serviceLevelFormulaSchema, siteConfigSchema } from '../../shared/domain/site-config.js';
import { durationMs, MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.js';
import { isTimeZone } from '../../shared/kernel/zone-name.js';
import { languageSchema, loginNameSchema, personRoleSchema, shownNameSchema } from '../../shared/protocol/http.js';

/**
 * What an operator writes, in seconds and percent: names for what the phone system calls by keys, teams, goals. `docs/site.example.yaml`
 * shows all of it. Turned into the site's own terms by `siteConfigOf`.
 */
const name = z.string().min(1).max(120);
const key = z.string().min(1).max(200);

const queueSchema = z
  .strictObject({
    key,
    name: name.optional(),
    nameEn: name.optional(),
    code: z.string().min(1).max(4).optional(),
    channel: z.enum(['voice', 'chat', 'callback', 'email', 'video']).optional(),
    formula: serviceLevelFormulaSchema.optional(),
    thresholdSeconds: z.number().min(0).max(3_600).optional(),
    shortAbandonSeconds: z.number().min(0).max(60).optional(),
    goalPercent: z.number().min(1).max(100).optional(),
    goalRatio: z.number().min(0).max(1).optional(),
    wrapUpSeconds: z.number().min(0).max(3_600).optional(),
  })
  .refine((queue) => queue.goalPercent === undefined || queue.goalRatio === undefined, {
    path: ['goalRatio'],
    message: 'says the same as goalPercent: keep one',
  });

const teamSchema = z.strictObject({ name, nameEn: name.optional(), lead: name.optional() });
const personSchema = z.strictObject({ key, name: name.optional(), nameEn: name.optional(), team: name.optional(), ...personWorkSchema });
const siteUserSchema = z.strictObject({
  login: loginNameSchema,
  name: shownNameSchema,
  role: personRoleSchema,
  /** Of a lead. */
  teams: z.array(name).max(100).default([]),
  /** Of somebody who takes calls: their key at the source. Of a lead or supervisor who listens in: their own phone. */
  agentKey: key.optional(),
  language: languageSchema.default('zh'),
});

export const siteFileSchema = z
  .strictObject({
    name,
    nameEn: name.optional(),
    timeZone: z.string().min(1).max(64).refine(isTimeZone, 'must be an IANA time zone such as Asia/Shanghai').optional(),
    intervalMinutes: z.union([z.literal(15), z.literal(30)], 'must be 15 or 30').default(30),
    teams: z.array(teamSchema).max(2_000).default([]),
    queues: z.array(queueSchema).max(5_000).default([]),
    people: z.array(personSchema).max(50_000).default([]),
    /** Whether agents see who listens to them; off only where they were told so beforehand. */
    monitoring: z.strictObject({ agentSees: z.boolean().default(true) }).prefault({}),
    /** How long an agent's page is asked before a call goes elsewhere. */
    desk: z.strictObject({ offerSeconds: z.number().min(5).max(30).default(15) }).prefault({}),
    /** Hours, limits, departments and timers of escalation cases; what is left out is the product's own. */
    escalation: escalationConfigSchema.prefault({}),
    /** Skills, contracts, shift templates and posts, and the rules of swaps and buffer shifts. */
    workforce: workforceConfigSchema.prefault({}),
    /** Who may sign in, and as what. Passwords are never here: `breakwater user add` asks for them. */
    users: z.array(siteUserSchema).max(50_000).default([]),
  })
  .superRefine((file, context) => {
    for (const problem of crossProblems(file)) context.addIssue({ code: 'custom', ...problem });
  });
export type SiteFile = z.infer<typeof siteFileSchema>;
export type SiteUser = z.infer<typeof siteUserSchema>;

interface FieldProblem {
  readonly path: (string | number)[];
  readonly message: string;
}

interface Shape {
  readonly teams: readonly { readonly name: string }[];
  readonly queues: readonly { readonly key: string }[];
  readonly people: readonly {
    readonly key: string;
    readonly team?: string | undefined;
    readonly contract?: string | undefined;
    readonly skills?: readonly { readonly code: string }[] | undefined;
  }[];
  readonly workforce: WorkforceConfig;
  readonly users: readonly { readonly login: string; readonly teams: readonly string[] }[];
}

function* crossProblems({ teams, queues, people, users, workforce }: Shape): Iterable<FieldProblem> {
  yield* repeated(
    'teams',
    'name',
    teams.map((team) => team.name),
  );
  yield* repeated(
    'queues',
    'key',
    queues.map((queue) => queue.key),
  );
  yield* repeated(
    'people',
    'key',
    people.map((person) => person.key),
  );
  yield* repeated(
    'users',
    'login',
    users.map((user) => user.login.toLowerCase()),
  );
  const known = new Set(teams.map((team) => team.name));
  for (const [i, { team }] of people.entries()) {
    if (team !== undefined && !known.has(team)) yield { path: ['people', i, 'team'], message: NO_SUCH_TEAM };
  }
  yield* workProblems(people, workforce);
  for (const [i, user] of users.entries()) {
    for (const [k, team] of user.teams.entries()) if (!known.has(team)) yield { path: ['users', i, 'teams', k], message: NO_SUCH_TEAM };
  }
}

/** A code that leads nowhere is a slip of the pen, and nobody would see it in the roster. */
function* workProblems(people: Shape['people'], { skills, contracts, templates, posts }: WorkforceConfig): Iterable<FieldProblem> {
  for (const [list, entries] of Object.entries({ skills, contracts, templates, posts })) {
    const codes = entries.map(({ code }) => code);
    for (const [i, code] of codes.entries())
      if (codes.indexOf(code) < i)
        yield { path: ['workforce', list, i, 'code'], message: `is the same as ${list}[${codes.indexOf(code)}].code` };
  }
  const known = (list: readonly { readonly code: string }[]) => new Set(list.map(({ code }) => code));
  const [skillCodes, contractCodes, templateCodes] = [known(skills), known(contracts), known(templates)];
  for (const [i, contract] of contracts.entries()) {
    for (const [k, code] of contract.templates.entries())
      if (!templateCodes.has(code))
        yield { path: ['workforce', 'contracts', i, 'templates', k], message: 'is not the code of a shift template in this file' };
  }
  for (const [i, person] of people.entries()) {
    if (person.contract !== undefined && !contractCodes.has(person.contract))
      yield { path: ['people', i, 'contract'], message: 'is not the code of a contract in this file' };
    for (const [k, { code }] of (person.skills ?? []).entries())
      if (!skillCodes.has(code)) yield { path: ['people', i, 'skills', k, 'code'], message: 'is not the code of a skill in this file' };
  }
}

const NO_SUCH_TEAM = 'is not the name of a team in this file';

function* repeated(list: string, field: string, values: readonly string[]): Iterable<FieldProblem> {
  const first = new Map<string, number>();
  for (const [i, value] of values.entries()) {
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, i);
    else yield { path: [list, i, field], message: `is the same as ${list}[${earlier}].${field}` };
  }
}

/** In the site's own terms: milliseconds and ratios. */
export function siteConfigOf(file: SiteFile, site: { timeZone: string; demo: boolean }): SiteConfig {
  const { intervalMinutes, users: _users, queues, timeZone, desk, ...rest } = file;
  return siteConfigSchema.parse({
    ...rest,
    timeZone: timeZone ?? site.timeZone,
    demo: site.demo,
    intervalMs: intervalMinutes * MINUTE_MS,
    desk: { offerMs: fromSeconds(desk.offerSeconds) },
    queues: queues.map(({ thresholdSeconds, shortAbandonSeconds, wrapUpSeconds, goalPercent, ...queue }) => ({
      ...queue,
      ...(thresholdSeconds === undefined ? {} : { thresholdMs: fromSeconds(thresholdSeconds) }),
      ...(shortAbandonSeconds === undefined ? {} : { shortAbandonMs: fromSeconds(shortAbandonSeconds) }),
      ...(wrapUpSeconds === undefined ? {} : { wrapUpMs: fromSeconds(wrapUpSeconds) }),
      ...(goalPercent === undefined ? {} : { goalRatio: goalPercent / 100 }),
    })),
  });
}

const fromSeconds = (seconds: number) => durationMs(Math.round(seconds * SECOND_MS));
