import type { AgentView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity, useLookup } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { useDeskCommand } from './desk-actions.js';

/** Signed out: back into the queues that I left, or why that is not possible from here. */
export function SignIn({ agent, isUnderWay }: { agent: AgentView; isUnderWay: boolean }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  const source = useEntity('source', agent.source);
  const lookup = useLookup();
  const queues = (agent.signInTo ?? []).flatMap((id) => lookup('queue', id) ?? []).filter((queue) => !queue.removed);
  if (queues.length === 0 || source?.can.includes('sign-in') !== true) return <p className="t2">{t('desk.signIn.byPhone')}</p>;
  return (
    <div className="mine-states">
      <Button kind="primary" disabled={run === null || isUnderWay} onClick={() => run?.({ type: 'agent.sign-in' })}>
        <Glyph name={isUnderWay ? 'spinner' : 'tick'} />
        {t('desk.signIn')}
      </Button>
      <p className="t3">{t('desk.signIn.to', { queues: formats.list(queues.map((queue) => formats.name(queue))) })}</p>
    </div>
  );
}
