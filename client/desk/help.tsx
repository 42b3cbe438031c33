import type { AgentView } from '../../shared/protocol/views.js';
import { type Translate, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { useDeskCommand } from './desk-actions.js';

/** Who comes is told by name; who only listens is the site's policy, and told elsewhere or not at all. */
function helpText({ joined, ackByName, spreadTo }: NonNullable<AgentView['help']>, t: Translate): string {
  if (joined !== undefined) return t('desk.help.joined', { name: joined.byName });
  if (ackByName !== undefined) return t('desk.help.ack', { name: ackByName });
  return t(spreadTo === 'lead' ? 'desk.help.raised' : 'desk.help.spread');
}

/** A raised hand: whether anybody is coming. */
export function Help({ agent }: { agent: AgentView }) {
  const t = useT();
  const run = useDeskCommand();
  const { help } = agent;
  if (help == null) return null;
  return (
    <p className="mine-told row" role="status">
      <Glyph name={help.ackByName === undefined ? 'spinner' : 'tick'} />
      <span className="grow">{helpText(help, t)}</span>
      <Button size="small" disabled={run === null} onClick={() => run?.({ type: 'help.close', agentId: agent.id })}>
        {t('desk.help.close')}
      </Button>
    </p>
  );
}
