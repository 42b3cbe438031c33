import type { ActionView } from '../../shared/protocol/views.js';
import { isOver, useReceipts, wentWell } from '../actions/my-actions.js';
import { useActionWords } from '../actions/words.js';
import { actionMessages } from '../i18n/messages/actions.js';
import { Texts } from '../i18n/texts.js';
import { useSiteNow } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';

/** Changes of my own state that the telephone system was asked for, newest first: those under way, and for some seconds those that failed. */
export function useOwnChanges(agentId: string): readonly ActionView[] {
  const changes = useReceipts().filter(({ kind, on, state }) => kind.startsWith('agent.') && on.agentId === agentId && state !== 'pending');
  return changes.filter((action) => !wentWell(action));
}

/** What was pressed and did not come about is said: the state above it has not changed, and nothing else would tell why. */
export function FailedChanges({ changes }: { changes: readonly ActionView[] }) {
  const failed = changes.filter(isOver);
  if (failed.length === 0) return null;
  return (
    <Texts of={actionMessages}>
      {failed.map((action) => (
        <FailedChange key={action.id} action={action} />
      ))}
    </Texts>
  );
}

function FailedChange({ action }: { action: ActionView }) {
  const now = useSiteNow();
  const { title, outcome } = useActionWords()(action, now);
  return (
    <p className="mine-told row" role="alert">
      <Glyph name="octagon" />
      <span className="grow">
        {title} · {outcome}
      </span>
    </p>
  );
}
