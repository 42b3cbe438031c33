import { epochMs, MINUTE_MS } from '../../kernel/time.js';
import { unreachable } from '../../kernel/unreachable.js';
import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import type { DomainEvent } from '../events.js';
import { personOf } from '../person.js';
import type { Rejection } from '../rejection.js';
import { type Agent, entityKey, type SiteState } from '../site.js';
import { freeAt, isFree, latestStart } from './allowance.js';
import { type Buffer, declineCodes, isBufferOpen } from './buffer.js';
import { Course } from './course.js';
import { offersFor } from './cover.js';
import { Outlook } from './impact.js';
import { BUFFER_LEDGER } from './ledger.js';
import { decidedBuffer } from './own.js';

const SITE_EMERGENCY_REOFFER_MS = 24 * 60 * MINUTE_MS;
const HELP_ASKED_FOR_MS = 15 * MINUTE_MS;

/** What is kept of who decides: what was decided about which request; whose it is, only the request itself says. */
const done = (buffer: Buffer, what: string, events: readonly DomainEvent[]): Decision =>
  grant({ on: {}, detail: { what: `${buffer.id} ${what}` }, events, reads: [BUFFER_LEDGER, entityKey('buffer', buffer.id)] });

/** BS-04…06: yes, yes at another start, or a coded no. */
export function decideDecide(site: Readonly<SiteState>, { bufferId, decision }: CommandOf<'buffer.decide'>, ask: Ask): Decision {
  const found = decidedBuffer(site, bufferId, ask);
  if (!found.ok) return found;
  const { agent, buffer } = found.value;
  const { now } = ask.context;
  if (buffer.state !== 'checking' && buffer.state !== 'deferred') return refuse('too-late', { detail: buffer.state });
  const by = personOf(ask.context.by);
  const course = new Course(site, buffer, now);
  switch (decision.kind) {
    case 'approve': {
      const startAt = Math.max(now, buffer.wantedAt);
      const short = tooFew(site, agent, buffer, startAt, now);
      if (short !== undefined) return { ok: false, error: short };
      return done(buffer, 'approved', course.approve('person', epochMs(startAt), by).events);
    }
    case 'other-start': {
      const { startAt } = decision;
      const problem = startRefusal(buffer, startAt, now) ?? tooFew(site, agent, buffer, startAt, now);
      if (problem !== undefined) return { ok: false, error: problem };
      const span = { startAt, endAt: epochMs(startAt + buffer.lengthMs) };
      return done(buffer, 'other-start', course.tell({ type: 'buffer.deferred', ...span, by }).events);
    }
    case 'decline': {
      if (buffer.isProtected) return refuse('protected-request');
      if (!declineCodes(buffer).includes(decision.code)) return refuse('wrong-state', { detail: decision.code });
      course.tell({ type: 'buffer.declined', by, code: decision.code }).letCoversGo();
      return done(buffer, `declined ${decision.code}`, [...course.events, ...reliefWithdrawn(site, buffer, now)]);
    }
    default:
      return unreachable(decision);
  }
}

/** A commitment is only ever made better (BS-07): later than what stands is another deferral. */
function startRefusal(buffer: Buffer, startAt: number, now: number): Rejection | undefined {
  if (startAt <= now) return { code: 'in-the-past', field: 'startAt' };
  if (startAt < buffer.wantedAt || startAt > latestStart(buffer)) return { code: 'out-of-range', field: 'startAt' };
  return buffer.wasDeferred && startAt >= buffer.startAt ? { code: 'out-of-range', field: 'startAt' } : undefined;
}

/** BS-R1 binds who decides as well: the customers of whom too few would be left with nobody. */
function tooFew(site: Readonly<SiteState>, agent: Agent, buffer: Buffer, startAt: number, now: number): Rejection | undefined {
  const span = { startAt, endAt: startAt + buffer.lengthMs };
  const effect = new Outlook(site, span, epochMs(now), buffer.id).effectOf(agent, span, [0, 1]);
  if (effect.isStaffOk) return undefined;
  const short = effect.queues.find(({ isStaffOk }) => !isStaffOk);
  return { code: 'not-covered', ...(short === undefined ? {} : { detail: short.queue.name }) };
}

/** A second person looks at a no. */
export function decideReview(site: Readonly<SiteState>, { bufferId, outcome }: CommandOf<'buffer.review'>, ask: Ask): Decision {
  const found = decidedBuffer(site, bufferId, ask);
  if (!found.ok) return found;
  const { buffer } = found.value;
  if (buffer.state !== 'declined' || buffer.review !== undefined) return refuse('too-late', { detail: buffer.state });
  if (buffer.decision?.by?.userId === ask.context.by.userId) return refuse('with-oneself');
  const { now } = ask.context;
  const by = personOf(ask.context.by);
  const course = new Course(site, buffer, now).tell({ type: 'buffer.reviewed', by, outcome });
  if (outcome === 'upheld') return done(buffer, 'upheld', course.events);
  for (const other of site.buffers.values()) if (other.agentId === buffer.agentId && isBufferOpen(other)) return refuse('already-asked');
  return done(buffer, 'overturned', course.approve('overturned', now, by).events);
}

const ARRANGED: ReadonlySet<Buffer['state']> = new Set(['arranging', 'scheduled', 'in-buffer']);

export function decideAssignPost(site: Readonly<SiteState>, { bufferId, post }: CommandOf<'buffer.assign-post'>, ask: Ask): Decision {
  const found = decidedBuffer(site, bufferId, ask);
  if (!found.ok) return found;
  const { buffer } = found.value;
  if (!ARRANGED.has(buffer.state)) return refuse('wrong-state', { detail: buffer.state });
  if (buffer.post === post) return refuse('unchanged');
  if (freeAt(site, post, buffer, bufferId) === undefined) return refuse('unknown-post', { field: 'post' });
  if (!isFree(site, post, buffer, bufferId)) return refuse('post-full', { field: 'post' });
  const course = new Course(site, buffer, ask.context.now).tell({ type: 'buffer.post-assigned', post, by: personOf(ask.context.by) });
  if (buffer.state === 'arranging' && !isCoverSought(site, buffer)) course.schedule();
  return done(buffer, post, course.events);
}

/** Somebody is asked and has not answered. */
export function isCoverSought(site: Readonly<SiteState>, { id }: Buffer, except?: string): boolean {
  for (const one of site.covers.values()) if (one.bufferId === id && one.id !== except && one.state === 'open') return true;
  return false;
}

/** More colleagues than the site asks by itself. */
export function decideAskCover(site: Readonly<SiteState>, { bufferId, agentIds }: CommandOf<'buffer.ask-cover'>, ask: Ask): Decision {
  const found = decidedBuffer(site, bufferId, ask);
  if (!found.ok) return found;
  const { buffer } = found.value;
  if (buffer.state !== 'arranging' || buffer.partnerId !== undefined) return refuse('wrong-state', { detail: buffer.state });
  const offers = offersFor(site, buffer, ask.context.now, agentIds);
  // Not why: that is theirs.
  if (offers.length < new Set(agentIds).size) return refuse('not-covered', { field: 'agentIds' });
  return done(buffer, 'cover asked', offers);
}

/** BS-23 */
export function decideAskHelp(site: Readonly<SiteState>, { bufferId }: CommandOf<'buffer.ask-help'>, ask: Ask): Decision {
  const found = decidedBuffer(site, bufferId, ask);
  if (!found.ok) return found;
  const { buffer } = found.value;
  const { now, by } = ask.context;
  if (buffer.state !== 'in-buffer') return refuse('wrong-state', { detail: buffer.state });
  if (!buffer.mayAsk) return refuse('agent-protected');
  if (buffer.helpAsked !== undefined) return refuse('unchanged');
  const until = epochMs(now + HELP_ASKED_FOR_MS);
  return done(buffer, 'help asked', new Course(site, buffer, now).tell({ type: 'buffer.help-asked', by: personOf(by), until }).events);
}

/** BS-22: a site emergency. What has begun goes on. */
export function decideCancel(site: Readonly<SiteState>, { bufferId, reason }: CommandOf<'buffer.cancel'>, ask: Ask): Decision {
  const found = decidedBuffer(site, bufferId, ask);
  if (!found.ok) return found;
  const { buffer } = found.value;
  const { now, by } = ask.context;
  if (buffer.state !== 'arranging' && buffer.state !== 'scheduled') return refuse('wrong-state', { detail: buffer.state });
  const reofferAt = epochMs(now + SITE_EMERGENCY_REOFFER_MS);
  const course = new Course(site, buffer, now).tell({ type: 'buffer.cancelled', by: personOf(by), reofferAt }).letCoversGo();
  return grant({
    on: {},
    detail: { what: `${buffer.id} cancelled`, reason },
    events: [...course.events, ...reliefWithdrawn(site, buffer, now)],
    reads: [BUFFER_LEDGER, entityKey('buffer', buffer.id)],
  });
}

/** The call for relief that went with a request goes with it. */
export function reliefWithdrawn(site: Readonly<SiteState>, { id, agentId }: Buffer, now: number): DomainEvent[] {
  if (site.reliefs.get(agentId)?.bufferId !== id) return [];
  return [{ type: 'relief.ended', occurredAt: epochMs(now), agentId, how: 'withdrawn' }];
}
