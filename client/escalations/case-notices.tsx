import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { isReader } from '../../shared/domain/escalation/notice-reader.js';
import type { Welcome } from '../../shared/protocol/messages.js';
import type { CaseView } from '../../shared/protocol/views.js';
import { escalationMessages } from '../i18n/messages/escalations.js';
import { type Translate, useT } from '../i18n/provider.js';
import { Texts } from '../i18n/texts.js';
import { useCollection, useCommand, useConnection, useWho } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { casesSearch, DEFAULT_CASES } from './address.js';
import { caseNo } from './columns.js';
import { wordOf } from './names.js';
import { raiseWords } from './raised.js';

type Notice = NonNullable<CaseView['notices']>[number];

/** What this person has to be told of cases, over every page: the newest first, the others at a press, until it is noted. */
export function CaseNotices() {
  return (
    <Texts of={escalationMessages}>
      <Bars />
    </Texts>
  );
}

function Bars() {
  const t = useT();
  const who = useWho();
  const [isOpen, setOpen] = useState(false);
  const cases = useCollection('case', (all) => casesToTell(all, who));
  if (who === null || cases.length === 0) return null;
  const more = cases.length - 1;
  return (
    <section className="case-told" aria-label={t('case.notices')}>
      <ul>
        {(isOpen ? cases : cases.slice(0, 1)).map((one, at) => (
          <li key={one.id} className="need-bar is-news">
            <Told one={one} who={who} />
            {at === 0 && more > 0 && (
              <Button size="small" kind="quiet" aria-expanded={isOpen} onClick={() => setOpen((was) => !was)}>
                {isOpen ? t('case.notice.fewer') : t('case.notice.more', { n: more })}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const noticesOf = ({ notices }: CaseView, who: Welcome | null): Notice[] =>
  who === null || notices == null ? [] : notices.filter((notice) => isReader(notice, who));
const newest = (notices: readonly Notice[]): Notice | undefined =>
  notices.reduce<Notice | undefined>((last, notice) => (last === undefined || notice.at >= last.at ? notice : last), undefined);

function casesToTell(all: ReadonlyMap<string, CaseView>, who: Welcome | null): readonly CaseView[] {
  const told = [...all.values()].flatMap((one) => {
    const last = newest(noticesOf(one, who));
    return last === undefined ? [] : [{ one, at: last.at }];
  });
  return told.sort((a, b) => b.at - a.at || b.one.no - a.one.no).map(({ one }) => one);
}

function Told({ one, who }: { one: CaseView; who: Welcome }) {
  const t = useT();
  const send = useCommand();
  const isLocked = useConnection().state === 'stale';
  const mine = noticesOf(one, who);
  const last = newest(mine);
  if (last === undefined) return null;
  const note = () => {
    // What is shown may be old: nothing is noted on it.
    if (!isLocked) void send({ type: 'case.note', caseId: one.id, upTo: last.at }, { quiet: true });
  };
  const no = caseNo(one);
  return (
    <>
      <Glyph name="steps" />
      <p className="grow el" role="status">
        <strong>
          {no} · {noticeText(t, last, one)}
        </strong>
        {mine.length > 1 && <span className="t2"> · {t('case.notice.earlier', { n: mine.length - 1 })}</span>}
        <span className="t2"> · {one.text}</span>
      </p>
      <Link
        className="btn sm"
        to="/escalations"
        search={casesSearch({ ...DEFAULT_CASES, open: one.id })}
        aria-label={t('case.notice.openOne', { no })}
        onClick={note}
      >
        {t('case.notice.open')}
      </Link>
      <Button size="small" disabled={isLocked} aria-label={t('case.notice.noteOne', { no })} onClick={note}>
        {t('case.notice.note')}
      </Button>
    </>
  );
}

function noticeText(t: Translate, { kind, what = '' }: Notice, one: CaseView): string {
  const [first = '', second = '', third = ''] = what.split(' ');
  switch (kind) {
    case 'timer-warned':
    case 'timer-breached':
    case 'timer-escalated':
      return t(`case.notice.${kind}`, { timer: wordOf(t, 'timer', first) });
    case 'grade-raised':
      return t('case.notice.grade-raised', { grade: second, why: raiseWords(t, third) });
    case 'offer-unanswered':
      return t('case.notice.offer-unanswered', { name: one.offeredTo?.person.name ?? '' });
    default:
      return t(`case.notice.${kind}`);
  }
}
