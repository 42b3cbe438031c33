import { useMemo, useState } from 'react';
import type { TeamView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useCommand, useEntity } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { EmptyState } from '../ui/feedback.js';
import { Segmented } from '../ui/field.js';
import { Glyph } from '../ui/glyph.js';
import { useToast } from '../ui/toast.js';
import { addDays, type DateRange, mondayOf } from './dates.js';
import { useRoster, useVersion } from './hooks.js';
import { usePeopleShown } from './people-shown.js';
import { dayStart } from './plan.js';
import type { Place } from './roster-page.js';
import { spanText } from './shift-words.js';
import { type Unpublished, unpublishedOf } from './unpublished.js';

/** More are counted, not listed. */
const MOST_LISTED = 200;

/** What will be told to whom, before it is. */
export function PublishDialog({ place, onClose }: { place: Place; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const toast = useToast();
  const send = useCommand();
  const { book } = useRoster();
  const { address, date, today } = place;
  const [span, setSpan] = useState<'day' | 'week'>(address.view);
  const [isBusy, setBusy] = useState(false);
  const [isSure, setSure] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const team = useEntity('team', address.team);
  const version = useVersion();
  const people = usePeopleShown(address.team, null);
  const monday = mondayOf(date);
  const range: DateRange = span === 'day' ? { from: date, to: date } : { from: monday, to: addDays(monday, 6) };
  const { from, to } = range;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  const changes = useMemo(() => unpublishedOf(book, people, { from, to }, today), [book, version, people, from, to, today]);
  const told = new Set(changes.map(({ person }) => person.agentId)).size;
  const run = async (type: 'roster.publish' | 'roster.discard-draft', done: string) => {
    setBusy(true);
    setRefusal(null);
    const teamIds = team === undefined ? {} : { teamIds: [team.id as TeamView['id']] };
    const answer = await send({ type, from, to, ...teamIds }, { quiet: true });
    setBusy(false);
    if (answer.outcome === 'accepted') {
      toast({ kind: 'ok', title: done });
      onClose();
    } else setRefusal(answer.outcome === 'refused' ? refusalText(t, answer.rejection) : t('roster.notConfirmed'));
  };
  const publish = () => run('roster.publish', t('roster.published', { people: told }));
  const discard = () => run('roster.discard-draft', t('roster.discarded', { n: changes.length }));
  return (
    <Dialog onClose={onClose} title={t('roster.publish.title')} closeLabel={t('common.close')}>
      <div className="rs-form">
        <div className="row">
          <Segmented
            label={t('roster.publish.days')}
            value={span}
            options={[
              { value: 'day', label: formats.date(dayStart(date, formats.timeZone)) },
              { value: 'week', label: t('roster.publish.week', { from: formats.shortDate(dayStart(monday, formats.timeZone)) }) },
            ]}
            onChange={(next) => {
              setSpan(next);
              setSure(false);
            }}
          />
          <span className="t2">{team === undefined ? t('roster.publish.everybody') : formats.name(team)}</span>
        </div>
        {changes.length === 0 ? (
          <EmptyState title={t('roster.publish.nothing')}>{t('roster.publish.nothingWhy')}</EmptyState>
        ) : (
          <>
            <p>{t('roster.publish.told', { people: told, n: changes.length })}</p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <ul className="rs-changes" tabIndex={0} aria-label={t('roster.publish.title')}>
              {changes.slice(0, MOST_LISTED).map((one) => (
                <ChangeLine key={`${one.person.agentId}${one.entry.draft?.id ?? one.entry.published?.id}`} change={one} />
              ))}
            </ul>
            {changes.length > MOST_LISTED && <p className="t2">{t('roster.publish.more', { n: changes.length - MOST_LISTED })}</p>}
          </>
        )}
        {refusal !== null && (
          <p className="c-breach row" role="alert">
            <Glyph name="octagon" size="sm" />
            {refusal}
          </p>
        )}
        <footer className="rs-form-end">
          <Button kind="primary" disabled={changes.length === 0 || isBusy} onClick={() => void publish()}>
            {isBusy ? t('roster.sending') : t('roster.publish')}
          </Button>
          <Button onClick={onClose}>{t('roster.cancel')}</Button>
          <span className="grow" />
          {changes.length > 0 && (
            <Button kind="quiet" disabled={isBusy} onClick={() => (isSure ? void discard() : setSure(true))}>
              {isSure ? t('roster.discard.sure', { n: changes.length }) : t('roster.discard')}
            </Button>
          )}
        </footer>
      </div>
    </Dialog>
  );
}

function ChangeLine({ change: { person, entry } }: { change: Unpublished }) {
  const t = useT();
  const formats = useFormats();
  const { draft, published } = entry;
  const at = (draft ?? published)?.startAt;
  const is = draft === null ? t('roster.dayOff') : spanText(formats, draft);
  const isSameSpan = draft !== null && published !== null && draft.startAt === published.startAt && draft.endAt === published.endAt;
  return (
    <li>
      <b className="el">{formats.name(person)}</b>
      <span className="t2">{formats.date(at)}</span>
      <span>
        {published === null
          ? t('roster.publish.new', { is })
          : isSameSpan
            ? t('roster.publish.inside', { is })
            : t('roster.publish.change', { was: spanText(formats, published), is })}
      </span>
    </li>
  );
}
