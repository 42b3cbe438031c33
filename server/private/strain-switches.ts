import { z } from 'zod';
import type { AgentId } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, epochMsSchema, HOUR_MS } from '../../shared/kernel/time.js';
import type { PrivateStore } from './private-store.js';

const DAY_MS = 24 * HOUR_MS;
/** Looked at again then: a switch that stays off is written anew before Redis would let go of it. */
const LOOKED_AT_EVERY_MS = 30 * DAY_MS;

const switchesSchema = z.strictObject({
  isOff: z.literal(true).optional(),
  /** Site clock. */
  sharedUntil: epochMsSchema.optional(),
  snoozedUntil: epochMsSchema.optional(),
});
export type StrainSwitches = z.infer<typeof switchesSchema>;

/** What an agent chose about their own strain. Whoever chose nothing has no record; no change of a choice is kept. */
export interface StrainSwitchBook {
  get(agentId: AgentId): Promise<StrainSwitches>;
  /** False: the store is full. */
  put(agentId: AgentId, switches: StrainSwitches): Promise<boolean>;
  /** For erasing: how much longer this record is needed, in real time. A switch that is off stays so. */
  restMs(name: string): Promise<number>;
}

export const SWITCHES_PREFIX = 'st-';
const nameOf = (agentId: AgentId) => `${SWITCHES_PREFIX}${agentId}`;

/** `now`: real time. */
export function createStrainSwitches(store: PrivateStore, now: () => EpochMs): StrainSwitchBook {
  const read = async (name: string): Promise<StrainSwitches> => {
    const text = await store.get(name);
    return text === null ? {} : switchesSchema.parse(JSON.parse(text));
  };
  const write = (name: string, switches: StrainSwitches) =>
    store.put(name, JSON.stringify(switches), epochMs(now() + (switches.isOff ? LOOKED_AT_EVERY_MS : DAY_MS)));
  return {
    get: (agentId) => read(nameOf(agentId)),
    async put(agentId, switches) {
      if (Object.keys(switches).length > 0) return write(nameOf(agentId), switches);
      await store.erase([nameOf(agentId)]);
      return true;
    },
    async restMs(name) {
      if ((await read(name)).isOff !== true) return 0;
      await write(name, { isOff: true });
      return LOOKED_AT_EVERY_MS;
    },
  };
}
