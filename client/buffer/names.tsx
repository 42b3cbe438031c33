import type { AgentId } from '../../shared/kernel/ids.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';

export function AgentName({ id }: { id: AgentId }) {
  const formats = useFormats();
  const agent = useEntity('agent', id);
  return <>{agent === undefined ? '–' : formats.name(agent)}</>;
}

export function TeamOf({ id }: { id: AgentId }) {
  const t = useT();
  const formats = useFormats();
  const agent = useEntity('agent', id);
  const team = useEntity('team', agent?.teamId);
  return <>{team === undefined ? t('buf.noTeam') : formats.name(team)}</>;
}
