import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import type { MyStrain } from '../../shared/protocol/buffer-http.js';
import { useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { useToast } from '../ui/toast.js';
import { changeStrain, fetchStrain, sendCheckIn } from './wellbeing-api.js';

const MINUTE_MS = 60_000;

interface StrainData {
  /** Null: not here yet, or not to be had. */
  readonly mine: MyStrain | null;
  readonly hasFailed: boolean;
  again(): void;
  change(change: Parameters<typeof changeStrain>[0]): void;
  checkIn(value: number): void;
}
const NOTHING: StrainData = { mine: null, hasFailed: false, again: () => {}, change: () => {}, checkIn: () => {} };
const StrainContext = createContext<StrainData>(NOTHING);
export const useStrain = (): StrainData => useContext(StrainContext);

/** The agent's own strain, looked at once a minute. It is never in a live frame: nobody else's page could get it by mistake. */
export function StrainProvider({ agentId, children }: { agentId: string; children: ReactNode }) {
  const t = useT();
  const toast = useToast();
  const minute = useSiteNow(MINUTE_MS);
  const { value, error, again } = useFetched(minute === null ? null : `${agentId}|${minute}`, fetchStrain);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` does the same each time
  const after = useCallback(
    (done: Promise<{ ok: boolean }>) =>
      void done.then(({ ok }) => {
        if (!ok) toast({ kind: 'fail', title: t('well.notSaved') });
        again();
      }),
    [toast, t],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` does the same each time
  const data = useMemo<StrainData>(
    () => ({
      mine: value,
      hasFailed: error !== null && value === null,
      again,
      change: (change) => after(changeStrain(change)),
      checkIn: (answer) => after(sendCheckIn(answer)),
    }),
    [value, error, after],
  );
  return <StrainContext.Provider value={data}>{children}</StrainContext.Provider>;
}
