import { useMemo } from 'react';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { startOfDay } from '../i18n/day.js';
import { useFormats } from '../i18n/provider.js';
import { useCollection, useSiteNow, useWho } from '../live/hooks.js';
import { type Groups, groupBuffers } from './groups.js';

const QUARTER_MS = 900_000;
const everyOne = (all: ReadonlyMap<string, BufferView>): readonly BufferView[] => [...all.values()];

export function useGroups(): Groups {
  const all = useCollection('buffer', everyOne);
  const quarter = useSiteNow(QUARTER_MS);
  const { timeZone } = useFormats();
  const dayStartAt = useMemo(() => (quarter === null ? 0 : startOfDay(quarter, timeZone)), [quarter, timeZone]);
  const userId = useWho()?.userId;
  return useMemo(() => groupBuffers(all, dayStartAt, userId), [all, dayStartAt, userId]);
}
