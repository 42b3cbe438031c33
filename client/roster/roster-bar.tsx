import { ChevronLeft, ChevronRight, FileSpreadsheet, Undo2 } from 'lucide-react';
import { useMemo, useSyncExternalStore } from 'react';
import type { TeamView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { shallowEqual, useCollection, useLookup, useQueueIds } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { Segmented, Select } from '../ui/field.js';
import { Menu, MenuItem } from '../ui/menu.js';
import { ROSTER_VIEWS } from './address.js';
import { exportAddress } from './api.js';
import { addDays } from './dates.js';
import { useRoster } from './hooks.js';
import { usePeopleShown } from './people-shown.js';
import { dayStart } from './plan.js';
import type { Place } from './roster-page.js';
import { useShiftWindows } from './shift-windows.js';
import { useUnpublished } from './unpublished.js';
import { stepOf } from './use-roster-keys.js';

/** Which days, whose, and what becomes of what was changed. */
export function RosterBar({ place }: { place: Place }) {
  const t = useT();
  const { planner, isLocked } = useRoster();
  const windows = useShiftWindows();
  const unpublished = useUnpublished(place);
  const canUndo = useSyncExternalStore(planner.subscribeDone, planner.canUndo);
  return (
    <header className="rs-bar" data-region="">
      <Days place={place} />
      <Segmented
        label={t('roster.view')}
        value={place.address.view}
        options={ROSTER_VIEWS.map((value) => ({ value, label: t(`roster.view.${value}`) }))}
        onChange={(view) => place.change({ view })}
      />
      <Filters place={place} />
      <Legend />
      <span className="grow" />
      <span className="rs-unpublished" role="status">
        {unpublished.length > 0 && t('roster.unpublished', { n: unpublished.length })}
      </span>
      <Button kind="quiet" disabled={!canUndo || isLocked} onClick={() => void planner.undo()}>
        <Undo2 className="i sm" aria-hidden="true" />
        {t('roster.undo')} <KeyCap>Z</KeyCap>
      </Button>
      <FilesMenu place={place} />
      <Button kind="primary" disabled={isLocked} onClick={() => windows.openPublish()}>
        {t('roster.publish')} <KeyCap>Ctrl ↵</KeyCap>
      </Button>
    </header>
  );
}

/** In from a file, and out to one. */
function FilesMenu({ place: { address, shown } }: { place: Place }) {
  const t = useT();
  const { isLocked } = useRoster();
  const windows = useShiftWindows();
  const take = (what: 'published' | 'draft') => {
    const link = document.createElement('a');
    link.href = exportAddress({ ...shown, teamId: address.team, what });
    link.download = '';
    link.click();
  };
  return (
    <Menu
      trigger={
        <Button kind="quiet" iconOnly aria-label={t('roster.files')} title={t('roster.files')}>
          <FileSpreadsheet className="i" aria-hidden="true" />
        </Button>
      }
    >
      <MenuItem disabled={isLocked} onSelect={() => windows.openImport()}>
        {t('roster.files.import')}
      </MenuItem>
      <MenuItem onSelect={() => take('draft')}>{t('roster.files.draft')}</MenuItem>
      <MenuItem onSelect={() => take('published')}>{t('roster.files.published')}</MenuItem>
    </Menu>
  );
}

function Days({ place }: { place: Place }) {
  const t = useT();
  const formats = useFormats();
  const { catalogue } = useRoster();
  const { change, date, shown } = place;
  const at = (day: string) => formats.date(dayStart(day, catalogue.timeZone));
  const said = shown.from === shown.to ? at(date) : t('roster.days', { from: at(shown.from), to: at(shown.to) });
  return (
    <fieldset className="seg rs-days" aria-label={t('roster.day')}>
      <button type="button" aria-label={t('roster.previous')} onClick={() => change({ date: addDays(date, -stepOf(place)) })}>
        <ChevronLeft className="i sm" aria-hidden="true" />
      </button>
      <label className="rs-date">
        <span className="b">{said}</span>
        <input
          type="date"
          aria-label={t('roster.pickDay')}
          value={date}
          onChange={(event) => event.target.value !== '' && change({ date: event.target.value })}
        />
      </label>
      <button type="button" aria-label={t('roster.next')} onClick={() => change({ date: addDays(date, stepOf(place)) })}>
        <ChevronRight className="i sm" aria-hidden="true" />
      </button>
      {date !== place.today && (
        <button type="button" onClick={() => change({ date: null })}>
          {t('roster.today')}
        </button>
      )}
    </fieldset>
  );
}

const teamsOf = (all: ReadonlyMap<string, TeamView>) => [...all.values()];

function Filters({ place: { address, change } }: { place: Place }) {
  const t = useT();
  const formats = useFormats();
  const all = usePeopleShown(null, null);
  const teams = useCollection('team', teamsOf, shallowEqual);
  const queueIds = useQueueIds();
  const lookup = useLookup();
  const counts = useMemo(() => {
    const byTeam = new Map<string, number>();
    for (const { teamId } of all) if (teamId !== null) byTeam.set(teamId, (byTeam.get(teamId) ?? 0) + 1);
    return byTeam;
  }, [all]);
  const own = teams.filter(({ id }) => counts.has(id));
  return (
    <>
      <Select
        label={t('roster.team')}
        value={address.team ?? ''}
        options={[
          { value: '', label: t('roster.allTeams', { n: all.length }) },
          ...own.map((team) => ({ value: team.id as string, label: `${formats.name(team)} ${counts.get(team.id) ?? 0}` })),
        ]}
        onChange={(team) => change({ team: team === '' ? null : team })}
      />
      <Select
        label={t('roster.queue')}
        value={address.queue ?? ''}
        options={[
          { value: '', label: t('roster.allQueues') },
          ...queueIds.flatMap((id) => {
            const queue = lookup('queue', id);
            return queue === undefined ? [] : [{ value: id as string, label: formats.name(queue) }];
          }),
        ]}
        onChange={(queue) => change({ queue: queue === '' ? null : queue })}
      />
    </>
  );
}

function Legend() {
  const t = useT();
  return (
    <ul className="rs-legend" aria-label={t('roster.legend')}>
      <li>
        <i className="rs-seg is-front" />
        {t('roster.activity.phone')}
      </li>
      <li>
        <i className="rs-seg is-break" />
        {t('roster.activity.break')}
      </li>
      <li>
        <i className="rs-seg is-aside" />
        {t('roster.activity.backoffice')}
      </li>
      <li>
        <i className="rs-seg is-train" />
        {t('roster.activity.training')}
      </li>
      <li>
        <i className="k-act" />
        {t('roster.actual')}
      </li>
      <li>
        <i className="k-act is-off" />
        {t('roster.offPlan')}
      </li>
    </ul>
  );
}
