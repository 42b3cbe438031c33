import { ClipboardCopy } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Menu, MenuItem, MenuLabel } from '../ui/menu.js';
import { useToast } from '../ui/toast.js';
import { weekAxis } from './axis.js';
import { useRoster, useVersion } from './hooks.js';
import { withBreaksPlaced } from './placed-breaks.js';
import type { Change, ManyOutcome } from './planner.js';
import { RefusedDialog } from './refused-dialog.js';
import type { Place } from './roster-page.js';
import type { Template } from './templates.js';
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
  const toast = useToast();
  const { book, planner, catalogue, demand, isLocked } = useRoster();
  const now = useSiteNow(60_000) ?? 0;
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Extract<ManyOutcome, { kind: 'refused' }> | null>(null);
  const whole = () => (isMany ? chosen : cellsOf(people, dates));
  const run = async (make: () => readonly Change[] | Promise<readonly Change[]>, nothing: string) => {
    setBusy(true);
    const changes = await make();
    const outcome: ManyOutcome = changes.length === 0 ? { kind: 'done', planned: 0 } : await planner.commitMany(changes);
    setBusy(false);
    if (outcome.kind === 'refused') setRefused(outcome);
    else if (outcome.kind === 'not-confirmed') toast({ kind: 'fail', title: t('roster.many.stopped'), detail: t('roster.notConfirmed') });
    else if (changes.length === 0) toast({ kind: 'ok', title: nothing });
    else toast({ kind: 'ok', title: t('roster.many.done', { n: outcome.planned }) });
  };
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
      {refused !== null && <RefusedDialog outcome={refused} onClose={() => setRefused(null)} />}
    </div>
  );
}
