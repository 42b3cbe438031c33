import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../kernel/time.js';
import { REST_ROOM } from '../roster/defaults.js';
import { publishedOf } from '../roster/entries.js';
import { type Span, touches } from '../roster/spans.js';
import type { Agent, SiteState } from '../site.js';
import { type Buffer, isBufferOpen } from './buffer.js';
import { isOnShift } from './presence.js';

/** A person decides within this (BS-04); then it is approved, or the proposed start is taken. */
export const DECIDE_WITHIN_MS = 10 * MINUTE_MS;
/** A post and a colleague are sought for so long (BS-10, BS-11). */
export const ARRANGE_WITHIN_MS = 10 * MINUTE_MS;
/** Then a plan with the manager and HR (BS-18). */
export const MOST_EXTENSIONS = 2;
export const CONFIRM_WITHIN_MS = 30 * MINUTE_MS;
/** No start may be put later than this (BS-05, BS-R6). */
export const latestStart = ({ wantedAt, isProtected }: Pick<Buffer, 'wantedAt' | 'isProtected'>): EpochMs =>
  epochMs(wantedAt + (isProtected ? 15 * MINUTE_MS : HOUR_MS));

const LEAST_LENGTH_MS = 30 * MINUTE_MS;
/** Of somebody for whom nothing is planned. */
const MOST_UNPLANNED_MS = 4 * HOUR_MS;

/** How long it may be from this start (BS-R3): to the end of the shift. Zero: no time is left for one. */
export function mostLengthMs(site: Readonly<SiteState>, agent: Agent, startAt: EpochMs): number {
  const shifts = publishedOf(site.duties.get(agent.id));
  if (shifts.length === 0) return MOST_UNPLANNED_MS;
  const shift = shifts.find((one) => one.startAt <= startAt && startAt < one.endAt);
  // Overtime beyond what was planned: as long as usual.
  if (shift === undefined) return agent.state === 'logged-out' ? 0 : site.config.workforce.buffer.defaultMin * MINUTE_MS;
  const restMs = shift.endAt - startAt;
  return restMs < LEAST_LENGTH_MS ? 0 : restMs;
}

/** BS-R2 */
export interface TeamRoom {
  readonly away: number;
  readonly mostAway: number;
}

export function teamRoom(site: Readonly<SiteState>, agent: Agent, span: Span, now: EpochMs, except?: Buffer['id']): TeamRoom {
  let onShift = 0;
  let away = 0;
  for (const other of site.agents.values()) if (other.teamId === agent.teamId && isOnShift(site, other, now)) onShift += 1;
  for (const buffer of site.buffers.values()) {
    if (buffer.id === except || !isBufferOpen(buffer) || buffer.state === 'checking' || !touches(buffer, span)) continue;
    if (site.agents.get(buffer.agentId)?.teamId === agent.teamId) away += 1;
  }
  return { away, mostAway: Math.max(1, Math.floor(site.config.workforce.buffer.maxPerTeamRatio * onShift + 1e-9)) };
}

/** Places left at a post over a span; null: as many as come. */
export function freeAt(site: Readonly<SiteState>, code: string, span: Span, except?: Buffer['id']): number | null | undefined {
  const post = site.config.workforce.posts.find((one) => one.code === code);
  if (post === undefined) return code === REST_ROOM ? null : undefined;
  if (post.capacity === null) return null;
  let taken = 0;
  for (const buffer of site.buffers.values()) {
    if (buffer.id !== except && isBufferOpen(buffer) && buffer.post === code && touches(buffer, span)) taken += 1;
  }
  return Math.max(0, post.capacity - taken);
}

const hasRoom = (free: number | null | undefined): boolean => free === null || (free !== undefined && free > 0);

/** The post wished for if it is free, else the first of the catalogue that is; the rest room is not offered before time is up. */
export function freePost(site: Readonly<SiteState>, wished: string | undefined, span: Span, except: Buffer['id']): string | undefined {
  if (wished !== undefined && isFree(site, wished, span, except)) return wished;
  return site.config.workforce.posts.find(({ code }) => code !== REST_ROOM && isFree(site, code, span, except))?.code;
}
export const isFree = (site: Readonly<SiteState>, code: string, span: Span, except: Buffer['id']): boolean =>
  hasRoom(freeAt(site, code, span, except));
