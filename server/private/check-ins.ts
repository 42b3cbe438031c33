import { z } from 'zod';
import type { AgentId } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, epochMsSchema, HOUR_MS } from '../../shared/kernel/time.js';
import type { PrivateStore } from './private-store.js';

const KEPT_MS = 24 * HOUR_MS;
const checkInSchema = z.strictObject({ value: z.number().int().min(1).max(5), at: epochMsSchema });
export type CheckIn = z.infer<typeof checkInSchema>;

/** How somebody said they are: the last word alone, for a day. */
export interface CheckIns {
  /** `at`: site clock. False: the store is full. */
  put(agentId: AgentId, checkIn: CheckIn): Promise<boolean>;
  get(agentId: AgentId): Promise<CheckIn | null>;
  erase(agentId: AgentId): Promise<void>;
}

const CHECK_IN_PREFIX = 'ci-';
const nameOf = (agentId: AgentId) => `${CHECK_IN_PREFIX}${agentId}`;

/** `now`: real time, by which it is erased. */
export function createCheckIns(store: PrivateStore, now: () => EpochMs): CheckIns {
  return {
    put: (agentId, checkIn) => store.put(nameOf(agentId), JSON.stringify(checkIn), epochMs(now() + KEPT_MS)),
    async get(agentId) {
      const text = await store.get(nameOf(agentId));
      return text === null ? null : checkInSchema.parse(JSON.parse(text));
    },
    async erase(agentId) {
      await store.erase([nameOf(agentId)]);
    },
  };
}
