import { useCallback } from 'react';
import type { Command } from '../../shared/domain/commands.js';
import type { AgentId } from '../../shared/kernel/ids.js';
import type { AlertView } from '../../shared/protocol/views.js';
import type { MessageKey } from '../i18n/catalog.js';
import { useCollection, useCommand, useLookup } from '../live/hooks.js';

/** Where an alert leads on the floor. */
export type AlertTarget =
  | { readonly kind: 'queue' | 'agent' | 'call'; readonly id: string }
  /** The preview of lending agents to this queue. */
  | { readonly kind: 'borrow'; readonly id: string };

/** What helps: something to look at first, or a command that can be sent at once. */
export interface RemedyOffer {
  readonly label: MessageKey;
  readonly target?: AlertTarget;
  readonly command?: Command;
}

/** What the alert is about, to be opened. */
export function targetOf({ subject }: AlertView): AlertTarget | undefined {
  if (subject.visitId !== undefined) return { kind: 'call', id: subject.visitId };
  if (subject.agentId !== undefined) return { kind: 'agent', id: subject.agentId };
  return subject.queueId === undefined ? undefined : { kind: 'queue', id: subject.queueId };
}

/** The suggested action of an alert, as it can be taken now; undefined where there is none, and where nothing is wrong any more. */
export function useRemedy(): (alert: AlertView) => RemedyOffer | undefined {
  const lookup = useLookup();
  // One process serves one site, and a site has one source so far.
  const onlySource = useCollection('source', firstId);
  return useCallback(
    (alert) => {
      if (alert.clearedAt != null || alert.easedAt != null) return undefined;
      const { subject, remedy, id: alertId } = alert;
      const agentId = subject.agentId as AgentId | undefined;
      const open = targetOf(alert);
      switch (remedy) {
        case 'borrow':
          return subject.queueId === undefined ? undefined : { label: 'alert.do.borrow', target: { kind: 'borrow', id: subject.queueId } };
        case 'reassign':
          return open === undefined ? undefined : { label: 'alert.do.reassign', target: open };
        case 'message':
          return open === undefined ? undefined : { label: 'alert.do.message', target: open };
        case 'help':
          return agentId !== undefined && lookup('agent', agentId)?.help != null && lookup('agent', agentId)?.help?.ackByName === undefined
            ? { label: 'alert.do.help', command: { type: 'help.acknowledge', agentId, alertId } }
            : open && { label: 'alert.do.look', target: open };
        case 'sign-out':
          // A reason is asked for where the agent is opened.
          return open && { label: 'alert.do.signOut', target: open };
        case 'end-wrap-up':
          return open && { label: 'alert.do.endWrapUp', target: open };
        case 'resync': {
          const source = lookup('agent', agentId)?.source ?? onlySource;
          return source === undefined ? undefined : { label: 'alert.do.resync', command: { type: 'source.resync', source, alertId } };
        }
        case 'none':
          return undefined;
      }
    },
    [lookup, onlySource],
  );
}

const firstId = (all: ReadonlyMap<string, unknown>): string | undefined => all.keys().next().value;

/** Takes a remedy: sends its command, or opens what it leads to. */
export function useTakeRemedy(open: (target: AlertTarget) => void): (offer: RemedyOffer) => void {
  const send = useCommand();
  return useCallback(
    ({ command, target }) => {
      if (command !== undefined) void send(command);
      else if (target !== undefined) open(target);
    },
    [send, open],
  );
}
