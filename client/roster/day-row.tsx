import { memo } from 'react';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';
import { lookOf } from './activity-look.js';
import { ActualBars } from './actual-bars.js';
import { type Axis, extent } from './axis.js';
import { type Entry, isUnpublished } from './book.js';
import { GhostTip } from './ghost-tip.js';
import { useAdherence, useDuty, useGhostOf, usePending, useRoster } from './hooks.js';
import { QueueCode } from './queue-code.js';
import { RowMenu } from './row-menu.js';
import { ShiftBar } from './shift-bar.js';
import { partText, shiftSentence, spanText } from './shift-words.js';
import { isBlocked, type Verdict } from './verdict.js';

/** Below this the plan is not what happens. */
const LOW_ADHERENCE = 0.9;

interface Props {
  readonly person: SheetPerson;
  readonly axis: Axis;
  readonly index: number;
  readonly top: number;
  readonly isCurrent: boolean;
  /** Of today, now; else there is nothing actual to show. */
  readonly nowAt: number | null;
  readonly markedPartAt: number | null;
}

/** One person's day. Redraws with this person's shifts and what is in the hand here, and at no other time. */
export const DayRow = memo(function DayRow({ person, axis, index, top, isCurrent, nowAt, markedPartAt }: Props) {
  const t = useT();
  const formats = useFormats();
  const { catalogue } = useRoster();
  const { agentId } = person;
  const duty = useDuty(agentId);
  const ghost = useGhostOf(agentId);
  const pending = usePending(agentId);
  const adherence = useAdherence(agentId);
  const shown = (duty?.entries ?? []).filter((entry) => isInSight(entry, axis));
  const own = shown.flatMap(({ draft }) => (draft?.businessDate === axis.date ? [draft] : []));
  const isAdrift = shown.some(({ draft, adrift }) => adrift === true && draft?.businessDate === axis.date);
  const isBusy = pending.length > 0;
  const over = (duty?.overlays ?? []).filter(({ startAt, endAt }) => startAt < axis.endAt && endAt > axis.startAt);
  const said =
    own.length === 0
      ? t('roster.dayOff')
      : formats.list([
          ...own.map((shift) => shiftSentence(t, formats, catalogue, shift)),
          ...over.map((one) => `${partText(t, formats, catalogue, one)} ${spanText(formats, one)}`),
        ]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: bars on a time axis are no table cells
    // biome-ignore lint/a11y/useFocusableInteractive: the focus is on its cell
    <div
      className={isCurrent ? 'rs-row is-current' : 'rs-row'}
      role="row"
      aria-rowindex={index + 1}
      style={{ transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div className="rs-name" role="rowheader">
        <span className="el b">{formats.name(person)}</span>
        <QueueCode id={person.queueIds[0]} />
        {isAdrift && (
          <span className="c-watch" title={t('roster.adrift.title')}>
            <Glyph name="triangle" size="sm" label={t('roster.adrift.title')} />
          </span>
        )}
        {adherence?.ratio != null && nowAt !== null && <AdherenceMark ratio={adherence.ratio} />}
        {isCurrent && <RowMenu person={person} date={axis.date} />}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div className="rs-track" role="gridcell" tabIndex={isCurrent ? 0 : -1} data-agent={agentId}>
        {/* In words: bars say nothing to who can't see them. */}
        <span className="sr">{`${formats.name(person)}: ${said}${isAdrift ? t('roster.adrift.aloud') : ''}${isBusy ? t('roster.pendingAloud') : ''}`}</span>
        {shown.map((entry) => (
          <EntryBars
            key={(entry.draft ?? entry.published)?.id}
            entry={entry}
            axis={axis}
            isHeld={ghost !== null && ghost.before?.id === entry.draft?.id}
            isBusy={isBusy}
            markedPartAt={isCurrent ? markedPartAt : null}
          />
        ))}
        {over.map(({ activity, startAt, endAt }) => (
          <span
            key={`${startAt}${activity}`}
            aria-hidden="true"
            className={`rs-over is-${lookOf(activity).tone}`}
            style={extent(axis, startAt, endAt)}
            title={t(lookOf(activity).key)}
          />
        ))}
        {pending.map((one) => one.to !== null && <ShiftBar key={one.id} axis={axis} shift={one.to} state="pending" />)}
        {ghost !== null && <ShiftBar axis={axis} shift={ghost.plan} state={stateOf(ghost.verdict)} markedPartAt={ghost.partStartAt} />}
        {ghost !== null && <GhostTip ghost={ghost} axis={axis} />}
        {adherence !== undefined && nowAt !== null && <ActualBars axis={axis} row={adherence} nowAt={nowAt} />}
      </div>
    </div>
  );
});

const isInSight = ({ draft, published }: Entry, axis: Axis) =>
  [draft, published].some((shift) => shift !== null && shift.startAt < axis.endAt && shift.endAt > axis.startAt);

const stateOf = (verdict: Verdict) => (isBlocked(verdict) ? 'blocked' : verdict.soft.length > 0 ? 'warned' : 'ghost');

interface EntryProps {
  readonly entry: Entry;
  readonly axis: Axis;
  readonly isHeld: boolean;
  readonly isBusy: boolean;
  readonly markedPartAt: number | null;
}

/** What is planned, and behind it what was told where that is something else. */
function EntryBars({ entry, axis, isHeld, isBusy, markedPartAt }: EntryProps) {
  const { draft, published } = entry;
  const isChanged = isUnpublished(entry);
  // What began the day before belongs to that day: it is seen here, and changed there.
  const isOwn = draft?.businessDate === axis.date;
  const handle = isOwn && !isBusy && draft !== null ? { id: draft.id } : {};
  return (
    <>
      {isChanged && published !== null && <ShiftBar axis={axis} shift={published} state="told" />}
      {draft !== null && (
        <ShiftBar
          axis={axis}
          shift={draft}
          {...handle}
          {...(isHeld ? { state: 'leaving' as const } : isChanged ? { state: 'unpublished' as const } : {})}
          markedPartAt={markedPartAt}
          isAdrift={entry.adrift === true}
        />
      )}
    </>
  );
}

function AdherenceMark({ ratio }: { ratio: number }) {
  const t = useT();
  const formats = useFormats();
  const isLow = ratio < LOW_ADHERENCE;
  return (
    <span className={isLow ? 'rs-adh c-watch b' : 'rs-adh'} title={t('roster.adherence')}>
      {isLow && <Glyph name="triangle" size="sm" label={t('roster.adherenceLow')} />} {formats.percent(ratio, 0)}
    </span>
  );
}
