import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/provider.js';
import { useToast } from '../ui/toast.js';
import { useRoster } from './hooks.js';
import type { Change, ManyOutcome } from './planner.js';
import { RefusedDialog } from './refused-dialog.js';

/** Plans many changes in one step that one key takes back, and says what became of them. `refused` is to be shown where it is used. */
export function useMany(): {
  readonly isBusy: boolean;
  readonly run: (make: () => readonly Change[] | Promise<readonly Change[]>, nothing: string) => Promise<void>;
  readonly refused: ReactNode;
} {
  const t = useT();
  const toast = useToast();
  const { planner } = useRoster();
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Extract<ManyOutcome, { kind: 'refused' }> | null>(null);
  const run = async (make: () => readonly Change[] | Promise<readonly Change[]>, nothing: string) => {
    setBusy(true);
    const changes = await make();
    const outcome: ManyOutcome = changes.length === 0 ? { kind: 'done', planned: 0 } : await planner.commitMany(changes);
    setBusy(false);
    if (outcome.kind === 'refused') setRefused(outcome);
    else if (outcome.kind === 'not-confirmed') toast({ kind: 'fail', title: t('roster.many.stopped'), detail: t('roster.notConfirmed') });
    else if (changes.length === 0) toast({ kind: 'ok', title: nothing });
    else toast({ kind: 'ok', title: t('roster.many.done', { n: outcome.planned }) });
  };
  return { isBusy, run, refused: refused !== null && <RefusedDialog outcome={refused} onClose={() => setRefused(null)} /> };
}
