import { createContext, useContext } from 'react';
import type { VisitId } from '../../shared/kernel/ids.js';
import type { CaseView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';

/** Shows a call on the floor. Null for who may not see that. */
export type ShowOnFloor = ((visitId: VisitId) => void) | null;

const OnFloorContext = createContext<ShowOnFloor>(null);
/** Screens do not know one another: the page brings the way there. */
export const OnFloorProvider = OnFloorContext.Provider;

/** While the customer is on the line: the call itself, where it can be listened to, joined or taken over. */
export function OnFloor({ one }: { one: CaseView }) {
  const t = useT();
  const show = useContext(OnFloorContext);
  const visit = useEntity('visit', one.visitId);
  if (show === null || visit === undefined) return null;
  return (
    <button type="button" className="case-link" onClick={() => show(visit.id)}>
      {t('case.onFloor')}
    </button>
  );
}
