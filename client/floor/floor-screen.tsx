import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useRef } from 'react';
import { useT } from '../i18n/provider.js';
import { type FloorAddress, floorSearch, parseFloorAddress } from './floor-address.js';
import { FloorView } from './floor-view.js';

/** The floor under its address: back and forward, and a link that somebody else opens, show the same view. */
export function FloorScreen() {
  const raw = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const navigate = useNavigate();
  const t = useT();
  const address = useMemo(() => parseFloorAddress(raw), [raw]);
  const latest = useRef(address);
  latest.current = address;
  const change = useCallback(
    (next: Partial<FloorAddress>, how?: { readonly replace?: boolean }) => {
      const whole = { ...latest.current, ...next };
      // Two changes before the next render build on each other.
      latest.current = whole;
      void navigate({ to: '/floor', search: floorSearch(whole), replace: how?.replace ?? false });
    },
    [navigate],
  );
  return <FloorView address={address} onChange={change} label={t('floor.title')} />;
}
