import { useCallback, useState } from 'react';
import type { Command } from '../../shared/domain/commands.js';
import { useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useCommand, useConnection } from '../live/hooks.js';

export interface Doing {
  /** Null while what is shown is stale, or something is under way: nothing is decided twice. */
  readonly run: ((command: Command) => void) | null;
  readonly isBusy: boolean;
  /** Why the last wish came to nothing. */
  readonly failure: string | null;
}

/** Wishes about one request: sent, awaited, and told in place when they come to nothing. What they bring comes as a frame. */
export function useDoing(): Doing {
  const t = useT();
  const send = useCommand();
  const isStale = useConnection().state === 'stale';
  const [state, setState] = useState<{ isBusy: boolean; failure: string | null }>({ isBusy: false, failure: null });
  const run = useCallback(
    (command: Command) => {
      setState({ isBusy: true, failure: null });
      void send(command, { quiet: true }).then((answer) =>
        setState({
          isBusy: false,
          failure:
            answer.outcome === 'accepted' ? null : answer.outcome === 'refused' ? refusalText(t, answer.rejection) : t('buf.notConfirmed'),
        }),
      );
    },
    [send, t],
  );
  return { run: isStale || state.isBusy ? null : run, ...state };
}
