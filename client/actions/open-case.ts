import { createContext, useContext } from 'react';
import type { VisitId } from '../../shared/kernel/ids.js';

/** Opens the form of a new escalation case over the page, from a call or without one. Null where nobody may. */
export type OpenCase = ((visitId?: VisitId) => void) | null;

const OpenCaseContext = createContext<OpenCase>(null);
/** Screens stand beside each other and do not know one another: the frame around them brings the form. */
export const OpenCaseProvider = OpenCaseContext.Provider;
export const useOpenCase = (): OpenCase => useContext(OpenCaseContext);
