import { decideTicket, type TicketAnswer } from '../../shared/domain/escalation/ticket.js';
import type { CaseId, CommitId } from '../../shared/kernel/ids.js';
import { HOUR_MS } from '../../shared/kernel/time.js';
import type { Delivery, Target } from '../outbox/delivery.js';
import type { Site } from '../site/site.js';
import type { Tracker } from './tracker.js';

/** Names the tracker as who caused a commit. */
export const TRACKER = 'tracker';

/** What it needs of a site. */
export type AnsweringSite = Pick<Site, 'propose' | 'siteNow' | 'state'>;

/** A tracker's word becomes the case's events. Which of two that say the same comes first does not matter. */
export function tellCase(site: AnsweringSite, id: string, caseId: CaseId, answer: TicketAnswer): ReturnType<Site['propose']> {
  return site.propose({
    id: `${TRACKER}/${id}` as CommitId,
    by: { kind: 'connector', source: TRACKER },
    cause: `ticket.${answer.result}`,
    decide: (state) => decideTicket(state, { caseId, answer }, site.siteNow()),
  });
}

/**
 * The wishes for tickets. The case goes on meanwhile and shows how often it was tried; the time for its hand-off runs, so nobody waits
 * for a tracker without being told.
 */
export function ticketTarget(tracker: Tracker, site: AnsweringSite): Target {
  const caseOf = ({ key }: Delivery) => key as CaseId;
  return {
    name: 'tracker',
    maxAgeMs: 24 * HOUR_MS,
    async send(delivery, signal) {
      const { id, occurredAt, data } = delivery;
      // Somebody linked a ticket that is there, or an earlier wish was heard after all.
      if (site.state().cases.get(caseOf(delivery))?.ticket?.key !== undefined) return { ok: true };
      const created = await tracker.create({ id, caseId: caseOf(delivery), occurredAt, data }, signal);
      if (!created.ok) return created;
      if (created.ticket === null) return { ok: true };
      const { outcome } = await tellCase(site, `${id}/created`, caseOf(delivery), { result: 'created', ...created.ticket });
      // It is asked again under the same id, and answers with the same ticket.
      return outcome === 'not-confirmed' ? { ok: false, reason: 'not-noted', isFinal: false } : { ok: true };
    },
    async failed(delivery, tries) {
      await tellCase(site, `${delivery.id}/${tries}`, caseOf(delivery), { result: 'failed', tries });
    },
  };
}
