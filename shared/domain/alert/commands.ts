import { z } from 'zod';
import { alertIdSchema, ruleIdSchema } from '../../kernel/ids.js';
import { durationMsSchema } from '../../kernel/time.js';
import { words } from '../text.js';
import { alertRuleSchema } from './rule.js';

export const alertCommands = [
  z.strictObject({ type: z.literal('alert.acknowledge'), alertId: alertIdSchema }),
  /** Hides the sound, not the colour. */
  z.strictObject({
    type: z.literal('alert.snooze'),
    alertId: alertIdSchema,
    forMs: durationMsSchema.min(60_000).max(14_400_000),
    reason: words(200),
  }),
  z.strictObject({ type: z.literal('alert.take'), alertId: alertIdSchema }),
  z.strictObject({ type: z.literal('rule.set'), rule: alertRuleSchema }),
  /** A rule that came with the product is switched off instead. */
  z.strictObject({ type: z.literal('rule.remove'), ruleId: ruleIdSchema }),
] as const;
