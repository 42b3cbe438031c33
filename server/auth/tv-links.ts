import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { siteIdSchema } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, epochMsSchema, HOUR_MS } from '../../shared/kernel/time.js';
import { linkIdSchema } from '../../shared/protocol/http.js';
import { type AuthRedis, authKeys } from './keys.js';
import { hashOf, newSessionId } from './session-ids.js';

/**
 * A view-only link for a television. It may be opened again (a kiosk browser starts from the same address after each power cut)
 * until it is revoked or half a year old; then somebody who may still decides whether the screen should go on.
 */
const LINK_LIVES_MS = 180 * 24 * HOUR_MS;
/** More screens than any floor has walls. */
export const MAX_LINKS = 50;

export const tvLinkSchema = z.strictObject({
  linkId: linkIdSchema,
  siteId: siteIdSchema,
  name: z.string().min(1).max(64),
  tokenHash: z.string(),
  createdAt: epochMsSchema,
  /** The display name of who made it. */
  createdBy: z.string(),
  expiresAt: epochMsSchema,
});
export type TvLink = z.infer<typeof tvLinkSchema>;

export interface TvLinks {
  get(linkId: string): Promise<TvLink | null>;
  findByToken(token: string): Promise<TvLink | null>;
  list(): Promise<TvLink[]>;
  /** The token is told once and kept only as a hash. Null: there are too many already. */
  create(link: { name: string; createdBy: string; token?: string }): Promise<{ link: TvLink; token: string } | null>;
  remove(linkId: string): Promise<TvLink | null>;
}

export function createTvLinks(redis: AuthRedis, siteId: TvLink['siteId'], now: () => EpochMs): TvLinks {
  const get = async (linkId: string): Promise<TvLink | null> => {
    const text = await redis.get(authKeys.tvLink(linkId));
    if (text === null) return null;
    const link = tvLinkSchema.parse(JSON.parse(text));
    return link.siteId === siteId && link.expiresAt > now() ? link : null;
  };
  const list = async () => {
    const ids = await redis.sMembers(authKeys.tvLinks(siteId));
    const links = await Promise.all(ids.map(get));
    return links.filter((link) => link !== null).sort((a, b) => a.createdAt - b.createdAt);
  };
  return {
    get,
    list,
    async findByToken(token) {
      const linkId = await redis.get(authKeys.tvToken(hashOf(token)));
      return linkId === null ? null : get(linkId);
    },
    async create({ name, createdBy, token = newSessionId() }) {
      if ((await list()).length >= MAX_LINKS) return null;
      const createdAt = now();
      const link: TvLink = {
        linkId: `tv-${randomBytes(12).toString('hex')}`,
        siteId,
        name,
        tokenHash: hashOf(token),
        createdAt,
        createdBy,
        expiresAt: epochMs(createdAt + LINK_LIVES_MS),
      };
      const expiration = { type: 'PX', value: LINK_LIVES_MS } as const;
      await redis
        .multi()
        .set(authKeys.tvLink(link.linkId), JSON.stringify(link), { expiration })
        .set(authKeys.tvToken(link.tokenHash), link.linkId, { expiration })
        .sAdd(authKeys.tvLinks(siteId), link.linkId)
        .exec();
      return { link, token };
    },
    async remove(linkId) {
      const link = await get(linkId);
      if (!link) return null;
      await redis.multi().del(authKeys.tvLink(linkId)).del(authKeys.tvToken(link.tokenHash)).sRem(authKeys.tvLinks(siteId), linkId).exec();
      return link;
    },
  };
}
