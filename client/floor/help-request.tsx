import { Hand } from 'lucide-react';
import type { AgentView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { useIsLocked, useMay } from './may.js';
import { Refusal } from './refusal.js';
import { Elapsed } from './ticking.js';
import { useAct } from './use-act.js';

/** 举手: an agent on a call asks for somebody. Loud until somebody says that they are coming. */
export function HelpRequest({ agent }: { agent: AgentView }) {
  const t = useT();
  const may = useMay();
  const act = useAct();
  const isLocked = useIsLocked();
  const { help } = agent;
  if (help == null) return null;
  const isAnswered = help.ackByName !== undefined;
  return (
    <section className={isAnswered ? 'floor-ds floor-help' : 'floor-ds floor-help is-loud'} aria-label={t('floor.help.title')}>
      <p className="floor-help-top">
        <Hand className="i" aria-hidden="true" />
        <b>{t('floor.help.title')}</b>
        <Elapsed since={help.raisedAt} className="floor-right" />
      </p>
      {help.text !== undefined && <p className="floor-quote">{help.text}</p>}
      <p className="floor-note">
        {isAnswered
          ? help.joined === undefined
            ? t('floor.help.coming', { name: help.ackByName ?? '' })
            : t('floor.help.joined', { name: help.joined.byName, how: t(`floor.help.how.${help.joined.how}`) })
          : t(`floor.help.spread.${help.spreadTo}`)}
      </p>
      <div className="floor-act-row">
        {!isAnswered && may('help.acknowledge') && (
          <Button
            kind="act-now"
            disabled={isLocked || act.isBusy}
            onClick={() => void act.act({ type: 'help.acknowledge', agentId: agent.id })}
          >
            {t('floor.help.come')}
          </Button>
        )}
        {isAnswered && may('help.close') && (
          <Button size="small" disabled={isLocked || act.isBusy} onClick={() => void act.act({ type: 'help.close', agentId: agent.id })}>
            {t('floor.help.done')}
          </Button>
        )}
      </div>
      <Refusal text={act.refusal} />
    </section>
  );
}
