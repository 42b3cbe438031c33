import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { useDeskCommand, useMessages } from './desk-actions.js';

/** What supervisors wrote, until it was read. */
export function Messages({ agentId }: { agentId: string }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  const messages = useMessages(agentId);
  if (messages.length === 0) return null;
  return (
    <section className="mine-part mine-messages" aria-label={t('desk.messages')} aria-live="polite">
      {messages.map((message) => (
        <div key={message.id} className="row">
          <div className="grow">
            <p className="t3">
              {message.by.name} · {formats.time(message.askedAt)}
            </p>
            <p>{message.detail.text}</p>
          </div>
          <Button size="small" disabled={run === null} onClick={() => run?.({ type: 'message.read', actionId: message.id })}>
            {t('desk.message.read')}
          </Button>
        </div>
      ))}
    </section>
  );
}
