import type { AgentView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { useDeskCommand } from './desk-actions.js';

/** A raised hand: whether anybody is coming. */
export function Help({ agent }: { agent: AgentView }) {
  const t = useT();
  const run = useDeskCommand();
  const { help } = agent;
  if (help == null) return null;
  const text =
    help.ackByName !== undefined
      ? t('desk.help.ack', { name: help.ackByName })
      : t(help.spreadTo === 'lead' ? 'desk.help.raised' : 'desk.help.spread');
  return (
    <p className="mine-told row" role="status">
      <Glyph name={help.ackByName === undefined ? 'spinner' : 'tick'} />
      <span className="grow">{text}</span>
      <Button size="small" disabled={run === null} onClick={() => run?.({ type: 'help.close', agentId: agent.id })}>
        {t('desk.help.close')}
      </Button>
    </p>
  );
}
