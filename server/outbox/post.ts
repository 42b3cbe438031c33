import { SECOND_MS } from '../../shared/kernel/time.js';
import type { SendResult } from './delivery.js';
import { SIGNATURE_HEADERS, sign } from './signature.js';

/** A receiver, as the operator configured it. Its address is the operator's own: addresses inside the network are no mistake. */
export interface Receiver {
  readonly url: string;
  /** The first is the newest; two while it is being changed. */
  readonly secrets: readonly string[];
}

export interface PostOptions {
  readonly receiver: Receiver;
  readonly id: string;
  readonly body: string;
  readonly nowMs: number;
  readonly signal: AbortSignal;
  readonly timeOutMs?: number;
}

export type Posted = { readonly ok: true; readonly text: string } | Extract<SendResult, { ok: false }>;

const TIME_OUT_MS = 10 * SECOND_MS;
/** More than an acknowledgement or a ticket's key needs. */
const MOST_ANSWER_BYTES = 64 * 1_024;
/** It is what we sent that they do not want. */
const FINAL: ReadonlySet<number> = new Set([400, 405, 410, 411, 413, 415, 422]);

/** One signed POST. Redirects are not followed: the next host has no business with what is signed for this one. */
export async function post({ receiver, id, body, nowMs, signal, timeOutMs = TIME_OUT_MS }: PostOptions): Promise<Posted> {
  const headers = sign(receiver.secrets, id, nowMs, body);
  try {
    const response = await fetch(receiver.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Breakwater-Webhooks',
        [SIGNATURE_HEADERS.id]: headers.id,
        [SIGNATURE_HEADERS.timestamp]: headers.timestamp,
        [SIGNATURE_HEADERS.signature]: headers.signature,
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeOutMs)]),
    });
    const text = await readUpTo(response, MOST_ANSWER_BYTES);
    if (response.ok) return { ok: true, text };
    const retryAfterMs = retryAfterOf(response.headers.get('retry-after'));
    return {
      ok: false,
      reason: `status-${response.status}`,
      isFinal: FINAL.has(response.status),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  } catch (error) {
    return { ok: false, reason: isTimeOut(error) ? 'time-out' : 'unreachable', isFinal: false };
  }
}

const isTimeOut = (error: unknown) => error instanceof Error && error.name === 'TimeoutError';

/** In seconds; a date is not worth the trouble. */
function retryAfterOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * SECOND_MS : undefined;
}

/** What goes beyond is not read: an answer has no business being long. */
async function readUpTo(response: Response, bytes: number): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > bytes) {
      await reader.cancel();
      return '';
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString('utf8');
}
