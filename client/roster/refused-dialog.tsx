import { useState } from 'react';
import { useFormats, useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { violationName } from '../i18n/rule-name.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Glyph } from '../ui/glyph.js';
import { useToast } from '../ui/toast.js';
import { useRoster } from './hooks.js';
import { dayStart } from './plan.js';
import type { Change, ManyOutcome } from './planner.js';
import { ReasonField } from './reason-dialog.js';

type Refused = Extract<ManyOutcome, { kind: 'refused' }>;
/** What a reason may set aside. */
const WARNINGS: ReadonlySet<string> = new Set(['labour-warning']);
const MOST_LISTED = 100;

/** Of many changes some were not possible, so none was made: which, why, and the way on. */
export function RefusedDialog({ outcome: first, onClose }: { outcome: Refused; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const toast = useToast();
  const { book, planner, catalogue } = useRoster();
  const [outcome, setOutcome] = useState(first);
  const [isBusy, setBusy] = useState(false);
  const [reason, setReason] = useState('');
  const items = outcome.rejection.items ?? [];
  const stopped = items.filter(({ code }) => !WARNINGS.has(code));
  const warned = items.filter(({ code }) => WARNINGS.has(code));
  const bad = new Set(stopped.map(({ index }) => outcome.of[index]));
  // Who has one impossible shift keeps the rest: rules look at the whole week, and each command at all of it.
  const rest = outcome.left.filter((change) => !bad.has(change));
  const rules = [...new Set(warned.flatMap(({ detail }) => (detail === undefined ? [] : [detail])))];
  const needsReason = warned.length > 0;
  const planRest = async () => {
    setBusy(true);
    const next = await planner.commitMany(rest, needsReason ? { rules, reason: reason.trim() } : undefined);
    setBusy(false);
    if (next.kind === 'refused') return setOutcome(next);
    if (next.kind === 'done') toast({ kind: 'ok', title: t('roster.many.done', { n: next.planned }) });
    else toast({ kind: 'fail', title: t('roster.many.stopped'), detail: t('roster.notConfirmed') });
    onClose();
  };
  const lineOf = (change: Change | undefined) => {
    const person = book.people.find(({ agentId }) => agentId === change?.agentId);
    const date = change?.after?.businessDate ?? change?.before?.businessDate;
    return {
      name: person === undefined ? '' : formats.name(person),
      date: date === undefined ? '' : formats.date(dayStart(date, catalogue.timeZone)),
    };
  };
  return (
    <Dialog onClose={onClose} title={t('roster.refused.title')} closeLabel={t('common.close')}>
      <div className="rs-form">
        <p>
          {items.length === 0 ? refusalText(t, outcome.rejection) : t('roster.refused.what', { n: items.length, of: outcome.of.length })}
        </p>
        {items.length > 0 && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <ul className="rs-changes" tabIndex={0} aria-label={t('roster.refused.title')}>
            {items.slice(0, MOST_LISTED).map((item) => {
              const { name, date } = lineOf(outcome.of[item.index]);
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
        )}
        {needsReason && <ReasonField value={reason} onChange={setReason} />}
        <footer className="rs-form-end">
          {items.length > 0 && rest.length > 0 && (
            <Button kind="primary" disabled={isBusy || (needsReason && reason.trim() === '')} onClick={() => void planRest()}>
              {isBusy ? t('roster.sending') : t('roster.refused.rest', { n: rest.length })}
            </Button>
          )}
          <Button onClick={onClose}>{t('roster.refused.none')}</Button>
        </footer>
      </div>
    </Dialog>
  );
}
