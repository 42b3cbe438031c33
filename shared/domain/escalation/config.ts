import { z } from 'zod';
import { epochMs, epochMsSchema } from '../../kernel/time.js';
import { DEFAULT_AUTHORITY, DEFAULT_DEPARTMENTS } from './defaults.js';
import { caseTypeSchema, gradeSchema } from './words.js';

/** What a site file may say about escalations: hours, limits, departments, and newer versions of the timers' policy. */
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 08:30');
const dates = z.array(z.iso.date()).max(500).default([]);
const code = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
/** In a file as people write it. */
const instant = z.union([epochMsSchema, z.iso.datetime({ offset: true }).transform((text) => epochMs(Date.parse(text)))]);
const nameSchema = z.string().min(1).max(60);

/** Open hours on the site's own clock. ISO days: 1 is Monday. */
export const hoursSchema = z
  .strictObject({
    from: clockTime,
    to: clockTime,
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7]),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be after from' });
export type Hours = z.infer<typeof hoursSchema>;

/** On which clock an allowance runs out. `work-days` are whole days of the department's calendar; all others are counted in ms. */
export const allowanceSchema = z.union([
  z.strictObject({ ms: z.number().int().positive().max(31_536_000_000), clock: z.enum(['wall', 'service', 'department', 'contact']) }),
  z.strictObject({ workDays: z.number().int().min(1).max(250) }),
]);
export type Allowance = z.infer<typeof allowanceSchema>;

const byGrade = z.strictObject({
  P1: allowanceSchema.nullable(),
  P2: allowanceSchema.nullable(),
  P3: allowanceSchema.nullable(),
  P4: allowanceSchema.nullable(),
});
const waitMs = z.number().int().min(60_000).max(2_592_000_000);
export const slaPolicySchema = z.strictObject({
  version: z.number().int().min(1).max(100_000),
  timers: z.strictObject({ T1: byGrade, T2: byGrade, T3: byGrade, T4: byGrade, T5: byGrade, T6: byGrade, T6P: byGrade, T7: byGrade }),
  /** How long somebody may leave a question unanswered; urgent: P1 and P2. */
  approvalMs: z.strictObject({ urgent: waitMs, other: waitMs }),
  acceptMs: z.strictObject({ urgent: waitMs, other: waitMs }),
  arbitrationMs: waitMs,
  /** Timers whose breach raises the grade by one, at most to P2; absent: T3, T5, T6 and T6P. */
  raiseOn: z
    .array(z.enum(['T3', 'T4', 'T5', 'T6', 'T6P', 'T7']))
    .max(6)
    .optional(),
  /** Between two tries to reach a customer. */
  attemptGapMs: waitMs,
});
export type SlaPolicy = z.infer<typeof slaPolicySchema>;

/** 授权清单: what these roles may give without asking. Several entries of one code have different roles. */
export const authoritySchema = z.strictObject({
  code,
  name: nameSchema,
  nameEn: nameSchema.optional(),
  unit: z.enum(['money', 'days', 'pieces']).default('money'),
  roles: z
    .array(z.enum(['agent', 'lead', 'supervisor', 'admin']))
    .min(1)
    .max(4),
  maxAmountPerCase: z.number().min(0).max(100_000_000),
  maxPerCustomer30d: z.number().min(0).max(100_000_000),
  requiresEvidence: z.boolean().default(false),
  validFrom: instant.optional(),
  validTo: instant.optional(),
});
export type AuthorityEntry = z.infer<typeof authoritySchema>;

/** A line of 《跨部门协作响应时效表》; what it leaves out is told by the next line that fits, then by the policy. */
export const responseRowSchema = z.strictObject({
  types: z.array(caseTypeSchema).max(8).optional(),
  grades: z.array(gradeSchema).max(4).optional(),
  ackMin: z.number().int().min(1).max(10_080).optional(),
  preliminaryMin: z.number().int().min(1).max(43_200).optional(),
  updateH: z.number().int().min(1).max(720).optional(),
  solveTarget: allowanceSchema.optional(),
});
export const departmentSchema = z.strictObject({
  code,
  name: nameSchema,
  nameEn: nameSchema.optional(),
  dutyContact: z.string().min(1).max(80).optional(),
  /** It works with tickets: each hand-off asks for one. */
  tracker: z.boolean().default(false),
  response: z.array(responseRowSchema).max(32).default([]),
});
export type Department = z.infer<typeof departmentSchema>;

export const escalationConfigSchema = z.strictObject({
  serviceHours: hoursSchema.prefault({ from: '09:00', to: '21:00' }),
  departmentHours: hoursSchema.prefault({ from: '09:00', to: '18:00', days: [1, 2, 3, 4, 5] }),
  /** When a customer may be called. */
  contactHours: hoursSchema.prefault({ from: '08:00', to: '21:00' }),
  /** Days on which departments do not work, and days off on which they do (调休). */
  holidays: dates,
  extraWorkDays: dates,
  /** Newer than the product's own version 1. The newest counts for new cases; older ones stay here while cases were opened under them. */
  policies: z.array(slaPolicySchema).max(20).default([]),
  authority: z.array(authoritySchema).max(200).prefault(DEFAULT_AUTHORITY),
  departments: z.array(departmentSchema).max(100).prefault(DEFAULT_DEPARTMENTS),
});
export type EscalationConfig = z.infer<typeof escalationConfigSchema>;
