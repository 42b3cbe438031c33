import './agents.css';
import './callers.css';
import './floor.css';
import './kpi-strip.css';
import './queues.css';
import './side.css';
import { useMemo, useState } from 'react';
import { useT } from '../i18n/provider.js';
import { useConnection, useHasView } from '../live/hooks.js';
import { useMedia } from '../ui/use-media.js';
import { AgentsPanel } from './agents-panel.js';
import { CallersPanel } from './callers-panel.js';
import type { FloorAddress } from './floor-address.js';
import { type FloorActions, FloorActionsProvider } from './floor-context.js';
import { type Chosen, Mark } from './floor-marks.js';
import { FloorSkeleton } from './floor-skeleton.js';
import { KpiStrip } from './kpi-strip.js';
import { FloorPanel } from './panel-boundary.js';
import { QueuesPanel } from './queues-panel.js';
import { Side } from './side.js';
import { useFloorKeys } from './use-floor-keys.js';

/** A phone has no room for every seat: there only those past a limit are shown. */
const PHONE = '(max-width: 720px)';
/** Narrower than this the caller list folds into the lanes. */
const WITH_CALLERS = '(min-width: 1600px)';

export interface FloorViewProps {
  readonly address: FloorAddress;
  readonly onChange: FloorActions['change'];
  readonly label: string;
}

export function FloorView({ address, onChange, label }: FloorViewProps) {
  const t = useT();
  const hasView = useHasView();
  const stale = useConnection().state === 'stale';
  const phone = useMedia(PHONE);
  const withCallers = useMedia(WITH_CALLERS);
  const [candidate] = useState(() => new Mark<string | null>(null));
  const [chosen] = useState(() => new Mark<Chosen>([]));
  const actions = useMemo<FloorActions>(
    () => ({
      change: onChange,
      open: (opened) => onChange({ open: opened }),
      openMetric: (metric, scope) => onChange({ open: { kind: 'metric', metric, scope } }),
      candidate,
      chosen,
    }),
    [onChange, candidate, chosen],
  );
  useFloorKeys({ isOpen: address.open !== null, text: address.text, change: onChange, chosen });
  if (!hasView) return <FloorSkeleton />;
  const openId = (kind: 'queue' | 'call') => (address.open?.kind === kind ? address.open.id : null);
  return (
    <FloorActionsProvider value={actions}>
      <section className={stale ? 'floor is-stale' : 'floor'} aria-label={label}>
        <FloorPanel what={t('floor.kpis')}>
          <KpiStrip window={address.window} />
        </FloorPanel>
        <div className="floor-upper">
          <FloorPanel what={t('floor.queues')}>
            <QueuesPanel address={address} openQueue={openId('queue')} openCall={openId('call')} />
          </FloorPanel>
          {withCallers && (
            <FloorPanel what={t('floor.callers')}>
              <CallersPanel address={address} openCall={openId('call')} />
            </FloorPanel>
          )}
        </div>
        <FloorPanel what={t('floor.rail')}>
          <Side open={address.open} window={address.window} />
        </FloorPanel>
        <FloorPanel what={t('floor.agents')}>
          <AgentsPanel address={address} onlyExceptions={phone} />
        </FloorPanel>
      </section>
    </FloorActionsProvider>
  );
}
