import { Ellipsis } from 'lucide-react';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.js';
import { addDays } from './dates.js';
import { useDayContext } from './day-context.js';
import { shiftOn } from './day-keys.js';
import { useRoster } from './hooks.js';
import { atLocal, blankPlan, localTime, moved, planOf, SNAP_MS } from './plan.js';
import { surplusWith, withProposedBreaks } from './proposed-breaks.js';
import { useShiftWindows } from './shift-windows.js';
import { templatesOf } from './templates.js';

/** Whatever a hand can do to a shift, by name. */
export function RowMenu({ person, date }: { person: SheetPerson; date: string }) {
  const t = useT();
  const formats = useFormats();
  const { isLocked } = useRoster();
  return (
    <Menu
      align="start"
      trigger={
        <Button kind="quiet" size="small" iconOnly disabled={isLocked} aria-label={t('roster.menu', { name: formats.name(person) })}>
          <Ellipsis className="i sm" aria-hidden="true" />
        </Button>
      }
    >
      <Items person={person} date={date} />
    </Menu>
  );
}

function Items({ person, date }: { person: SheetPerson; date: string }) {
  const t = useT();
  const formats = useFormats();
  const { book, planner, catalogue } = useRoster();
  const { demand } = useDayContext();
  const windows = useShiftWindows();
  const { agentId } = person;
  const shift = shiftOn(book, agentId, date);
  if (shift === null) {
    const zone = catalogue.timeZone;
    return (
      <>
        <MenuItem onSelect={() => windows.openShift(agentId, null)}>{t('roster.menu.add')}</MenuItem>
        {templatesOf(catalogue, person).map((template) => (
          <MenuItem
            key={template.code}
            onSelect={() => {
              const plan = { ...blankPlan({ businessDate: date, zone, ...template }), template: template.code };
              const after = withProposedBreaks(plan, surplusWith(book, demand, agentId, null, plan));
              planner.propose({ agentId, before: null, after });
            }}
          >
            {t('roster.menu.template', { name: formats.name(template), start: template.startLocal })}
          </MenuItem>
        ))}
      </>
    );
  }
  const plan = planOf(shift);
  const onNextDay = () => {
    const to = addDays(shift.businessDate, 1);
    const by = atLocal(to, localTime(shift.startAt, shift.zone), shift.zone) - shift.startAt;
    planner.propose({ agentId, before: null, after: { ...moved({ ...plan, businessDate: to }, by), businessDate: to } });
  };
  return (
    <>
      <MenuItem onSelect={() => windows.openShift(agentId, shift.id)}>{t('roster.menu.edit')}</MenuItem>
      <MenuItem onSelect={() => planner.propose({ agentId, before: shift, after: moved(plan, -SNAP_MS) })}>
        {t('roster.menu.earlier')}
      </MenuItem>
      <MenuItem onSelect={() => planner.propose({ agentId, before: shift, after: moved(plan, SNAP_MS) })}>
        {t('roster.menu.later')}
      </MenuItem>
      <MenuItem
        onSelect={() =>
          planner.propose({ agentId, before: shift, after: withProposedBreaks(plan, surplusWith(book, demand, agentId, shift, plan)) })
        }
      >
        {t('roster.menu.breaks')}
      </MenuItem>
      <MenuItem onSelect={onNextDay}>{t('roster.menu.copyOn')}</MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => planner.propose({ agentId, before: shift, after: null })}>{t('roster.menu.remove')}</MenuItem>
    </>
  );
}
