import { randomBytes } from 'node:crypto';
import type { AgentId, BufferId } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { type WellbeingCall, wellbeingCallSchema } from '../../shared/protocol/buffer-http.js';
import type { PrivateStore } from './private-store.js';

const KEPT_MS = 7 * 24 * HOUR_MS;
const PREFIX = 'wc-';
const DONE_PREFIX = 'wd-';
const SAME_CALL_MS = 10 * 60_000;
const MOST = 200;

/** Whom the wellbeing contact is to call: somebody who asked for urgent help. Erased when it is done, or after a week. */
export interface WellbeingCallBook {
  /** `at`: site clock. False: it could not be kept. */
  ask(who: { readonly agentId: AgentId; readonly name: string }, at: EpochMs): Promise<boolean>;
  open(): Promise<WellbeingCall[]>;
  /** False: there is no such call. */
  done(id: string): Promise<boolean>;
  /** A call that the log itself asks for, about a check-in that nobody answered. */
  noteDone(bufferId: BufferId): Promise<void>;
  areDone(bufferIds: readonly BufferId[]): Promise<ReadonlySet<BufferId>>;
}

/** `now`: real time. */
export function createWellbeingCalls(store: PrivateStore, now: () => EpochMs): WellbeingCallBook {
  const eraseAt = () => epochMs(now() + KEPT_MS);
  const open = async (): Promise<WellbeingCall[]> => {
    const texts = await Promise.all((await store.named(PREFIX, MOST)).map((name) => store.get(name)));
    return texts.flatMap((text) => (text === null ? [] : wellbeingCallSchema.parse(JSON.parse(text)))).sort((a, b) => a.at - b.at);
  };
  return {
    open,
    async ask({ agentId, name }, at) {
      // Whoever presses it again in their need is one call.
      if ((await open()).some((call) => call.agentId === agentId && at - call.at < SAME_CALL_MS)) return true;
      const id = randomBytes(12).toString('hex');
      const call: WellbeingCall = { id, because: 'crisis', agentId, name, at };
      return store.put(`${PREFIX}${id}`, JSON.stringify(call), eraseAt());
    },
    done: async (id) => (await store.erase([`${PREFIX}${id}`])) > 0,
    async noteDone(bufferId) {
      await store.put(`${DONE_PREFIX}${bufferId}`, '', eraseAt());
    },
    async areDone(bufferIds) {
      const marks = await Promise.all(bufferIds.map((id) => store.get(`${DONE_PREFIX}${id}`)));
      return new Set(bufferIds.filter((_, i) => marks[i] !== null));
    },
  };
}
