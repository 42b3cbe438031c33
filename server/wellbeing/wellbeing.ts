import { randomBytes } from 'node:crypto';
import type { Person } from '../../shared/domain/person.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { CommitId, SiteId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { ActionHistory } from '../history/action-history.js';
import type { VisitHistory } from '../history/visit-history.js';
import type { Logger } from '../ops/logger.js';
import type { RedisConnection } from '../ops/redis.js';
import { createWellbeingCalls, type WellbeingCallBook } from '../private/calls.js';
import { createCheckIns } from '../private/check-ins.js';
import { eraseDue } from '../private/erasing.js';
import { createPrivateStore } from '../private/private-store.js';
import { rewriteErased } from '../private/rewrite.js';
import { createStrainSwitches, SWITCHES_PREFIX } from '../private/strain-switches.js';
import { createPrivateWords, type PrivateWords, WORDS_PREFIX } from '../private/words.js';
import type { Proposal, ProposalOutcome } from '../site/site.js';
import { Reasons } from './reasons.js';
import { StrainDesk } from './strain-desk.js';
import { WorkedCalls } from './worked-calls.js';

export interface WellbeingDeps {
  readonly redis: RedisConnection;
  readonly siteId: SiteId;
  readonly site: () => Readonly<SiteState>;
  /** The site clock. */
  readonly siteNow: () => EpochMs;
  /** Real time: what is private is erased by it. */
  readonly now: () => EpochMs;
  readonly visits: VisitHistory;
  readonly actions: ActionHistory;
  propose(proposal: Proposal): Promise<ProposalOutcome>;
  /** By account. */
  person(userId: string): Person | undefined;
  readonly logger: Logger;
}

/** What agents entrust to the site, and what it works out for them alone. */
export interface Wellbeing {
  readonly words: PrivateWords;
  readonly strain: StrainDesk;
  readonly reasons: Reasons;
  readonly calls: WellbeingCallBook;
  /** Erases what is due, here and in Redis's file. To be called now and then, on every node. */
  tick(): Promise<void>;
}

export function createWellbeing(deps: WellbeingDeps): Wellbeing {
  const { redis, siteId, site, siteNow, now, visits, actions, logger } = deps;
  const store = createPrivateStore({ redis, siteId });
  const words = createPrivateWords({ redis, siteId, store, now, site, siteNow });
  const switches = createStrainSwitches(store, now);
  const worked = new WorkedCalls({ visits, actions, site, now: siteNow });
  return {
    words,
    strain: new StrainDesk({ site, now: siteNow, worked, checkIns: createCheckIns(store, now), switches }),
    reasons: new Reasons({ ...deps, words, newCommitId: () => `reason/${randomBytes(12).toString('hex')}` as CommitId }),
    calls: createWellbeingCalls(store, now),
    async tick() {
      await eraseDue(store, { [WORDS_PREFIX]: words.restMs, [SWITCHES_PREFIX]: switches.restMs }, now());
      await rewriteErased({ redis, siteId, now, logger });
    },
  };
}
