import { Flag, LogOut, PhoneIncoming, PhoneOff } from 'lucide-react';
import { useState } from 'react';
import type { VisitView } from '../../shared/protocol/views.js';
import { useOpenCase } from '../actions/open-case.js';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { ActStep } from './act-step.js';
import { useMoving } from './action-index.js';
import { useCannot, useIsLocked, useMay, useSourceOfQueue } from './may.js';
import { Refusal } from './refusal.js';
import { useAct } from './use-act.js';

type Step = 'withdraw' | 'disconnect' | null;

/** What else can be done to a call: picked up, taken out, flagged, escalated; and, unmistakably apart, ended. */
export function CallSteps({ visit }: { visit: VisitView }) {
  const t = useT();
  const may = useMay();
  const act = useAct();
  const isLocked = useIsLocked();
  const isMoving = useMoving(visit.id) !== undefined;
  const cannot = useCannot(useSourceOfQueue(visit.queueId));
  const [step, setStep] = useState<Step>(null);
  const isWaiting = visit.state === 'queued' || visit.state === 'ringing';
  const isOff = isLocked || isMoving || act.isBusy;
  const close = () => setStep(null);
  const whyNotPickUp = cannot('pick-up', { phone: true });
  const whyNotWithdraw = cannot('withdraw');
  const whyNotDisconnect = cannot('disconnect');
  return (
    <section className="floor-ds">
      <div className="floor-act-row">
        {isWaiting && may('call.pick-up') && (
          <Button
            size="small"
            disabled={isOff || whyNotPickUp !== null}
            title={whyNotPickUp === null ? t('floor.call.pickUp.what') : t(`floor.cannot.${whyNotPickUp}`)}
            onClick={() => void act.act({ type: 'call.pick-up', visitId: visit.id })}
          >
            <PhoneIncoming className="i sm" aria-hidden="true" />
            {t('floor.call.pickUp')}
          </Button>
        )}
        {isWaiting && may('call.withdraw') && (
          <Button
            size="small"
            disabled={isOff || whyNotWithdraw !== null}
            title={whyNotWithdraw === null ? t('floor.call.withdraw.what') : t(`floor.cannot.${whyNotWithdraw}`)}
            aria-expanded={step === 'withdraw'}
            onClick={() => setStep('withdraw')}
          >
            <LogOut className="i sm" aria-hidden="true" />
            {t('floor.call.withdraw')}
          </Button>
        )}
        {!isWaiting && may('call.flag-abuse') && visit.abuseFlaggedAt == null && (
          <Button
            size="small"
            disabled={isLocked || act.isBusy}
            title={t('floor.call.abuse.what')}
            onClick={() => void act.act({ type: 'call.flag-abuse', visitId: visit.id })}
          >
            <Flag className="i sm" aria-hidden="true" />
            {t('floor.call.abuse')}
          </Button>
        )}
        <EscalateButton visit={visit} />
        {may('call.disconnect') && (
          <Button
            size="small"
            className="floor-danger"
            disabled={isOff || whyNotDisconnect !== null}
            title={whyNotDisconnect === null ? t('floor.call.disconnect.what') : t(`floor.cannot.${whyNotDisconnect}`)}
            aria-expanded={step === 'disconnect'}
            onClick={() => setStep('disconnect')}
          >
            <PhoneOff className="i sm" aria-hidden="true" />
            {t('floor.call.disconnect')}
          </Button>
        )}
      </div>
      {step === null && <Refusal text={act.refusal} />}
      {step === 'withdraw' && (
        <ActStep
          title={t('floor.call.withdraw')}
          what={t('floor.call.withdraw.what')}
          confirm={t('floor.call.withdraw.confirm')}
          reason={{ label: t('floor.act.reason') }}
          act={act}
          isLocked={isLocked}
          onCancel={close}
          onConfirm={(reason) =>
            void act.act({ type: 'call.withdraw', visitId: visit.id, reason }).then((done) => done !== null && close())
          }
        />
      )}
      {step === 'disconnect' && (
        <ActStep
          isHot
          title={t('floor.call.disconnect')}
          what={t('floor.call.disconnect.ask')}
          confirm={t('floor.call.disconnect.confirm')}
          reason={{ label: t('floor.act.reason') }}
          act={act}
          isLocked={isLocked}
          onCancel={close}
          onConfirm={(reason) =>
            void act.act({ type: 'call.disconnect', visitId: visit.id, reason }).then((done) => done !== null && close())
          }
        />
      )}
    </section>
  );
}

/** The form is another screen's: the frame around both brings it, where it may be opened at all. */
function EscalateButton({ visit }: { visit: VisitView }) {
  const t = useT();
  const may = useMay();
  const openCase = useOpenCase();
  const isLocked = useIsLocked();
  const canOpen = openCase !== null && may('case.open') && !isLocked;
  useShortcuts(t('floor.act.keys'), canOpen ? [{ keys: 'e', label: t('floor.call.escalate'), run: () => openCase(visit.id) }] : []);
  if (openCase === null || !may('case.open')) return null;
  return (
    <Button size="small" disabled={isLocked} onClick={() => openCase(visit.id)}>
      {t('floor.call.escalate')} <KeyCap>E</KeyCap>
    </Button>
  );
}
