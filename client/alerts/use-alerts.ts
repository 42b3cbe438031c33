import { useMemo } from 'react';
import type { AlertView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection, useLookup } from '../live/hooks.js';
import type { AlertTextTools } from './alert-text.js';
import { inOrder, isLoud } from './order.js';

const ordered = (all: ReadonlyMap<string, AlertView>) => inOrder(all.values());

/** Alerts as the rail shows them. */
export const useAlerts = (): readonly AlertView[] => useCollection('alert', ordered);

const loud = (all: ReadonlyMap<string, AlertView>): readonly AlertView[] => inOrder([...all.values()].filter(isLoud));
/** Those that nobody has answered yet and that can not wait. */
export const useLoudAlerts = (): readonly AlertView[] => useCollection('alert', loud);

export function useAlertText(): AlertTextTools {
  const t = useT();
  const formats = useFormats();
  const lookup = useLookup();
  return useMemo(() => ({ t, formats, lookup }), [t, formats, lookup]);
}
