import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useMedia } from '../ui/use-media.js';

interface RailState {
  readonly isOpen: boolean;
  readonly open: (isOpen: boolean) => void;
}
const RailContext = createContext<RailState>({ isOpen: false, open: () => {} });

/** Whether requests and suggestions lie beside the rows: where there is room, until somebody chooses otherwise. */
export function RailProvider({ children }: { children: ReactNode }) {
  const hasRoom = useMedia('(min-width: 1600px)');
  const [choice, open] = useState<boolean | null>(null);
  const isOpen = choice ?? hasRoom;
  const state = useMemo(() => ({ isOpen, open }), [isOpen]);
  return <RailContext.Provider value={state}>{children}</RailContext.Provider>;
}
export const useRail = (): RailState => useContext(RailContext);
