import { z } from 'zod';
import { isTimeZone } from '../../kernel/zone-name.js';
import { DEFAULT_POSTS } from './defaults.js';
import { businessDateSchema, codeSchema, localTimeSchema } from './words.js';

/** What a site file may say about its people's time: skills, contracts, shift templates, posts, and how much may be moved. */
const nameSchema = z.string().min(1).max(60);
const named = { code: codeSchema, name: nameSchema, nameEn: nameSchema.optional() };
const minutes = (min: number, max: number) => z.number().int().min(min).max(max);
const ratio = z.number().min(0).max(1);
const contactSchema = z.strictObject({ name: nameSchema, phone: z.string().min(1).max(40) });

/** `queues`: keys at the source. With no skill configured every queue is a skill of its own. */
export const skillConfigSchema = z.strictObject({ ...named, queues: z.array(z.string().min(1).max(200)).max(200).default([]) });
export type SkillConfig = z.infer<typeof skillConfigSchema>;

export const contractConfigSchema = z.strictObject({
  ...named,
  ruleSet: z.enum(['default', 'cn-standard', 'eu-wtd']).default('default'),
  /** Normal paid hours of a week. */
  weeklyHours: z.number().min(0).max(80).default(40),
  nightAllowed: z.boolean().default(true),
  /** Codes of the templates that this contract may work; none named: all. */
  templates: z.array(codeSchema).max(100).default([]),
});
export type ContractConfig = z.infer<typeof contractConfigSchema>;

export const templateConfigSchema = z.strictObject({ ...named, startLocal: localTimeSchema, lengthMin: minutes(60, 960) });
export type TemplateConfig = z.infer<typeof templateConfigSchema>;

/** Back-office work without customer contact (BS-R9). `capacity` null: as many as come. */
export const postConfigSchema = z.strictObject({ ...named, capacity: z.number().int().min(0).max(500).nullable() });
export type PostConfig = z.infer<typeof postConfigSchema>;

export const bufferConfigSchema = z.strictObject({
  defaultMin: minutes(30, 480).default(120),
  /** Of a team, how many may be in a buffer shift at once; at least one. */
  maxPerTeamRatio: ratio.default(0.05),
  /** BS-R1: of the required agents, so many stay. */
  minStaffRatio: ratio.default(0.6),
  /** BS-R4 */
  coolDownMin: minutes(0, 2_880).default(240),
  autoPer7Days: z.number().int().min(0).max(7).default(2),
  softLandingMin: minutes(0, 240).default(30),
  /** Keys of the queues that an agent is kept from in the first time after the return. */
  complaintQueues: z.array(z.string().min(1).max(200)).max(200).default([]),
  eap: z.strictObject({ ...contactSchema.shape, hours: z.string().min(1).max(80).optional() }).optional(),
  /** Shown at once to who needs help now. */
  crisis: z.array(contactSchema).max(10).default([]),
  /** The login or name of who is told then. */
  wellbeingContact: z.string().min(1).max(64).optional(),
});
export type BufferConfig = z.infer<typeof bufferConfigSchema>;

export const workforceConfigSchema = z.strictObject({
  skills: z.array(skillConfigSchema).max(500).default([]),
  contracts: z.array(contractConfigSchema).max(100).default([]),
  templates: z.array(templateConfigSchema).max(100).default([]),
  holidays: z.array(businessDateSchema).max(500).default([]),
  posts: z.array(postConfigSchema).max(100).prefault(DEFAULT_POSTS),
  planning: z
    .strictObject({
      maxOccupancyRatio: ratio.default(0.88),
      shrinkageRatio: z.number().min(0).max(0.9).default(0.1),
      patienceMs: z.number().int().min(1_000).max(3_600_000).default(180_000),
    })
    .prefault({}),
  swap: z.strictObject({ noticeMin: minutes(0, 10_080).default(240) }).prefault({}),
  buffer: bufferConfigSchema.prefault({}),
  strain: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
});
export type WorkforceConfig = z.infer<typeof workforceConfigSchema>;

/** What the site file says of one person's time, beside their name and team. */
export const personWorkSchema = {
  /** A contract's code; none: the product's default rules. */
  contract: codeSchema.optional(),
  skills: z
    .array(
      z.strictObject({
        code: codeSchema,
        level: z.number().int().min(1).max(5).optional(),
        /** Handling time against the average: 1.25 is a quarter longer. */
        speedFactor: z.number().min(0.2).max(5).optional(),
      }),
    )
    .max(100)
    .optional(),
  homeTz: z.string().max(64).refine(isTimeZone, 'must be an IANA time zone such as Asia/Shanghai').optional(),
};
