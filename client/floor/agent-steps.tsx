import { useId, useState } from 'react';
import { commandedReasonSchema } from '../../shared/domain/action/commands.js';
import type { Command } from '../../shared/domain/commands.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { agentLook } from '../i18n/state-look.js';
import { useWho } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Select } from '../ui/field.js';
import { ActStep } from './act-step.js';
import { isInContact, keptState, possibleFor } from './agent-rules.js';
import { useCannot, useIsLocked, useMay } from './may.js';
import { MessageField } from './message-field.js';
import { Refusal } from './refusal.js';
import { useAct } from './use-act.js';

type Forced = 'ready' | 'not-ready' | 'sign-out' | 'end-wrap-up';
type Step = Forced | 'message' | null;
type When = 'now' | 'after-call';
/** A micro-pause is one's own to take: nobody is sent into one. */
const REASONS = commandedReasonSchema.options.filter((code) => code !== 'MICRO_PAUSE');
type Reason = (typeof REASONS)[number];

/** What a supervisor can do to an agent's state. Everything of it needs a reason, and is on the agent's desk at once with who and why. */
export function AgentSteps({ agent }: { agent: AgentView }) {
  const t = useT();
  const may = useMay();
  const me = useWho();
  const act = useAct();
  const isLocked = useIsLocked();
  const cannot = useCannot(agent.source);
  const [step, setStep] = useState<Step>(null);
  const possible = possibleFor(agent);
  const kept = keptState(agent);
  const close = () => setStep(null);
  // One's own state is changed on one's own desk.
  if (agent.id === me?.agentId || !may('agent.set-state')) return null;
  const button = (id: Exclude<Step, null>, label: string, why: string | null) => (
    <Button
      size="small"
      disabled={isLocked || why !== null}
      title={why ?? undefined}
      aria-expanded={step === id}
      onClick={() => setStep(id)}
    >
      {label}
    </Button>
  );
  const reasonOf = (op: Parameters<typeof cannot>[0]) => {
    const no = cannot(op);
    return no === null ? null : t(`floor.cannot.${no}`);
  };
  return (
    <section className="floor-ds">
      <h3>{t('floor.agent.actions')}</h3>
      <div className="floor-act-row">
        {possible.ready && button('ready', t('floor.agent.ready'), reasonOf('set-ready'))}
        {possible.notReady && button('not-ready', t('floor.agent.notReady'), reasonOf('set-not-ready'))}
        {possible.endWrapUp && may('agent.end-wrap-up') && button('end-wrap-up', t('floor.agent.endWrapUp'), reasonOf('end-wrap-up'))}
        {possible.signOut && button('sign-out', t('floor.agent.signOut'), reasonOf('sign-out'))}
        {agent.state !== 'logged-out' && button('message', t('floor.agent.message'), null)}
      </div>
      {kept !== null && <p className="floor-note">{t(kept === 'rest' ? 'floor.agent.restKept' : 'floor.agent.ownKept')}</p>}
      {step === null && <Refusal text={act.refusal} />}
      {step === 'message' && (
        <MessageField
          agentId={agent.id}
          deskOpen={agent.deskOpen}
          label={t('floor.message.label')}
          phrases={[1, 2, 3].map((n) => t(`floor.phrase.agent.${n}` as 'floor.phrase.agent.1'))}
        />
      )}
      {step !== null && step !== 'message' && <Force key={step} agent={agent} step={step} isLocked={isLocked} act={act} onDone={close} />}
    </section>
  );
}

function Force(props: { agent: AgentView; step: Forced; isLocked: boolean; act: ReturnType<typeof useAct>; onDone: () => void }) {
  const t = useT();
  const { agent, step, act } = props;
  const inContact = isInContact(agent);
  const [reasonCode, setReasonCode] = useState<Reason>('ADMIN');
  const [chosenWhen, setWhen] = useState<When>('now');
  const when: When = inContact ? 'after-call' : chosenWhen;
  const command = (reason: string): Command => {
    const { id: agentId } = agent;
    if (step === 'end-wrap-up') return { type: 'agent.end-wrap-up', agentId, reason };
    if (step === 'sign-out') return { type: 'agent.sign-out', agentId, when, reason };
    const to = step === 'ready' ? ({ state: 'ready' } as const) : ({ state: 'not-ready', reasonCode } as const);
    return { type: 'agent.set-state', agentId, to, when, reason };
  };
  const title = {
    ready: t('floor.agent.ready'),
    'not-ready': t('floor.agent.notReady'),
    'sign-out': t('floor.agent.signOut'),
    'end-wrap-up': t('floor.agent.endWrapUp'),
  }[step];
  // After a call is a choice while one is in hand or being wrapped up; otherwise there is only now.
  const hasWhen = inContact || (agent.state === 'acw' && step === 'sign-out');
  return (
    <ActStep
      title={title}
      what={t('floor.agent.force.what')}
      confirm={when === 'now' ? title : t('floor.agent.force.after', { what: title })}
      reason={{ label: t('floor.act.reason') }}
      act={act}
      isLocked={props.isLocked}
      onCancel={props.onDone}
      onConfirm={(reason) => void act.act(command(reason)).then((done) => done !== null && props.onDone())}
    >
      {step === 'not-ready' && (
        <Select
          label={t('floor.agent.reasonCode')}
          showLabel
          value={reasonCode}
          options={REASONS.map((code) => ({ value: code, label: t(agentLook({ state: 'not-ready', reasonCode: code }).key) }))}
          onChange={setReasonCode}
        />
      )}
      {hasWhen && <WhenChoice when={when} onlyAfter={inContact} onChange={setWhen} />}
    </ActStep>
  );
}

function WhenChoice({ when, onlyAfter, onChange }: { when: When; onlyAfter: boolean; onChange: (when: When) => void }) {
  const t = useT();
  const id = useId();
  return (
    <>
      <fieldset className="seg floor-seg" aria-label={t('floor.agent.when')} aria-describedby={onlyAfter ? id : undefined}>
        <button type="button" aria-pressed={when === 'now'} disabled={onlyAfter} onClick={() => onChange('now')}>
          {t('floor.agent.now')}
        </button>
        <button type="button" aria-pressed={when === 'after-call'} onClick={() => onChange('after-call')}>
          {t('floor.agent.afterCall')}
        </button>
      </fieldset>
      {onlyAfter && (
        <p className="floor-note" id={id}>
          {t('floor.agent.onlyAfter')}
        </p>
      )}
    </>
  );
}
