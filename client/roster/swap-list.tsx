import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import type { SwapView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { violationName } from '../i18n/rule-name.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { useRoster } from './hooks.js';
import { useNameOf } from './names.js';
import { ReasonField } from './reason-dialog.js';
import { spanText } from './shift-words.js';
import { SwapEffect } from './swap-effect.js';
import { useSwapsToDecide, useSwapsUnderWay } from './swaps.js';
import { useRosterAct } from './use-roster-act.js';

/** Requests to change shifts: those that need a decision first, the one that costs most on top. */
export function SwapList() {
  const t = useT();
  const toDecide = useSwapsToDecide();
  const underWay = useSwapsUnderWay();
  const [chosen, choose] = useState<string | null>(null);
  const open = toDecide.find(({ id }) => id === chosen) ?? toDecide[0];
  return (
    <section className="rs-panel">
      <header>
        <h2>{t('roster.swaps', { n: toDecide.length })}</h2>
        {toDecide.length > 1 && <span className="t3 s12">{t('roster.swaps.byImpact')}</span>}
      </header>
      {toDecide.length === 0 && <p className="t2 s12">{t('roster.swaps.none')}</p>}
      {toDecide.map((swap) =>
        swap === open ? (
          <SwapCard key={swap.id} swap={swap} />
        ) : (
          <button key={swap.id} type="button" className="rs-swap" onClick={() => choose(swap.id)}>
            <SwapTitle swap={swap} />
          </button>
        ),
      )}
      {underWay.map((swap) => (
        <div key={swap.id} className="rs-swap">
          <SwapTitle swap={swap} />
        </div>
      ))}
    </section>
  );
}

function SwapTitle({ swap }: { swap: SwapView }) {
  const t = useT();
  const formats = useFormats();
  const nameOf = useNameOf();
  const { kind, state, gives, takes, span } = swap;
  const from = nameOf(swap.agentId, swap.agentName);
  const to = swap.toAgentId == null ? null : nameOf(swap.toAgentId, swap.toAgentName ?? '');
  const hours = (one: { readonly startAt: number; readonly endAt: number }) => `${formats.date(one.startAt)} ${spanText(formats, one)}`;
  const what = [span ?? gives, takes].flatMap((one) => (one == null ? [] : [hours(one)])).join(' ⇄ ');
  return (
    <>
      <span className="row">
        <ArrowLeftRight className="i sm" aria-hidden="true" />
        <b className="el grow">
          {to === null
            ? t(`roster.swap.kind.${kind}`, { name: from })
            : t(kind === 'swap' ? 'roster.swap.between' : 'roster.swap.onto', { from, to })}
        </b>
        <span className="t3 s12">{t(`roster.swap.state.${state}`)}</span>
      </span>
      <span className="t2 s12">{what}</span>
    </>
  );
}

function SwapCard({ swap }: { swap: SwapView }) {
  const t = useT();
  const { isLocked } = useRoster();
  const { act, isBusy, refusal } = useRosterAct();
  const [isAsked, ask] = useState(false);
  const [reason, setReason] = useState('');
  const red = swap.checks.filter(({ ok }) => !ok);
  const rules = [...new Set(red.flatMap(({ code, rules: named }) => (code === 'labour' ? (named ?? []) : [code])))];
  const approve = () => {
    if (isLocked || isBusy) return;
    if (rules.length > 0 && reason.trim() === '') return ask(true);
    void act({
      type: 'swap.decide',
      swapId: swap.id,
      approved: true,
      ...(rules.length === 0 ? {} : { override: { rules, reason: reason.trim() } }),
    });
  };
  const decline = () => {
    if (!isLocked && !isBusy) void act({ type: 'swap.decide', swapId: swap.id, approved: false });
  };
  useShortcuts(t('roster.keys'), [
    { keys: 'y', label: t('roster.swap.approve'), run: approve },
    { keys: 'x', label: t('roster.swap.decline'), run: decline },
  ]);
  return (
    <article className="rs-swap is-open">
      <SwapTitle swap={swap} />
      <SwapEffect swap={swap} />
      <Checks swap={swap} />
      {isAsked && rules.length > 0 && <ReasonField value={reason} onChange={setReason} />}
      {refusal !== null && (
        <p className="c-breach s12" role="alert">
          {refusal}
        </p>
      )}
      <div className="row">
        <Button kind="primary" className="grow" disabled={isLocked || isBusy || (isAsked && reason.trim() === '')} onClick={approve}>
          {t('roster.swap.approve')} <KeyCap>Y</KeyCap>
        </Button>
        <Button disabled={isLocked || isBusy} onClick={decline}>
          {t('roster.swap.decline')} <KeyCap>X</KeyCap>
        </Button>
      </div>
    </article>
  );
}

function Checks({ swap }: { swap: SwapView }) {
  const t = useT();
  const formats = useFormats();
  const nameOf = useNameOf();
  return (
    <ul className="rs-checks">
      {swap.checks.map(({ code, ok, agentId, rules }) => (
        <li key={`${code}${agentId ?? ''}`} className={ok ? 't2' : 'c-watch'}>
          <Glyph name={ok ? 'tick' : 'triangle'} size="sm" />
          {ok ? t(`roster.check.${code}.ok`) : t(`roster.check.${code}.red`)}
          {agentId !== undefined && <span className="t3"> {nameOf(agentId, '')}</span>}
          {rules !== undefined && rules.length > 0 && <span> {formats.list(rules.map((rule) => violationName(t, rule) ?? rule))}</span>}
        </li>
      ))}
    </ul>
  );
}
