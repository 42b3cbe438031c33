import { useState } from 'react';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { wallClock } from '../../shared/kernel/zone.js';
import type { Gap } from '../../shared/metrics/gaps.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { KeyCap, Skeleton } from '../ui/feedback.js';
import { Select } from '../ui/field.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { headingWithin } from './coverage-now.js';
import { useRoster } from './hooks.js';
import { useNameOf } from './names.js';
import { OpenShiftForm, type OpenShiftWish } from './open-shift-form.js';
import { localTime } from './plan.js';
import type { Place } from './roster-page.js';
import { type DayGaps as DayGapsFound, type Suggestion, useDayGaps, useSuggestions } from './use-gaps.js';
import { useMany } from './use-many.js';

/** Names beyond these are counted. */
const MOST_NAMED = 3;

/** What to do about a gap that is still to come: each line one step, its effect beside it, one key to plan it. */
export function GapList({ place }: { place: Place }) {
  return place.address.view === 'day' && place.date >= place.today ? <DayGaps place={place} /> : null;
}

function DayGaps({ place }: { place: Place }) {
  const t = useT();
  const { catalogue, isLocked } = useRoster();
  const day = useDayGaps(place);
  const [chosenFrom, choose] = useState<number | null>(null);
  const gap = day.gaps.find(({ from }) => from === chosenFrom) ?? day.gaps[0] ?? null;
  const found = useSuggestions(day, gap, place);
  const suggestions = found ?? [];
  const { isBusy, run, stopped } = useMany();
  const [wish, setWish] = useState<OpenShiftWish | null>(null);
  const apply = (suggestion: Suggestion | undefined) => {
    if (suggestion === undefined || isLocked || isBusy) return;
    if (suggestion.kind !== 'offer') return void run(() => suggestion.changes, t('roster.many.nothing'));
    const { startAt, lengthMs, places } = suggestion;
    const start = localTime(startAt, catalogue.timeZone);
    const { date } = wallClock(epochMs(startAt), catalogue.timeZone);
    setWish({ kind: 'ot', date, start, lengthMin: lengthMs / MINUTE_MS, places });
  };
  useShortcuts(
    t('roster.keys'),
    suggestions.map((one, at) => ({ keys: String(at + 1), label: t('roster.gaps.key', { n: at + 1 }), run: () => apply(one) })),
  );
  // What is open over the list stays, though somebody else closes the gap meanwhile.
  return (
    <>
      {gap !== null && (
        <section className="rs-panel">
          <Heading day={day} gap={gap} onChoose={choose} />
          {found === null && <Skeleton height={48} />}
          {found?.length === 0 && <p className="t2 s12">{t('roster.gaps.none')}</p>}
          <ol className="rs-list">
            {suggestions.map((one, no) => (
              <Line key={one.kind} suggestion={one} no={no + 1} isDisabled={isLocked || isBusy} onApply={() => apply(one)} />
            ))}
          </ol>
        </section>
      )}
      {stopped}
      {wish !== null && <OpenShiftForm place={place} wish={wish} onClose={() => setWish(null)} />}
    </>
  );
}

/** Which gap, and what it is reckoned with. */
function Heading({ day, gap, onChoose }: { day: DayGapsFound; gap: Gap; onChoose: (from: number) => void }) {
  const t = useT();
  const formats = useFormats();
  const heading = headingWithin(day.shown, gap.from, gap.to);
  const at = (step: number) => formats.time(day.grid.startAt + step * day.grid.stepMs);
  const spanOf = ({ from, to }: { from: number; to: number }) => `${at(from)}–${at(to)}`;
  return (
    <>
      <header>
        <h2>{t('roster.gaps')}</h2>
        {day.gaps.length === 1 ? (
          <span className="t3 s12">{spanOf(gap)}</span>
        ) : (
          <Select
            label={t('roster.gaps.which')}
            value={String(gap.from)}
            options={day.gaps.map((one) => ({
              value: String(one.from),
              label: `${spanOf(one)} ${t('roster.gap', { n: one.missing })}`,
            }))}
            onChange={(from) => onChoose(Number(from))}
          />
        )}
      </header>
      {heading !== null && <p className="t3 s12">{t('roster.heading', { low: heading.low, high: heading.high })}</p>}
    </>
  );
}

interface LineProps {
  readonly suggestion: Suggestion;
  readonly no: number;
  readonly isDisabled: boolean;
  readonly onApply: () => void;
}

function Line({ suggestion, no, isDisabled, onApply }: LineProps) {
  const t = useT();
  const formats = useFormats();
  const nameOf = useNameOf();
  const { missingBefore, missingAfter, shortMsBefore, shortMsAfter } = suggestion;
  const what =
    suggestion.kind === 'offer'
      ? t('roster.gaps.offer', { n: suggestion.places })
      : t(`roster.gaps.${suggestion.kind}`, { n: suggestion.changes.length });
  const hours = (ms: number) => formats.number(Math.round((ms / HOUR_MS) * 10) / 10);
  const gap = (n: number) => (n === 0 ? t('roster.covered') : t('roster.gap', { n }));
  const effect = t('roster.gaps.effect', { before: gap(missingBefore), after: gap(missingAfter) });
  const who =
    suggestion.kind === 'offer'
      ? t('roster.gaps.ifTaken')
      : namesOf(
          suggestion.changes.map(({ agentId }) => nameOf(agentId, '')),
          (names, more) => (more === 0 ? formats.list(names) : t('roster.gaps.andMore', { names: formats.list(names), n: more })),
        );
  return (
    <li>
      <span className="grow">
        <b>{what}</b>
        <br />
        <span className="t2 s12">{who}</span>
        <br />
        <span className="s12">
          {effect} <span className="t3">{t('roster.gaps.short', { before: hours(shortMsBefore), after: hours(shortMsAfter) })}</span>
        </span>
      </span>
      <Button size="small" disabled={isDisabled} onClick={onApply}>
        {t(suggestion.kind === 'offer' ? 'roster.gaps.offerIt' : 'roster.gaps.apply')} <KeyCap>{no}</KeyCap>
        <span className="sr">{t('roster.gaps.aloud', { what, effect })}</span>
      </Button>
    </li>
  );
}

const namesOf = (all: readonly string[], say: (names: readonly string[], more: number) => string): string =>
  say(all.slice(0, MOST_NAMED), Math.max(0, all.length - MOST_NAMED));
