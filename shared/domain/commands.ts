import { z } from 'zod';
import { siteConfigSchema } from './site-config.js';

/** Commands: wishes of people and of the site file. `decide` says yes or no. */
export const siteConfigureSchema = z.strictObject({ type: z.literal('site.configure'), config: siteConfigSchema });

export const commandSchema = z.discriminatedUnion('type', [siteConfigureSchema]);
export type Command = z.infer<typeof commandSchema>;
