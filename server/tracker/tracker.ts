import type { TicketAnswer } from '../../shared/domain/escalation/ticket.js';
import type { CaseId } from '../../shared/kernel/ids.js';

/**
 * A tracker of the technical departments: JIRA, 禅道, or anything that speaks our webhook. One adapter each; what follows from its word
 * is the case's business (`shared/domain/escalation/ticket.ts`), and what does not get through is tried again by the outbox.
 */
export interface Tracker {
  /** Makes the ticket, once for one `id` however often it is asked. */
  create(ticket: TicketWish, signal: AbortSignal): Promise<CreateResult>;
  /** What it tells by itself, out of a body whose sender is known. */
  parse(body: unknown): Inbound | { readonly problem: string };
}

export interface TicketWish {
  /** Stays the same over tries and restarts. */
  readonly id: string;
  readonly caseId: CaseId;
  readonly occurredAt: number;
  /** As `docs/webhooks.md` describes it; an adapter maps it to its tracker's fields. */
  readonly data: object;
}

export type CreateResult =
  /** Without a key: it has taken the wish, and will tell the key by itself. */
  | { readonly ok: true; readonly ticket: { readonly key: string; readonly url?: string } | null }
  | { readonly ok: false; readonly reason: string; readonly isFinal: boolean; readonly retryAfterMs?: number };

export interface Inbound {
  readonly caseId: CaseId;
  readonly answer: Exclude<TicketAnswer, { result: 'failed' }>;
}
