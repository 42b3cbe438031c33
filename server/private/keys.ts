import type { SiteId } from '../../shared/kernel/ids.js';
import { siteTag } from '../log/keys.js';

/** Ciphertext and key lie apart, so that backups can keep them apart; all carry the site's hash tag. */
export interface PrivateKeys {
  body(name: string): string;
  key(name: string): string;
  /** Every record by when it is to be looked at for erasing (real time, epoch ms). */
  readonly due: string;
  /** Present while the append-only file may still hold what was erased: `wanted`, or when a rewrite began. */
  readonly rewrite: string;
  /** Held by the node that last had the file rewritten. */
  readonly rewriteTurn: string;
  /** How many texts somebody handed over today. */
  handedOver(userId: string): string;
}

/** Of every site: for whoever takes all that is private out of a copy. */
export const ANY_PRIVATE_KEY = '{site:*}:private*';

export function privateKeys(siteId: SiteId): PrivateKeys {
  const tag = siteTag(siteId);
  return {
    body: (name) => `${tag}:private:${name}`,
    key: (name) => `${tag}:private-key:${name}`,
    due: `${tag}:private-due`,
    rewrite: `${tag}:private-rewrite`,
    rewriteTurn: `${tag}:private-rewrite-turn`,
    handedOver: (userId) => `${tag}:private-count:${userId}`,
  };
}
