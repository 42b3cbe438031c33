import { ArrowRightLeft, Clock, ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AgentView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { stateText } from './agent-look.js';
import { useIsLocked, useMay } from './may.js';
import { Refusal } from './refusal.js';
import { type Act, useAct } from './use-act.js';

/** What others hung on an agent beside the state: who forced it and why, what waits for the end of the call, where they are lent to. */
export function AgentOverlays({ agent }: { agent: AgentView }) {
  const act = useAct();
  const { forced, pending, borrowed } = agent;
  if (forced == null && pending == null && borrowed == null) return null;
  return (
    <section className="floor-ds floor-overlays">
      {forced != null && <Forced forced={forced} />}
      {pending != null && <Pending agent={agent} pending={pending} act={act} />}
      {borrowed != null && <Borrowed agent={agent} borrowed={borrowed} act={act} />}
      <Refusal text={act.refusal} />
    </section>
  );
}

function Overlay({ icon, title, children, action }: { icon: ReactNode; title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="floor-overlay">
      {icon}
      <div className="grow">
        <b>{title}</b>
        <p>{children}</p>
      </div>
      {action}
    </div>
  );
}

function Forced({ forced }: { forced: NonNullable<AgentView['forced']> }) {
  const t = useT();
  const formats = useFormats();
  return (
    <Overlay icon={<ShieldAlert className="i" aria-hidden="true" />} title={t('floor.agent.forced', { name: forced.byName })}>
      {t('floor.agent.forced.why', { reason: forced.reason, at: formats.time(forced.at) })}
    </Overlay>
  );
}

function Pending({ agent, pending, act }: { agent: AgentView; pending: NonNullable<AgentView['pending']>; act: Act }) {
  const t = useT();
  const formats = useFormats();
  const may = useMay();
  const isLocked = useIsLocked();
  const to = stateText(t, { state: pending.to, reasonCode: pending.reasonCode ?? null });
  return (
    <Overlay
      icon={<Clock className="i" aria-hidden="true" />}
      title={t('floor.agent.pending', { state: to })}
      action={
        may('agent.cancel-pending') && (
          <Button
            size="small"
            disabled={isLocked || act.isBusy}
            onClick={() => void act.act({ type: 'agent.cancel-pending', agentId: agent.id })}
          >
            {t('floor.act.cancel')}
          </Button>
        )
      }
    >
      {t('floor.agent.pending.what', { name: pending.byName, at: formats.time(pending.expiresAt) })}
    </Overlay>
  );
}

function Borrowed({ agent, borrowed, act }: { agent: AgentView; borrowed: NonNullable<AgentView['borrowed']>; act: Act }) {
  const t = useT();
  const formats = useFormats();
  const may = useMay();
  const isLocked = useIsLocked();
  const queue = useEntity('queue', borrowed.queueId);
  return (
    <Overlay
      icon={<ArrowRightLeft className="i" aria-hidden="true" />}
      title={t('floor.agent.borrowed', { queue: queue === undefined ? '–' : formats.name(queue) })}
      action={
        may('agent.return') && (
          <Button size="small" disabled={isLocked || act.isBusy} onClick={() => void act.act({ type: 'agent.return', agentId: agent.id })}>
            {t('floor.agent.return')}
          </Button>
        )
      }
    >
      {t('floor.agent.borrowed.what', { name: borrowed.byName, at: formats.time(borrowed.until) })}
    </Overlay>
  );
}
