import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/provider.js';
import { useToast } from '../ui/toast.js';
import type { Change, ManyOutcome, Stopped } from './changes.js';
import { useRoster } from './hooks.js';
import { StoppedDialog } from './stopped-dialog.js';

/** Plans many changes in one step that one key takes back, and says what became of them. `stopped` is to be shown where it is used. */
export function useMany(): {
  readonly isBusy: boolean;
  readonly run: (make: () => readonly Change[] | Promise<readonly Change[]>, nothing: string) => Promise<void>;
  readonly stopped: ReactNode;
} {
  const t = useT();
  const toast = useToast();
  const { planner } = useRoster();
  const [isBusy, setBusy] = useState(false);
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const run = async (make: () => readonly Change[] | Promise<readonly Change[]>, nothing: string) => {
    setBusy(true);
    const changes = await make();
    const outcome: ManyOutcome = changes.length === 0 ? { kind: 'done', planned: [] } : await planner.commitMany(changes);
    setBusy(false);
    if (outcome.kind !== 'done') setStopped(outcome);
    else if (changes.length === 0) toast({ kind: 'ok', title: nothing });
    else toast({ kind: 'ok', title: t('roster.many.done', { n: outcome.planned.length }) });
  };
  return { isBusy, run, stopped: stopped !== null && <StoppedDialog outcome={stopped} onClose={() => setStopped(null)} /> };
}
