import { z } from 'zod';
import { agentIdSchema } from '../kernel/ids.js';

/** Who did something, as others may read it: the name goes into the log, so that it is right years later. */
export const personSchema = z.strictObject({
  userId: z.string().min(1).max(64),
  name: z.string().min(1).max(64),
  role: z.enum(['agent', 'lead', 'supervisor', 'admin', 'operator', 'system']),
  /** The agent that this person is at the source, for those who take calls. */
  agentId: agentIdSchema.optional(),
});
export type Person = z.infer<typeof personSchema>;

/** The site itself, when a time has come. */
export const SYSTEM: Person = { userId: 'system', name: 'Breakwater', role: 'system' };

/** Of who asks, what the log keeps. */
export const personOf = ({ userId, name, role, agentId }: Person): Person => ({
  userId,
  name,
  role,
  ...(agentId === undefined ? {} : { agentId }),
});
