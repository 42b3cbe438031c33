import { useCallback } from 'react';
import type { ActionView } from '../../shared/protocol/views.js';
import { type Translate, useFormats, useT } from '../i18n/provider.js';
import { useLookup } from '../live/hooks.js';

const KINDS = new Set([
  'call.reassign',
  'call.set-priority',
  'call.withdraw',
  'call.pick-up',
  'call.disconnect',
  'call.monitor',
  'call.stop-monitor',
  'call.take-over',
  'call.flag-abuse',
  'offer.accept',
  'offer.decline',
  'action.undo',
  'agent.set-state',
  'agent.sign-out',
  'agent.sign-in',
  'agent.cancel-pending',
  'agent.end-wrap-up',
  'agent.message',
  'message.read',
  'agent.borrow',
  'agent.return',
  'borrow.end',
  'help.raise',
  'help.acknowledge',
  'help.close',
  'break.answer',
  'source.resync',
  'alert.acknowledge',
  'alert.snooze',
  'alert.take',
  'rule.set',
  'rule.remove',
  'site.configure',
]);

/** What kind of action it is, in words. */
export function kindText(t: Translate, kind: string, mode?: 'listen' | 'whisper' | 'barge'): string {
  if (kind === 'call.monitor' && mode !== undefined) return t(`act.mode.${mode}`);
  if (kind.startsWith('case.')) return t('act.kind.case');
  if (kind.startsWith('buffer.')) return t('act.kind.buffer');
  if (kind.startsWith('relief.')) return t('act.kind.relief');
  return KINDS.has(kind) ? t(`act.kind.${kind}` as 'act.kind.other') : t('act.kind.other');
}

export interface ActionWords {
  readonly title: string;
  readonly outcome: string;
}

/** An action as people read it: what was done to whom, and how it stands. */
export function useActionWords(): (action: ActionView, now: number | null) => ActionWords {
  const t = useT();
  const formats = useFormats();
  const lookup = useLookup();
  return useCallback(
    (action, now) => {
      const agentName = (id: string | undefined) => {
        const agent = lookup('agent', id);
        return agent === undefined ? t('act.unknownAgent') : formats.name(agent);
      };
      const { on, detail } = action;
      const visit = lookup('visit', on.visitId);
      const queue = lookup('queue', on.toQueueId ?? undefined);
      const subject = visit?.callerMasked ?? (on.visitId === undefined && on.agentId !== undefined ? agentName(on.agentId) : undefined);
      const target = on.toAgentId === undefined ? queue && formats.name(queue) : agentName(on.toAgentId);
      const title = [kindText(t, action.kind, detail.mode), subject, target && `→ ${target}`].filter(Boolean).join(' ');
      return { title, outcome: outcomeText(t, action, now, agentName) };
    },
    [t, formats, lookup],
  );
}

/** What kept it from being carried out was not the phone system: what the agent does meanwhile is theirs. */
const OWN_RULES = ['agent-protected', 'agent-gone'] as const;

function outcomeText(t: Translate, action: ActionView, now: number | null, agentName: (id: string | undefined) => string): string {
  const asked = action.on.toAgentId;
  switch (action.state) {
    case 'offered': {
      const until = action.offer?.until ?? 0;
      // Clocks differ by a little: it is never more than there was at first.
      const leftMs = Math.max(0, Math.min(until - (now ?? 0), until - action.askedAt));
      return t('act.state.offered', { name: agentName(asked), seconds: now === null ? '–' : Math.ceil(leftMs / 1_000) });
    }
    case 'declined':
      return [t('act.state.declined', { name: agentName(asked) }), action.answer].filter(Boolean).join(' · ');
    case 'timed-out':
      return asked !== undefined && action.failure == null && action.kind === 'call.reassign'
        ? t('act.state.noAnswer', { name: agentName(asked) })
        : t('act.state.timed-out');
    case 'failed': {
      const own = OWN_RULES.find((code) => code === action.failure?.detail);
      if (own !== undefined) return [t('act.state.failed'), t(`refusal.${own}`)].join(' · ');
      const why = action.failure == null ? undefined : t(`act.failure.${action.failure.code}`);
      return [t('act.state.failed'), why, action.failure?.detail].filter(Boolean).join(' · ');
    }
    default:
      return t(`act.state.${action.state}`);
  }
}
