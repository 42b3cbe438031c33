import { createContext, useContext } from 'react';
import type { AgentId } from './book.js';

/** What opens over the page. */
export interface ShiftWindows {
  /** `shiftId` null: a new one; `date` where it is not the day that is shown. */
  openShift(agentId: AgentId, shiftId: string | null, date?: string): void;
  openPublish(): void;
  openImport(): void;
}

const WindowsContext = createContext<ShiftWindows | null>(null);
export const ShiftWindowsProvider = WindowsContext.Provider;

export function useShiftWindows(): ShiftWindows {
  const windows = useContext(WindowsContext);
  if (windows === null) throw new Error('windows are opened inside <ShiftWindowsProvider> only');
  return windows;
}
