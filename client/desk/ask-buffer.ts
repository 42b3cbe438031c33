import { useCallback, useState } from 'react';
import type { DurationMs, EpochMs } from '../../shared/kernel/time.js';
import { useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useCommand } from '../live/hooks.js';
import { keepPrivate } from './wellbeing-api.js';

export interface BufferWish {
  readonly startAt: 'now' | EpochMs;
  readonly lengthMs: DurationMs;
  /** Null: whatever fits. */
  readonly post: string | null;
  readonly reason: string;
  readonly isShared: boolean;
}

/** Sends a request. What was written as a reason is handed over first, by itself: the request only names it. */
export function useAskBuffer(onDone: () => void) {
  const t = useT();
  const send = useCommand();
  const [state, setState] = useState<{ isSending: boolean; refusal: string | null }>({ isSending: false, refusal: null });
  const ask = useCallback(
    async ({ startAt, lengthMs, post, reason, isShared }: BufferWish) => {
      setState({ isSending: true, refusal: null });
      const text = reason.trim();
      const kept = text === '' ? null : await keepPrivate(text);
      if (kept !== null && !kept.ok) return setState({ isSending: false, refusal: t('well.ask.reasonFailed') });
      const answer = await send(
        {
          type: 'buffer.request',
          startAt,
          lengthMs,
          ...(post === null ? {} : { post }),
          ...(kept === null ? {} : { reasonRef: kept.value.ref }),
          shareReason: kept !== null && isShared,
        },
        { quiet: true },
      );
      if (answer.outcome === 'accepted') return onDone();
      const refusal = answer.outcome === 'refused' ? refusalText(t, answer.rejection) : t('well.notConfirmed');
      setState({ isSending: false, refusal });
    },
    [send, t, onDone],
  );
  return { ...state, ask };
}
