import { useCallback } from 'react';
import type { Command } from '../../shared/domain/commands.js';
import type { ActionView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useCollection, useCommand, useConnection } from '../live/hooks.js';
import { useToast } from '../ui/toast.js';

/** Answers whether it was granted; a refusal is said where the eyes are. */
export type DeskCommand = (command: Command) => Promise<boolean>;

/** Sends a command from the desk. Null while what is shown is stale: nothing is decided on it. */
export function useDeskCommand(): DeskCommand | null {
  const t = useT();
  const send = useCommand();
  const toast = useToast();
  const isStale = useConnection().state === 'stale';
  const run = useCallback(
    async (command: Command) => {
      const answer = await send(command, { quiet: true });
      if (answer.outcome === 'refused') toast({ kind: 'fail', title: t('desk.refused', { why: refusalText(t, answer.rejection) }) });
      return answer.outcome === 'accepted';
    },
    [send, toast, t],
  );
  return isStale ? null : run;
}

const byAge = (a: ActionView, b: ActionView) => a.askedAt - b.askedAt;
const offersIn = (all: ReadonlyMap<string, ActionView>) =>
  [...all.values()].filter(({ state, kind }) => state === 'offered' && kind === 'call.reassign').sort(byAge);
const messagesIn = (all: ReadonlyMap<string, ActionView>) =>
  [...all.values()].filter(({ state, kind }) => state === 'pending' && kind === 'agent.message').sort(byAge);

/** Calls that this agent is asked to take. An agent's page gets nobody else's. */
export const useOffers = (agentId: string): readonly ActionView[] =>
  useCollection('action', offersIn).filter(({ offer }) => offer?.agentId === agentId);
/** What others wrote and this agent has not read. */
export const useMessages = (agentId: string): readonly ActionView[] =>
  useCollection('action', messagesIn).filter(({ on }) => on.agentId === agentId);
