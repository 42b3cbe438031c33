import type { BufferId } from '../../kernel/ids.js';
import { err, ok, type Result } from '../../kernel/result.js';
import type { Ask } from '../deed.js';
import type { Rejection } from '../rejection.js';
import type { Agent, SiteState } from '../site.js';
import type { Buffer } from './buffer.js';
import { mayDecide } from './opening.js';

/** The agent who asks; undefined: no source knows this person as one. */
export function ownAgent(site: Readonly<SiteState>, { context: { by } }: Ask): Agent | undefined {
  return by.agentId === undefined ? undefined : site.agents.get(by.agentId);
}

/** One's own request; somebody else's is not there for whoever asks. */
export function ownBuffer(site: Readonly<SiteState>, bufferId: BufferId, ask: Ask): Result<{ agent: Agent; buffer: Buffer }, Rejection> {
  const agent = ownAgent(site, ask);
  const buffer = site.buffers.get(bufferId);
  return agent === undefined || buffer?.agentId !== agent.id ? err({ code: 'not-found' }) : ok({ agent, buffer });
}

/** One that this person may decide about: of their own scope, and never their own. */
export function decidedBuffer(
  site: Readonly<SiteState>,
  bufferId: BufferId,
  { context: { by } }: Ask,
): Result<{ agent: Agent; buffer: Buffer }, Rejection> {
  const buffer = site.buffers.get(bufferId);
  const agent = buffer === undefined ? undefined : site.agents.get(buffer.agentId);
  // Whether there is such a request is told only to those whom it concerns.
  if (buffer === undefined || agent === undefined || !mayDecide(site, by, buffer)) return err({ code: 'not-permitted' });
  return ok({ agent, buffer });
}
