import { useCallback, useMemo } from 'react';
import { AGENT_STATES, type AgentStateName } from '../../shared/domain/site.js';
import type { TeamView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { STATE_ORDER, stateLook } from '../i18n/state-look.js';
import { useCollection } from '../live/hooks.js';
import { FilterMenu, type FilterOption } from './filter-menu.js';
import { type FloorAddress, NO_TEAM } from './floor-address.js';
import { useFloorActions } from './floor-context.js';

/** Which agents are shown: by team and by what they do. */
export function AgentFilters({ address }: { address: FloorAddress }) {
  const t = useT();
  const formats = useFormats();
  const { change } = useFloorActions();
  const teams = useCollection(
    'team',
    useCallback(
      (all: ReadonlyMap<string, TeamView>): readonly FilterOption[] => [
        ...[...all.values()].sort((a, b) => a.order - b.order).map((team) => ({ id: team.id, label: formats.name(team) })),
        { id: NO_TEAM, label: t('floor.team.none') },
      ],
      [formats, t],
    ),
    sameLabels,
  );
  const states = useMemo(() => STATE_ORDER.map((state) => ({ id: state, label: t(stateLook(state).key) })), [t]);
  return (
    <>
      <FilterMenu
        text={t('floor.filter.teams', { count: address.teamIds.length, total: teams.length - 1 })}
        options={teams}
        chosen={address.teamIds}
        onChange={(teamIds) => change({ teamIds })}
      />
      <FilterMenu
        text={t('floor.filter.states', { count: address.states.length })}
        options={states}
        chosen={address.states}
        onChange={(chosen) =>
          change({ states: chosen.filter((state): state is AgentStateName => AGENT_STATES.some((one) => one === state)) })
        }
      />
    </>
  );
}

const sameLabels = (a: readonly FilterOption[], b: readonly FilterOption[]) =>
  a.length === b.length && a.every((option, i) => option.id === b[i]?.id && option.label === b[i]?.label);
