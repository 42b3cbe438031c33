import { createContext, useContext } from 'react';
import type { Values } from './steps.js';

/** Opens the form of a step from wherever in the case it suggests itself. */
export interface Doing {
  /** Whether the step is one that can be done now. */
  can(step: string): boolean;
  begin(step: string, values?: Values): void;
}

const DoingContext = createContext<Doing>({ can: () => false, begin: () => {} });
export const DoingProvider = DoingContext.Provider;
export const useDoing = (): Doing => useContext(DoingContext);
