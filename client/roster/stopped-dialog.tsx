import { useState } from 'react';
import { useFormats, useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { violationName } from '../i18n/rule-name.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Glyph } from '../ui/glyph.js';
import { useToast } from '../ui/toast.js';
import type { Change, Stopped } from './changes.js';
import { useRoster } from './hooks.js';
import { dayStart } from './plan.js';
import { PlannedAndNot } from './planned-and-not.js';
import { ReasonField } from './reason-dialog.js';

/** What a reason may set aside. */
const WARNINGS: ReadonlySet<string> = new Set(['labour-warning']);
const MOST_LISTED = 100;

interface Props {
  readonly outcome: Stopped;
  /** It was to be taken back, not planned. */
  readonly isUndo?: boolean;
  readonly onClose: () => void;
}

/** Many changes came to a stop: what is planned and what is not, which were not possible and why, and the way on. */
export function StoppedDialog({ outcome: first, isUndo = false, onClose }: Props) {
  const t = useT();
  const toast = useToast();
  const { planner } = useRoster();
  const [outcome, setOutcome] = useState(first);
  const [isBusy, setBusy] = useState(false);
  const [reason, setReason] = useState('');
  const of = outcome.kind === 'refused' ? outcome.of : [];
  const items = outcome.kind === 'refused' ? (outcome.rejection.items ?? []) : [];
  const stopped = items.filter(({ code }) => !WARNINGS.has(code));
  const warned = items.filter(({ code }) => WARNINGS.has(code));
  const bad = new Set(stopped.map(({ index }) => of[index]));
  // Who has one impossible shift keeps the rest: rules look at the whole week, and each command at all of it.
  const rest = outcome.left.filter((change) => !bad.has(change));
  const rules = [...new Set(warned.flatMap(({ detail }) => (detail === undefined ? [] : [detail])))];
  const needsReason = warned.length > 0 && !isUndo;
  const goOn = async () => {
    setBusy(true);
    const override = needsReason ? { override: { rules, reason: reason.trim() } } : {};
    const next = isUndo ? await planner.undoRest(rest, outcome) : await planner.commitMany(rest, { ...override, after: outcome });
    setBusy(false);
    if (next.kind !== 'done') return setOutcome(next);
    toast({ kind: 'ok', title: t(isUndo ? 'roster.undo.done' : 'roster.many.done', { n: next.planned.length }) });
    onClose();
  };
  const isHalf = outcome.planned.length > 0 || outcome.kind === 'not-confirmed';
  const title = isUndo ? 'roster.undo.stopped' : isHalf ? 'roster.many.stopped' : 'roster.refused.title';
  const isWayOn = items.length > 0 && rest.length > 0;
  return (
    <Dialog onClose={onClose} title={t(title)} closeLabel={t('common.close')}>
      <div className="rs-form">
        {outcome.kind === 'not-confirmed' ? (
          <p>{t('roster.notConfirmed')}</p>
        ) : (
          <p>
            {items.length === 0
              ? refusalText(t, outcome.rejection)
              : t(isHalf ? 'roster.refused.whatHere' : 'roster.refused.what', { n: items.length, of: of.length })}
          </p>
        )}
        {items.length > 0 && <Reasons items={items} of={of} label={t(title)} />}
        {isHalf && <PlannedAndNot outcome={outcome} isUndo={isUndo} />}
        {needsReason && <ReasonField value={reason} onChange={setReason} />}
        <footer className="rs-form-end">
          {isWayOn && (
            <Button kind="primary" disabled={isBusy || (needsReason && reason.trim() === '')} onClick={() => void goOn()}>
              {isBusy ? t('roster.sending') : t(isUndo ? 'roster.undo.rest' : 'roster.refused.rest', { n: rest.length })}
            </Button>
          )}
          <Button onClick={onClose}>{t(isHalf || isUndo ? 'common.close' : 'roster.refused.none')}</Button>
        </footer>
      </div>
    </Dialog>
  );
}

type Items = NonNullable<Extract<Stopped, { kind: 'refused' }>['rejection']['items']>;

function Reasons({ items, of, label }: { items: Items; of: readonly Change[]; label: string }) {
  const t = useT();
  const formats = useFormats();
  const { book, catalogue } = useRoster();
  const lineOf = (change: Change | undefined) => {
    const person = book.people.find(({ agentId }) => agentId === change?.agentId);
    const date = change?.after?.businessDate ?? change?.before?.businessDate;
    return {
      name: person === undefined ? '' : formats.name(person),
      date: date === undefined ? '' : formats.date(dayStart(date, catalogue.timeZone)),
    };
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <ul className="rs-changes" tabIndex={0} aria-label={label}>
      {items.slice(0, MOST_LISTED).map((item) => {
        const { name, date } = lineOf(of[item.index]);
        const rule = item.detail === undefined ? undefined : violationName(t, item.detail);
        return (
          <li key={`${item.index}${item.code}${item.detail ?? ''}`}>
            <b className="el">{name}</b>
            <span className="t2">{date}</span>
            <span className={WARNINGS.has(item.code) ? 'c-watch' : 'c-breach'}>
              <Glyph name={WARNINGS.has(item.code) ? 'triangle' : 'octagon'} size="sm" /> {rule ?? refusalText(t, item)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
