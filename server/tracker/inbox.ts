import type { SiteId } from '../../shared/kernel/ids.js';
import { HOUR_MS } from '../../shared/kernel/time.js';
import type { RedisConnection } from '../ops/redis.js';
import { type SignedHeaders, type Verdict, verify } from '../outbox/signature.js';
import { type AnsweringSite, tellCase } from './ticket-target.js';
import type { Tracker } from './tracker.js';

/** What came of a call by the tracker. */
export type InboxOutcome =
  | { readonly outcome: 'accepted' | 'unchanged' | 'duplicate' }
  | { readonly outcome: 'refused'; readonly because: Exclude<Verdict, 'good'> | 'not-json' | 'unknown-case' | { readonly field: string } }
  /** Not known whether it was written: the sender tries again. */
  | { readonly outcome: 'not-confirmed' };

export interface TrackerInbox {
  receive(headers: Partial<SignedHeaders>, body: Buffer): Promise<InboxOutcome>;
}

export interface TrackerInboxOptions {
  readonly tracker: Tracker;
  readonly secrets: readonly string[];
  readonly site: AnsweringSite;
  readonly redis: RedisConnection;
  readonly siteId: SiteId;
  /** Real time, epoch ms. */
  readonly now: () => number;
}

/** For longer than any signature is good, and than senders try again. */
const ID_KEPT_MS = 24 * HOUR_MS;

/**
 * What a tracker tells us. Nothing of the body is looked at before its signature is known to be good. An id is kept once its word is
 * written: a sender that got no answer may come again, and one that was heard changes nothing by repeating itself.
 */
export function createTrackerInbox({ tracker, secrets, site, redis, siteId, now }: TrackerInboxOptions): TrackerInbox {
  const keyOf = (id: string) => `{site:${siteId}}:tracker:heard:${id}`;
  return {
    async receive(headers, body) {
      const verdict = verify(secrets, headers, body, now());
      if (verdict !== 'good') return { outcome: 'refused', because: verdict };
      const id = headers.id ?? '';
      if ((await redis.exists(keyOf(id))) === 1) return { outcome: 'duplicate' };
      const parsed = parse(tracker, body);
      if ('refused' in parsed) return { outcome: 'refused', because: parsed.refused };
      if (!site.state().cases.has(parsed.caseId)) return { outcome: 'refused', because: 'unknown-case' };
      const told = await tellCase(site, `in/${id}`, parsed.caseId, parsed.answer);
      if (told.outcome === 'not-confirmed') return { outcome: 'not-confirmed' };
      await redis.set(keyOf(id), '1', 'PX', ID_KEPT_MS);
      return { outcome: told.outcome === 'accepted' ? 'accepted' : 'unchanged' };
    },
  };
}

type Parsed = Exclude<ReturnType<Tracker['parse']>, { problem: string }> | { readonly refused: 'not-json' | { readonly field: string } };

function parse(tracker: Tracker, body: Buffer): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    return { refused: 'not-json' };
  }
  const parsed = tracker.parse(json);
  return 'problem' in parsed ? { refused: { field: parsed.problem } } : parsed;
}
