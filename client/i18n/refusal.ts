import type { WireRejection } from '../../shared/protocol/messages.js';
import type { Translate } from './provider.js';

/** A refusal in words, with who was first where somebody was, and what exactly where the server said so. */
export function refusalText(t: Translate, { code, byName, detail }: WireRejection): string {
  const sentence = t(`refusal.${code}`, { name: byName ?? '—' });
  return detail === undefined ? sentence : `${sentence} (${detail})`;
}
