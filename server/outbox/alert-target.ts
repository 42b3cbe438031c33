import { HOUR_MS } from '../../shared/kernel/time.js';
import type { Target } from './delivery.js';
import { envelope } from './payload.js';
import { post, type Receiver } from './post.js';

/** The operator's webhook for alerts. What is older than an hour is no alert any more. */
export function alertTarget(receiver: Receiver, now: () => number): Target {
  return {
    name: 'alerts',
    maxAgeMs: HOUR_MS,
    async send({ id, type, occurredAt, data }, signal) {
      const posted = await post({ receiver, id, body: envelope(type, occurredAt, data), nowMs: now(), signal });
      return posted.ok ? { ok: true } : posted;
    },
  };
}
