import type { CommitId, SiteId } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';

/** The log's keys in Redis. All carry the site's hash tag, so that a cluster keeps a site on one node. */
export interface LogKeys {
  readonly log: string;
  readonly touched: string;
  readonly floor: string;
  readonly epoch: string;
  readonly dead: string;
  readonly snaps: string;
  commit(id: CommitId): string;
  snap(position: Position): string;
}

/** `{site:ID}`: what every key of a site begins with. */
export const siteTag = (siteId: SiteId): string => `{site:${siteId}}`;

export function logKeys(siteId: SiteId): LogKeys {
  const tag = siteTag(siteId);
  return {
    log: `${tag}:log`,
    touched: `${tag}:touched`,
    floor: `${tag}:floor`,
    epoch: `${tag}:epoch`,
    dead: `${tag}:dead`,
    snaps: `${tag}:snaps`,
    commit: (id) => `${tag}:commit:${id}`,
    snap: (position) => `${tag}:snap:${position}`,
  };
}
