import { createContext, useContext } from 'react';
import type { FloorAddress, Opened } from './floor-address.js';
import type { Chosen, Mark } from './floor-marks.js';
import type { Metric } from './metrics.js';

/** What the parts of the floor may ask of it. The object never changes, so that memoised rows stay as they are. */
export interface FloorActions {
  /** Something to come back from: a new entry in the browser's history. */
  open(opened: Opened | null): void;
  openMetric(metric: Metric, scope: string): void;
  change(change: Partial<FloorAddress>, how?: { readonly replace?: boolean }): void;
  /** The agent whom the open call would go to: their seat shows it. */
  readonly candidate: Mark<string | null>;
  /** Callers chosen to be acted on together. */
  readonly chosen: Mark<Chosen>;
}

const ActionsContext = createContext<FloorActions | null>(null);
export const FloorActionsProvider = ActionsContext.Provider;

export function useFloorActions(): FloorActions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error('the floor’s parts live inside the floor only');
  return actions;
}
