import { z } from 'zod';
import { resolutionSchema } from '../../shared/domain/escalation/words.js';
import { caseIdSchema } from '../../shared/kernel/ids.js';
import { envelope } from '../outbox/payload.js';
import { post, type Receiver } from '../outbox/post.js';
import type { CreateResult, Tracker } from './tracker.js';

const keySchema = z.string().regex(/^[\w.-]{1,60}$/);
const urlSchema = z.url({ protocol: /^https?$/ }).max(300);
/** Others' answers may hold more than we read. A link that is none is left out; a key is needed. */
const ticketSchema = z.object({ key: keySchema, url: urlSchema.optional().catch(undefined) });
const noted = (ticket: z.infer<typeof ticketSchema>) => ({ key: ticket.key, ...(ticket.url === undefined ? {} : { url: ticket.url }) });

const inboundSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ticket.created'), data: z.object({ externalKey: caseIdSchema, ...ticketSchema.shape }) }),
  z.object({
    type: z.literal('ticket.resolved'),
    /** A word that only the tracker knows is another way of being done. */
    data: z.object({ externalKey: caseIdSchema, resolution: resolutionSchema.catch('other') }),
  }),
  z.object({ type: z.literal('ticket.reopened'), data: z.object({ externalKey: caseIdSchema }) }),
]);

/** The generic adapter: a signed POST for the wish, signed POSTs back for what became of it. */
export function webhookTracker(receiver: Receiver, now: () => number): Tracker {
  return {
    async create({ id, occurredAt, data }, signal) {
      const posted = await post({ receiver, id, body: envelope('case.ticket-requested', occurredAt, data), nowMs: now(), signal });
      return posted.ok ? { ok: true, ticket: ticketIn(posted.text) } : posted;
    },
    parse(body) {
      const parsed = inboundSchema.safeParse(body);
      if (!parsed.success) return { problem: parsed.error.issues[0]?.path.join('.') || 'body' };
      const { type, data } = parsed.data;
      switch (type) {
        case 'ticket.created':
          return { caseId: data.externalKey, answer: { result: 'created', ...noted(data) } };
        case 'ticket.resolved':
          return { caseId: data.externalKey, answer: { result: 'resolved', resolution: data.resolution } };
        case 'ticket.reopened':
          return { caseId: data.externalKey, answer: { result: 'reopened' } };
      }
    },
  };
}

function ticketIn(text: string): Extract<CreateResult, { ok: true }>['ticket'] {
  try {
    const parsed = ticketSchema.safeParse(JSON.parse(text));
    return parsed.success ? noted(parsed.data) : null;
  } catch {
    // No JSON: an acknowledgement in words.
    return null;
  }
}
