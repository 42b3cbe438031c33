import { ClipboardCopy } from 'lucide-react';
import { useMemo } from 'react';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Menu, MenuItem, MenuLabel } from '../ui/menu.js';
import { weekAxis } from './axis.js';
import type { Change } from './changes.js';
import { useRoster, useVersion } from './hooks.js';
import { withBreaksPlaced } from './placed-breaks.js';
import type { Place } from './roster-page.js';
import type { Template } from './templates.js';
import { useMany } from './use-many.js';
import { type Cell, cellsOf, cleared, copiedFromWeekBefore, draftsOn, fromTemplate, shiftsToCome, takenAmong } from './week-plan.js';

interface Props {
  readonly place: Place;
  readonly people: readonly SheetPerson[];
  readonly dates: readonly string[];
  readonly chosen: readonly Cell[];
  readonly isMany: boolean;
  readonly onAll: () => void;
}

/** What is done to the whole week of those who are shown, or to what is chosen in it. */
export function WeekActions({ people, dates, chosen, isMany, onAll }: Props) {
  const t = useT();
  const formats = useFormats();
  const { book, catalogue, demand, isLocked } = useRoster();
  const now = useSiteNow(60_000) ?? 0;
  const { isBusy, run, stopped } = useMany();
  const whole = () => (isMany ? chosen : cellsOf(people, dates));
  const placeBreaks = (changes: readonly Change[]) =>
    withBreaksPlaced(changes, {
      book,
      demand,
      shrinkageRatio: catalogue.shrinkageRatio,
      axisOn: (date) => weekAxis(date, catalogue.timeZone),
    });
  const plan = (template: Template) =>
    run(() => placeBreaks(fromTemplate(book, catalogue, chosen, template, now)), t('roster.many.nothing'));
  const version = useVersion();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  const taken = useMemo(() => (isMany ? takenAmong(book, chosen) : 0), [book, version, isMany, chosen]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const isEmpty = useMemo(
    () => !cellsOf(people, dates).some(({ agentId, date }) => draftsOn(book, agentId, date).length > 0),
    [book, version, people, dates],
  );
  return (
    <div className="rs-week-actions" data-region="">
      <Button
        size="small"
        disabled={isLocked || isBusy}
        onClick={() => void run(() => copiedFromWeekBefore(book, whole(), now), t('roster.many.nothingToCopy'))}
      >
        <ClipboardCopy className="i sm" aria-hidden="true" />
        {t('roster.many.copyWeek')}
      </Button>
      {catalogue.templates.length > 0 && (
        <Menu
          align="start"
          trigger={
            <Button size="small" disabled={isLocked || isBusy}>
              {t('roster.many.template')}
            </Button>
          }
        >
          <MenuLabel>{t('roster.many.templateFor', { n: chosen.length })}</MenuLabel>
          {catalogue.templates.map((template) => (
            <MenuItem key={template.code} onSelect={() => void plan(template)}>
              {t('roster.menu.template', { name: formats.name(template), start: template.startLocal })}
            </MenuItem>
          ))}
        </Menu>
      )}
      <Button
        size="small"
        disabled={isLocked || isBusy}
        onClick={() => void run(() => placeBreaks(shiftsToCome(book, whole(), now)), t('roster.many.nothing'))}
      >
        {t('roster.many.breaks')}
      </Button>
      <Button
        size="small"
        disabled={isLocked || isBusy || !isMany}
        onClick={() => void run(() => cleared(book, chosen, now), t('roster.many.nothing'))}
      >
        {t('roster.many.clear')}
      </Button>
      <Button size="small" kind="quiet" onClick={onAll}>
        {t('roster.many.all')}
      </Button>
      <span className="t2 s12" role="status">
        {isBusy
          ? t('roster.sending')
          : isMany
            ? t('roster.many.chosen', { n: chosen.length })
            : t(isEmpty ? 'roster.many.empty' : 'roster.many.hint')}
        {isMany && taken > 0 && !isBusy ? ` ${t('roster.many.taken', { n: taken })}` : ''}
      </span>
      {stopped}
    </div>
  );
}
