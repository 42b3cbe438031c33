import { relationOf } from '../../shared/domain/policy.js';
import { durationMs } from '../../shared/kernel/time.js';
import { type CommandAnswer, type CommandRequest, commandRequestSchema, type WireRejection } from '../../shared/protocol/messages.js';
import type { Principal } from '../auth/principal.js';
import type { Logger } from '../ops/logger.js';
import type { LiveSource } from './live-source.js';
import type { Timers } from './timers.js';

/** What a browser sent as a command: a request, or the field that is wrong with it. */
export function parseCommand(raw: unknown): { request: CommandRequest } | { rejection: WireRejection } {
  const parsed = commandRequestSchema.safeParse(raw);
  if (parsed.success) return { request: parsed.data };
  const field = parsed.error.issues[0]?.path.join('.').slice(0, 100);
  return { rejection: { code: 'bad-request', ...(field ? { field } : {}) } };
}

/** Somebody asked for what their role, or its scope, does not cover: kept for the audit. Must not fail, nor take time. */
export type NoteRefusal = (request: CommandRequest, by: Principal) => void;

export interface SubmitDeps {
  readonly source: LiveSource;
  readonly noteRefusal: NoteRefusal;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly withinMs: number;
}

/** Every command is answered: what does not settle in time, or breaks, is not confirmed, and keeps its id for the retry. */
export async function submitCommand(request: CommandRequest, actor: Principal, deps: SubmitDeps): Promise<CommandAnswer> {
  const answer = await answerTo(request, actor, deps);
  if (answer.outcome === 'refused' && answer.rejection.code === 'not-permitted') deps.noteRefusal(request, actor);
  return answer;
}

async function answerTo(request: CommandRequest, actor: Principal, deps: SubmitDeps): Promise<CommandAnswer> {
  // Whether the role may wish for it at all; `decide` looks at the rest.
  if (relationOf(request.command.type, actor.role) === undefined) return { outcome: 'refused', rejection: { code: 'not-permitted' } };
  const notConfirmed: CommandAnswer = { outcome: 'not-confirmed', commitId: request.id };
  let timer: unknown;
  const tooLate = new Promise<CommandAnswer>((resolve) => {
    timer = deps.timers.setTimeout(() => resolve(notConfirmed), durationMs(deps.withinMs));
  });
  try {
    return await Promise.race([deps.source.submit(request, actor), tooLate]);
  } catch (error) {
    deps.logger.error({ err: error, command: request.command.type }, 'a command broke off');
    return notConfirmed;
  } finally {
    deps.timers.clearTimeout(timer);
  }
}
