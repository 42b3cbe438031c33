import './roster.css';
import './roster-bar.css';
import './coverage.css';
import './day-rows.css';
import './shift-bar.css';
import './windows.css';
import './week.css';
import './rail.css';
import './phone.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useRef } from 'react';
import { rosterMessages } from '../i18n/messages/roster.js';
import { useT } from '../i18n/provider.js';
import { Texts } from '../i18n/texts.js';
import { useHasView } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { ErrorState } from '../ui/feedback.js';
import { parseRosterAddress, type RosterAddress, rosterSearch } from './address.js';
import { fetchCatalogue } from './api.js';
import { RosterPage } from './roster-page.js';
import { RosterSkeleton } from './skeleton.js';

export type ChangeAddress = (change: Partial<RosterAddress>) => void;

/** Who works when: a day or a week, what is missing, and what was asked for. */
export function RosterScreen() {
  const navigate = useNavigate();
  const raw = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const address = useMemo(() => parseRosterAddress(raw), [raw]);
  const latest = useRef(address);
  latest.current = address;
  const change = useCallback<ChangeAddress>(
    (next) => {
      // Two changes before the next render build on each other.
      latest.current = { ...latest.current, ...next };
      void navigate({ to: '/roster', search: rosterSearch(latest.current), replace: true });
    },
    [navigate],
  );
  return (
    <Texts of={rosterMessages}>
      <RosterView address={address} change={change} />
    </Texts>
  );
}

export function RosterView({ address, change }: { address: RosterAddress; change: ChangeAddress }) {
  const t = useT();
  const isKnown = useHasView();
  const { value: catalogue, error, again } = useFetched(isKnown ? 'catalogue' : null, fetchCatalogue);
  if (error !== null && catalogue === null)
    return <ErrorState title={t('roster.failed')} cause={t('roster.failedWhy')} retryLabel={t('common.retry')} onRetry={again} />;
  if (catalogue === null) return <RosterSkeleton />;
  return <RosterPage catalogue={catalogue} address={address} change={change} />;
}
