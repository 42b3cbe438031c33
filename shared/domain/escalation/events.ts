import { z } from 'zod';
import { caseIdSchema } from '../../kernel/ids.js';
import { epochMsSchema } from '../../kernel/time.js';
import { personSchema } from '../person.js';
import { caseTypeSchema } from './words.js';

const onCase = { occurredAt: epochMsSchema, caseId: caseIdSchema };

export const caseOpenedSchema = z.strictObject({
  type: z.literal('case.opened'),
  ...onCase,
  by: personSchema,
  caseType: caseTypeSchema,
  text: z.string().min(1).max(1_000),
});

export const caseEvents = [caseOpenedSchema] as const;
