import { useCallback, useState } from 'react';
import type { Command } from '../../shared/domain/commands.js';
import { useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useCommand } from '../live/hooks.js';

/** Sends one wish at a time, and says where it was asked for why it was not granted. Answers whether it was. */
export function useRosterAct() {
  const t = useT();
  const send = useCommand();
  const [state, setState] = useState<{ isBusy: boolean; refusal: string | null }>({ isBusy: false, refusal: null });
  const act = useCallback(
    async (command: Command): Promise<boolean> => {
      setState({ isBusy: true, refusal: null });
      const answer = await send(command, { quiet: true });
      const refusal =
        answer.outcome === 'accepted' ? null : answer.outcome === 'refused' ? refusalText(t, answer.rejection) : t('roster.notConfirmed');
      setState({ isBusy: false, refusal });
      return refusal === null;
    },
    [send, t],
  );
  return { ...state, act };
}
