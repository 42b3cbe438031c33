import { useCallback, useEffect, useRef, useState } from 'react';
import type { Command } from '../../shared/domain/commands.js';
import type { ActionId } from '../../shared/kernel/ids.js';
import type { CommandAnswer } from '../../shared/protocol/messages.js';
import { useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useCommand } from '../live/hooks.js';
import { useToast } from '../ui/toast.js';

export interface Act {
  /** Asked, and not answered yet. */
  readonly isBusy: boolean;
  /** Why the last wish was not granted, in words; until the next one. */
  readonly refusal: string | null;
  /** Answers with the action that it became, or null. Nothing on screen is changed by it: that comes with the next frames. */
  act(command: Command): Promise<ActionId | null>;
}

/** Sends one wish at a time. A refusal is said where it was asked for; elsewhere if that is gone from the screen meanwhile. */
export function useAct(): Act {
  const t = useT();
  const send = useCommand();
  const toast = useToast();
  const [state, setState] = useState<{ isBusy: boolean; refusal: string | null }>({ isBusy: false, refusal: null });
  const isBusy = useRef(false);
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const act = useCallback(
    async (command: Command) => {
      if (isBusy.current) return null;
      isBusy.current = true;
      setState({ isBusy: true, refusal: null });
      const answer = await send(command, { quiet: true });
      isBusy.current = false;
      const refusal = answerText(t, answer);
      if (isShown.current) setState({ isBusy: false, refusal });
      else if (refusal !== null) toast({ kind: 'fail', title: t('floor.act.refused'), detail: refusal });
      return answer.outcome === 'accepted' ? answer.actionId : null;
    },
    [send, t, toast],
  );
  return { ...state, act };
}

/** Null: granted. */
export function answerText(t: ReturnType<typeof useT>, answer: CommandAnswer): string | null {
  if (answer.outcome === 'accepted') return null;
  return answer.outcome === 'refused' ? refusalText(t, answer.rejection) : t('floor.act.notConfirmed');
}
