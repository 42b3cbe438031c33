import { createContext, useContext } from 'react';
import type { DemandGrid } from './demand-grid.js';

/** What a day's rows have in common with its curve. */
export interface DayShown {
  readonly demand: DemandGrid;
  readonly queueId: string | null;
}
const DayContext = createContext<DayShown | null>(null);
export const DayProvider = DayContext.Provider;
export function useDayContext(): DayShown {
  const day = useContext(DayContext);
  if (day === null) throw new Error('a day’s rows are drawn inside <DayProvider> only');
  return day;
}
