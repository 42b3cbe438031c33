import { type FormEvent, useState } from 'react';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { SwapWish } from '../../shared/domain/roster/swap/commands.js';
import type { AgentId, ShiftId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { MyRoster } from '../../shared/protocol/roster-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useCommand, useConnection, useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Segmented, Select } from '../ui/field.js';
import { Glyph } from '../ui/glyph.js';
import { dayAndTime } from './swap-words.js';

const KINDS = ['give', 'partial', 'swap'] as const;
type Kind = (typeof KINDS)[number];
const HOUR_MS = 3_600_000;
const HALF_HOUR_MS = HOUR_MS / 2;

/** Giving a shift away, part of it, or exchanging it: nobody has to say why, and everything is checked before anybody is asked. */
export function SwapAsk({ shift, roster, onClose }: { shift: Shift; roster: MyRoster; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const send = useCommand();
  const isLocked = useConnection().state === 'stale';
  const now = useSiteNow(HOUR_MS) ?? 0;
  const [kind, setKind] = useState<Kind>('give');
  const [toAgentId, setTo] = useState('');
  const [toShiftId, setToShift] = useState('');
  const [part, setPart] = useState(0);
  const [state, setState] = useState<{ isSending: boolean; refusal: string | null }>({ isSending: false, refusal: null });
  const colleague = roster.colleagues.find(({ agentId }) => agentId === toAgentId);
  const theirs = (colleague?.shifts ?? []).filter(({ startAt }) => startAt > now);
  const parts = partsOf(shift);
  const wish = wishOf();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wish === null || state.isSending || isLocked) return;
    setState({ isSending: true, refusal: null });
    void send({ type: 'swap.open', wish }, { quiet: true }).then((answer) => {
      if (answer.outcome === 'accepted') return onClose();
      const refusal = answer.outcome === 'refused' ? refusalText(t, answer.rejection) : t('well.notConfirmed');
      setState({ isSending: false, refusal });
    });
  };
  return (
    <Dialog title={t('swaps.ask')} closeLabel={t('common.close')} onClose={onClose} placement="bottom">
      <form className="mine-ask" onSubmit={submit}>
        <p className="t2">{dayAndTime(formats, shift)}</p>
        <Segmented
          label={t('swaps.ask.kind')}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`swaps.kind.${value}`) }))}
          onChange={setKind}
        />
        {kind === 'partial' && (
          <Select
            label={t('swaps.ask.part')}
            showLabel
            value={String(part)}
            options={parts.map((one, at) => ({ value: String(at), label: `${formats.time(one.startAt)}–${formats.time(one.endAt)}` }))}
            onChange={(at) => setPart(Number(at))}
          />
        )}
        <Select
          label={t('swaps.ask.with')}
          showLabel
          value={toAgentId}
          options={[
            { value: '', label: t(kind === 'swap' ? 'swaps.ask.choose' : 'swaps.anybody') },
            ...roster.colleagues.map((one) => ({ value: one.agentId as string, label: formats.name(one) })),
          ]}
          onChange={(id) => {
            setTo(id);
            setToShift('');
          }}
        />
        {kind === 'swap' && colleague !== undefined && (
          <Select
            label={t('swaps.ask.theirs')}
            showLabel
            value={toShiftId}
            options={[
              { value: '', label: t('swaps.ask.choose') },
              ...theirs.map((one) => ({ value: one.id as string, label: dayAndTime(formats, one) })),
            ]}
            onChange={setToShift}
          />
        )}
        <p className="t3 s12">{t('swaps.ask.what')}</p>
        {state.refusal !== null && (
          <p className="mine-told row" role="alert">
            <Glyph name="octagon" />
            <span className="grow">{state.refusal}</span>
          </p>
        )}
        <div className="mine-answers">
          <Button kind="primary" type="submit" disabled={wish === null || state.isSending || isLocked}>
            {state.isSending && <Glyph name="spinner" />}
            {t('swaps.ask.send')}
          </Button>
          <Button onClick={onClose}>{t('well.ask.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );

  function wishOf(): SwapWish | null {
    const to = toAgentId === '' ? {} : { toAgentId: toAgentId as AgentId };
    if (kind === 'give') return { kind, shiftId: shift.id, ...to };
    if (kind === 'swap') {
      if (toAgentId === '' || toShiftId === '') return null;
      return { kind, shiftId: shift.id, toAgentId: toAgentId as AgentId, toShiftId: toShiftId as ShiftId };
    }
    const span = parts[part];
    return span === undefined ? null : { kind, shiftId: shift.id, ...span, ...to };
  }
}

/** From its beginning, or to its end: by half-hours, an hour at least on either side. */
function partsOf({ startAt, endAt }: Shift): readonly { readonly startAt: EpochMs; readonly endAt: EpochMs }[] {
  const parts: { startAt: EpochMs; endAt: EpochMs }[] = [];
  for (let at = startAt + HOUR_MS; at <= endAt - HOUR_MS; at += HALF_HOUR_MS) {
    parts.push({ startAt: at as EpochMs, endAt });
  }
  for (let at = startAt + HOUR_MS; at <= endAt - HOUR_MS; at += HALF_HOUR_MS) {
    parts.push({ startAt, endAt: at as EpochMs });
  }
  return parts;
}
