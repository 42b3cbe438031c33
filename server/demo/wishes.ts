import { mostLengthMs } from '../../shared/domain/buffer/allowance.js';
import { type Buffer, isBufferOpen } from '../../shared/domain/buffer/buffer.js';
import { microPausesLeft } from '../../shared/domain/buffer/micro-pauses.js';
import { type Command, commandSchema } from '../../shared/domain/commands.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import { shortHash } from '../../shared/kernel/hash.js';
import type { AgentId } from '../../shared/kernel/ids.js';
import { type EpochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.js';

/** What a simulated agent does at their desk of their own accord. `id` names it: whichever node comes upon it, it happens once. */
export interface DemoWish {
  readonly agentId: AgentId;
  readonly id: string;
  readonly command: Command;
}

/** Now and then somebody asks; more at once would be another kind of centre. */
const ASK_EVERY_MS = 12 * MINUTE_MS;
const MOST_OPEN_RATIO = 0.03;
const ASKED_APART_MS = 6 * HOUR_MS;
const LENGTHS_MIN = [30, 45, 60, 90];
const PAUSE_EVERY_MS = 7 * MINUTE_MS;
/** People look up from their work after a while, not at once. */
const GOES_AFTER_MS = 30 * SECOND_MS;
const ANSWERS_AFTER_MS = 2 * MINUTE_MS;
/** Kept waiting by too few people, somebody lets it be. */
const GIVES_UP_AFTER_MS = 25 * MINUTE_MS;
const MOST_AT_ONCE = 10;

/**
 * What the demonstration's agents want at this moment, out of the site's state and dice that fall the same on every node: they ask for
 * buffer shifts, go, say how they are and come back, take over for each other, and take a breath after hard calls. Whoever has a
 * page open decides for themselves.
 */
export function demoWishes(site: Readonly<SiteState>, now: EpochMs): DemoWish[] {
  return [...optIns(site), ...goingOn(site, now), ...answers(site, now), ...asks(site, now), ...pauses(site, now)].slice(0, MOST_AT_ONCE);
}

/** 0..1, the same for the same words. */
const dice = (...words: readonly (string | number)[]): number => Number.parseInt(shortHash(words.join('|')).slice(0, 6), 36) / 36 ** 6;
const isOwnMaster = ({ desk, isPhone }: Agent): boolean => desk !== undefined || isPhone === true;
const wish = (agentId: AgentId, id: string, command: object): DemoWish => ({
  agentId,
  id: `demo/${id}`,
  command: commandSchema.parse(command),
});

function optIns(site: Readonly<SiteState>): DemoWish[] {
  const willing = [...site.agents.values()].filter(
    (agent) => !isOwnMaster(agent) && agent.takesCover !== true && dice('covers', agent.id) < 0.3,
  );
  return willing.slice(0, 3).map(({ id }) => wish(id, `opt-in/${id}`, { type: 'cover.opt-in', on: true }));
}

function goingOn(site: Readonly<SiteState>, now: EpochMs): DemoWish[] {
  return [...site.buffers.values()].flatMap((buffer) => {
    const agent = site.agents.get(buffer.agentId);
    if (agent === undefined || isOwnMaster(agent)) return [];
    const next = nextStep(buffer, now);
    return next === undefined ? [] : [wish(agent.id, `${next.type}/${buffer.id}/${buffer.rev}`, { ...next, bufferId: buffer.id })];
  });
}

function nextStep(buffer: Buffer, now: EpochMs): { readonly type: Command['type'] } | undefined {
  const { id, state, startAt, confirmedBy, startedAt, endAt, checkInAt, extensions, againAt } = buffer;
  switch (state) {
    case 'deferred':
      return againAt !== undefined && now > startAt + GIVES_UP_AFTER_MS ? { type: 'buffer.withdraw' } : undefined;
    case 'scheduled':
      return confirmedBy === undefined && now > startAt + GOES_AFTER_MS ? GOES : undefined;
    case 'in-buffer': {
      const isEarly = startedAt !== undefined && dice('early', id) < 0.15 && now > (startedAt + endAt) / 2;
      if (isEarly) return { type: 'buffer.early-return' };
      return !buffer.mayAsk && dice('may-ask', id) < 0.3 && extensions === 0 ? MAY_ASK : undefined;
    }
    case 'check-in': {
      if (checkInAt === undefined || now < Math.min(checkInAt, endAt) + ANSWERS_AFTER_MS * dice('answers', id)) return undefined;
      return extensions === 0 && dice('more', id) < 0.25 ? NEEDS_MORE : IS_READY;
    }
    default:
      return undefined;
  }
}
const GOES = { type: 'buffer.confirm', when: 'after-call' } as const;
const MAY_ASK = { type: 'buffer.allow-asking', on: true } as const;
const NEEDS_MORE = { type: 'buffer.check-in', answer: { kind: 'more', byMs: 15 * MINUTE_MS } } as const;
const IS_READY = { type: 'buffer.check-in', answer: { kind: 'ready' } } as const;

function answers(site: Readonly<SiteState>, now: EpochMs): DemoWish[] {
  return [...site.covers.values()].flatMap(({ id, agentId, state, offeredAt }) => {
    const agent = site.agents.get(agentId);
    if (state !== 'open' || agent === undefined || isOwnMaster(agent)) return [];
    if (now < offeredAt + ANSWERS_AFTER_MS * (0.5 + dice('looks', id))) return [];
    return [wish(agentId, `answer/${id}`, { type: 'cover.answer', coverId: id, accept: dice('accepts', id) < 0.6 })];
  });
}

function asks(site: Readonly<SiteState>, now: EpochMs): DemoWish[] {
  const slot = Math.floor(now / ASK_EVERY_MS);
  const open = [...site.buffers.values()].filter(isBufferOpen).length;
  if (open >= Math.max(2, Math.floor(site.agents.size * MOST_OPEN_RATIO)) || dice('asks', slot) > 0.7) return [];
  const lately = new Set<AgentId>();
  for (const { agentId, requestedAt, closedAt } of site.bufferRecords)
    if (closedAt === undefined || requestedAt > now - ASKED_APART_MS) lately.add(agentId);
  if ([...site.bufferRecords].some(({ requestedAt }) => Math.floor(requestedAt / ASK_EVERY_MS) === slot)) return [];
  const agent = chosen(site, `asks|${slot}`, (one) => !lately.has(one.id) && mostLengthMs(site, one, now) >= HOUR_MS);
  if (agent === undefined) return [];
  const lengthMin = LENGTHS_MIN[Math.floor(dice('length', slot) * LENGTHS_MIN.length)] ?? 60;
  const posts = site.config.workforce.posts.filter(({ capacity }) => capacity !== null);
  const post = posts[Math.floor(dice('post', slot) * posts.length)]?.code;
  const wished = post === undefined || dice('any-post', slot) < 0.5 ? {} : { post };
  const request = { type: 'buffer.request', startAt: 'now', lengthMs: lengthMin * MINUTE_MS, shareReason: false, ...wished };
  return [wish(agent.id, `ask/${slot}`, request)];
}

function pauses(site: Readonly<SiteState>, now: EpochMs): DemoWish[] {
  const slot = Math.floor(now / PAUSE_EVERY_MS);
  if (dice('pauses', slot) > 0.5) return [];
  // One in each slot: the first of the dice, or nobody.
  const agent = chosen(site, `pauses|${slot}`, (one) => microPausesLeft(one, now) > 0 && one.pending === undefined);
  const isTaken = agent?.trail.some(({ at, as }) => as === 'micro-pause' && Math.floor(at / PAUSE_EVERY_MS) === slot);
  if (agent === undefined || isTaken) return [];
  return [wish(agent.id, `pause/${slot}`, { type: 'micro-pause.take', when: 'after-call' })];
}

const AT_WORK: ReadonlySet<Agent['state']> = new Set(['ready', 'talking', 'acw']);

function chosen(site: Readonly<SiteState>, words: string, suits: (agent: Agent) => boolean): Agent | undefined {
  let first: { readonly agent: Agent; readonly at: number } | undefined;
  for (const agent of site.agents.values()) {
    if (isOwnMaster(agent) || !AT_WORK.has(agent.state) || !suits(agent)) continue;
    const at = dice(words, agent.id);
    if (first === undefined || at < first.at) first = { agent, at };
  }
  return first?.agent;
}
