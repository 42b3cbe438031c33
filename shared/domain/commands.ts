import { z } from 'zod';
import { actionCommands, agentCommands, callCommands } from './action/commands.js';
import { alertCommands } from './alert/commands.js';
import { bufferCommands } from './buffer/commands.js';
import { caseCommands } from './escalation/commands.js';
import { rosterCommands } from './roster/commands.js';
import { siteConfigSchema } from './site-config.js';

/** Commands: wishes of people and of the site file. `decide` says yes or no. */
export const siteConfigureSchema = z.strictObject({ type: z.literal('site.configure'), config: siteConfigSchema });

export const commandSchema = z.discriminatedUnion('type', [
  siteConfigureSchema,
  ...callCommands,
  ...actionCommands,
  ...agentCommands,
  ...alertCommands,
  ...caseCommands,
  ...rosterCommands,
  ...bufferCommands,
]);
export type Command = z.infer<typeof commandSchema>;
export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

const typesOf = <T extends readonly { shape: { type: { value: string } } }[]>(schemas: T) =>
  new Set(schemas.map((schema) => schema.shape.type.value)) as ReadonlySet<T[number]['shape']['type']['value']>;
export const ALERT_COMMANDS = typesOf(alertCommands);
export const CASE_COMMANDS = typesOf(caseCommands);
export const ROSTER_COMMANDS = typesOf(rosterCommands);
export const BUFFER_COMMANDS = typesOf(bufferCommands);
export type AlertCommand = CommandOf<typeof ALERT_COMMANDS extends ReadonlySet<infer T> ? T & CommandType : never>;
export type CaseCommand = CommandOf<typeof CASE_COMMANDS extends ReadonlySet<infer T> ? T & CommandType : never>;
export type RosterCommand = CommandOf<typeof ROSTER_COMMANDS extends ReadonlySet<infer T> ? T & CommandType : never>;
export type BufferCommand = CommandOf<typeof BUFFER_COMMANDS extends ReadonlySet<infer T> ? T & CommandType : never>;
/** What people do to calls and agents. */
export type FloorCommand = Exclude<Command, AlertCommand | CaseCommand | RosterCommand | BufferCommand | { type: 'site.configure' }>;

export const isOneOf = <T extends CommandType>(types: ReadonlySet<T>, command: Command): command is CommandOf<T> =>
  (types as ReadonlySet<string>).has(command.type);
