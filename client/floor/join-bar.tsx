import { Ear, Lock, MessageSquareText, Phone, Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { MonitorMode } from '../../shared/domain/action/commands.js';
import type { AgentView, VisitView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity, useLookup, useWho } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { ActStep } from './act-step.js';
import { isOpenAction, useActionsOnCall, useMoving } from './action-index.js';
import { type Cannot, useCannot, useIsLocked, useMay, useSourceOfQueue } from './may.js';
import { Refusal } from './refusal.js';
import { Elapsed } from './ticking.js';
import { useAct } from './use-act.js';

const MODES: readonly { readonly mode: MonitorMode; readonly key: string; readonly icon: typeof Ear }[] = [
  { mode: 'listen', key: 'L', icon: Ear },
  { mode: 'whisper', key: 'W', icon: MessageSquareText },
  { mode: 'barge', key: 'B', icon: Users },
];

/**
 * Listen, whisper, barge, take over. Each is possible, active with its time, not yet possible, or not possible at all; then it is
 * said why. Who else listens is told to everyone who opens the call.
 */
export function JoinBar({ visit }: { visit: VisitView }) {
  const t = useT();
  const may = useMay();
  const me = useWho();
  if (!may('call.monitor')) return null;
  const isWaiting = visit.state === 'queued' || visit.state === 'ringing';
  const mine = visit.monitors.find(({ userId }) => userId === me?.userId);
  return (
    <section className="floor-ds">
      <h3>
        {t('floor.join.title')}
        <span className="floor-right">
          {isWaiting ? t('floor.join.later') : mine !== undefined ? t(`floor.join.heard.${mine.mode}`) : ''}
        </span>
      </h3>
      {isWaiting ? <NotYet /> : <Join visit={visit} mine={mine} />}
      <Listeners visit={visit} />
    </section>
  );
}

function NotYet() {
  const t = useT();
  return (
    <div className="floor-join">
      {MODES.map(({ mode, icon: Icon }) => (
        <Button key={mode} size="small" disabled>
          <Icon className="i sm" aria-hidden="true" />
          {t(`floor.join.${mode}`)}
        </Button>
      ))}
      <Button size="small" disabled>
        <Phone className="i sm" aria-hidden="true" />
        {t('floor.join.takeOver')}
      </Button>
    </div>
  );
}

type Mine = VisitView['monitors'][number] | undefined;

function Join({ visit, mine }: { visit: VisitView; mine: Mine }) {
  const t = useT();
  const act = useAct();
  const cannotMonitor = useWhyNot(visit);
  const isLocked = useIsLocked();
  const isComing = useIsComing(visit);
  const [isTakingOver, setTakingOver] = useState(false);
  const join = (mode: MonitorMode) => {
    if (cannotMonitor !== null || isLocked || isComing) return;
    void act.act(
      mine?.mode === mode ? { type: 'call.stop-monitor', visitId: visit.id } : { type: 'call.monitor', visitId: visit.id, mode },
    );
  };
  useShortcuts(t('floor.join.title'), [
    ...MODES.map(({ mode, key }) => ({ keys: key.toLowerCase(), label: t(`floor.join.${mode}`), run: () => join(mode) })),
    ...(mine === undefined
      ? []
      : [{ keys: 'Escape', label: t('floor.join.stop'), run: () => void act.act({ type: 'call.stop-monitor', visitId: visit.id }) }]),
  ]);
  return (
    <>
      <div className="floor-join">
        {MODES.map(({ mode, key, icon: Icon }) => (
          <Button
            key={mode}
            size="small"
            className={mine?.mode === mode ? 'on' : ''}
            aria-pressed={mine?.mode === mode}
            disabled={cannotMonitor !== null || isLocked || isComing || act.isBusy}
            title={mine?.mode === mode ? t('floor.join.stop') : t(`floor.join.${mode}.what`)}
            onClick={() => join(mode)}
          >
            {cannotMonitor === null ? <Icon className="i sm" aria-hidden="true" /> : <Lock className="i sm" aria-hidden="true" />}
            {mine?.mode === mode ? (
              <>
                {t(`floor.join.${mode}.on`)} <Elapsed since={mine.since} />
              </>
            ) : (
              <>
                {t(`floor.join.${mode}`)}
                {cannotMonitor === null && <KeyCap>{key}</KeyCap>}
              </>
            )}
          </Button>
        ))}
        <TakeOverButton visit={visit} isMonitoring={mine !== undefined} isLocked={isLocked} onAsk={() => setTakingOver(true)} />
      </div>
      {isComing && (
        <p className="floor-note" role="status">
          <Glyph name="spinner" size="sm" /> {t('floor.join.coming')}
        </p>
      )}
      {cannotMonitor !== null && <p className="floor-note">{t(`floor.cannot.${cannotMonitor}`)}</p>}
      {!isTakingOver && <Refusal text={act.refusal} />}
      {isTakingOver && <TakeOver visit={visit} isLocked={isLocked} onDone={() => setTakingOver(false)} />}
    </>
  );
}

function TakeOverButton(props: { visit: VisitView; isMonitoring: boolean; isLocked: boolean; onAsk: () => void }) {
  const t = useT();
  const may = useMay();
  const cannot = useCannot(useSourceOfQueue(props.visit.queueId))('take-over', { phone: true });
  const moving = useMoving(props.visit.id);
  if (!may('call.take-over')) return null;
  const why =
    cannot !== null ? t(`floor.cannot.${cannot}`) : props.isMonitoring ? t('floor.join.takeOver.what') : t('floor.join.listenFirst');
  return (
    <Button
      size="small"
      disabled={cannot !== null || !props.isMonitoring || props.isLocked || moving !== undefined}
      title={why}
      onClick={props.onAsk}
    >
      {cannot === null ? <Phone className="i sm" aria-hidden="true" /> : <Lock className="i sm" aria-hidden="true" />}
      {t('floor.join.takeOver')}
    </Button>
  );
}

/** 接管 is not 强制挂断: the caller stays on the line, with us. Asked once. */
function TakeOver({ visit, isLocked, onDone }: { visit: VisitView; isLocked: boolean; onDone: () => void }) {
  const t = useT();
  const formats = useFormats();
  const act = useAct();
  const agent = useEntity('agent', visit.agentId);
  return (
    <ActStep
      title={t('floor.join.takeOver')}
      what={t('floor.join.takeOver.ask', { name: agent === undefined ? t('floor.panel.agent') : formats.name(agent) })}
      confirm={t('floor.join.takeOver')}
      act={act}
      isLocked={isLocked}
      onCancel={onDone}
      onConfirm={() => void act.act({ type: 'call.take-over', visitId: visit.id }).then((done) => done !== null && onDone())}
    />
  );
}

type WhyNot = Cannot | 'own-call' | 'out-of-reach';

/** Why this call can't be joined by this person; null: it can. */
function useWhyNot(visit: VisitView): WhyNot | null {
  const me = useWho();
  const lookup = useLookup();
  const cannot = useCannot(useSourceOfQueue(visit.queueId))('monitor', { phone: true });
  if (cannot !== null) return cannot;
  // To a lead, an agent of another team is not named: the call is that team's.
  const agent: AgentView | undefined = lookup('agent', visit.agentId);
  if (agent === undefined) return 'out-of-reach';
  return agent.id === me?.agentId ? 'own-call' : null;
}

/** Our own phone is being rung for it, or it is being changed. */
function useIsComing(visit: VisitView): boolean {
  const me = useWho()?.userId;
  const lookup = useLookup();
  return useActionsOnCall(visit.id).some((id) => {
    const action = lookup('action', id);
    if (action === undefined || action.by.userId !== me || !isOpenAction(action)) return false;
    return action.kind === 'call.monitor' || action.kind === 'call.stop-monitor';
  });
}

function Listeners({ visit }: { visit: VisitView }): ReactNode {
  const t = useT();
  const me = useWho()?.userId;
  const others = visit.monitors.filter(({ userId }) => userId !== me);
  if (others.length === 0) return null;
  return (
    <ul className="floor-list floor-listeners">
      {others.map((monitor) => (
        <li key={monitor.userId}>
          <Ear className="i sm" aria-hidden="true" />
          <span>
            {monitor.name} · {t(`floor.join.${monitor.mode}.on`)} <Elapsed since={monitor.since} />
          </span>
          <span className="t3">{monitor.silent ? t('floor.join.silent') : t('floor.join.seen')}</span>
        </li>
      ))}
    </ul>
  );
}
