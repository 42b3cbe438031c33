import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useFormats, useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useToast } from '../ui/toast.js';
import type { AgentId } from './book.js';
import type { Stopped } from './changes.js';
import { useRoster } from './hooks.js';
import { ImportDialog } from './import-dialog.js';
import type { PlannerNews } from './planner.js';
import { PublishDialog } from './publish-dialog.js';
import { ReasonDialog } from './reason-dialog.js';
import type { Place } from './roster-page.js';
import { ShiftForm } from './shift-form.js';
import { type ShiftWindows, ShiftWindowsProvider } from './shift-windows.js';
import { StoppedDialog } from './stopped-dialog.js';
import { ruleWords } from './verdict-words.js';

type Open =
  | { readonly kind: 'shift'; readonly agentId: AgentId; readonly shiftId: string | null; readonly date: string }
  | { readonly kind: 'reason'; readonly news: Extract<PlannerNews, { kind: 'reason-needed' }> }
  | { readonly kind: 'undo-stopped'; readonly outcome: Stopped }
  | { readonly kind: 'publish' }
  | { readonly kind: 'import' };

/** The windows over the roster, and what is told when a change did not come about. */
export function RosterWindows({ place, children }: { place: Place; children: ReactNode }) {
  const [open, setOpen] = useState<Open | null>(null);
  const { date } = place;
  const windows = useMemo<ShiftWindows>(
    () => ({
      openShift: (agentId, shiftId, day) => setOpen({ kind: 'shift', agentId, shiftId, date: day ?? date }),
      openPublish: () => setOpen({ kind: 'publish' }),
      openImport: () => setOpen({ kind: 'import' }),
    }),
    [date],
  );
  const openFor = useCallback(
    (news: ForWindow) =>
      setOpen(news.kind === 'reason-needed' ? { kind: 'reason', news } : { kind: 'undo-stopped', outcome: news.outcome }),
    [],
  );
  useNews(openFor);
  const close = useCallback(() => setOpen(null), []);
  return (
    <ShiftWindowsProvider value={windows}>
      {children}
      {open?.kind === 'shift' && <ShiftForm agentId={open.agentId} shiftId={open.shiftId} date={open.date} onClose={close} />}
      {open?.kind === 'reason' && <ReasonDialog change={open.news.change} verdict={open.news.verdict} onClose={close} />}
      {open?.kind === 'undo-stopped' && <StoppedDialog outcome={open.outcome} isUndo onClose={close} />}
      {open?.kind === 'import' && <ImportDialog onClose={close} />}
      {open?.kind === 'publish' && <PublishDialog place={place} onClose={close} />}
    </ShiftWindowsProvider>
  );
}

/** What a line in the corner is too little for. */
type ForWindow = Extract<PlannerNews, { kind: 'reason-needed' | 'undo-stopped' }>;

function useNews(openFor: (news: ForWindow) => void): void {
  const t = useT();
  const formats = useFormats();
  const toast = useToast();
  const { planner, book } = useRoster();
  useEffect(
    () =>
      planner.onNews((news) => {
        if (news.kind === 'reason-needed' || news.kind === 'undo-stopped') return openFor(news);
        const person = book.people.find(({ agentId }) => agentId === news.agentId);
        const name = person === undefined ? '' : formats.name(person);
        const detail =
          news.kind === 'blocked'
            ? formats.list(ruleWords(t, formats, news.verdict).map(({ text }) => text))
            : news.kind === 'refused'
              ? refusalText(t, news.rejection)
              : t('roster.notConfirmed');
        toast({ kind: 'fail', title: t('roster.notPlanned', { name }), detail });
      }),
    [planner, book, t, formats, toast, openFor],
  );
}
