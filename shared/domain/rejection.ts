import type { ActionId } from '../kernel/ids.js';
import type { EpochMs } from '../kernel/time.js';

/** Why a wish was refused. Shown to a person in words, one for each code; never thrown, and never an error in the log. */
export const REJECTION_CODES = [
  'not-permitted', // the role, or somebody outside the scope (AG-P4)
  'not-found', // no such call, agent, queue, case, rule
  'call-ended',
  'agent-gone', // not signed in
  'queue-gone',
  'unchanged', // it is that way already
  'conflict', // somebody else is at it: `byName`, `actionId`
  'too-late', // the offer is over, the action has settled
  'wrong-state', // the thing is not in a state for this; `detail` names the state
  'agent-busy', // has a call, or is offered one
  'agent-protected', // micro-pause or buffer shift (AG-P1)
  'in-contact', // no force during a live contact, only after the call (AG-P2)
  'not-monitoring', // taking over needs monitoring first (B.2.1)
  'already-monitoring',
  'no-phone', // this person's own phone is not known
  'not-skilled', // does not serve that queue, and the site does not allow it
  'not-supported', // not possible with this phone system
  'source-lost', // the phone system can't be reached now
  'reason-needed',
  'not-undoable',
  'outside-authority', // `detail`: the limit
  'incomplete', // `field`: what is missing
  'own-case', // a person's case is not theirs to own, attribute or follow up (ES-O4)
  'too-soon', // attempts need 4 h between them, inside contact hours
  'in-the-past',
  'limit-reached',
  'overlap', // `detail`: with what
  'labour-rule', // a rule that nobody may break; `detail` names it
  'labour-warning', // one that a name and a reason may set aside; `detail` names it
  'version-conflict', // somebody changed it meanwhile: `byName`, `at`
  'no-such-time', // the clocks skip that hour (RT-2)
  'out-of-range', // too long, too short, too far ahead; `field`
  'unknown-skill',
  'unknown-post',
  'unknown-template',
  'not-published', // nobody was told of it yet
  'notice-too-short',
  'not-covered', // too few would be left with a skill; `detail`: which
  'with-oneself',
  'already-asked', // one request at a time (BS-01)
  'protected-request', // may not be declined (BS-R6)
  'post-full',
  'partly-refused', // of many, some: `items`; nothing was done
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

export interface Rejection {
  readonly code: RejectionCode;
  readonly field?: string;
  readonly detail?: string;
  readonly byName?: string;
  /** When that person did. */
  readonly at?: EpochMs;
  readonly actionId?: ActionId;
  /** Of a command about many things: what was wrong with which, by its place in the command. */
  readonly items?: RejectedItem[];
}

export interface RejectedItem {
  readonly index: number;
  readonly code: RejectionCode;
  readonly field?: string;
  readonly detail?: string;
  readonly byName?: string;
  readonly at?: EpochMs;
}
