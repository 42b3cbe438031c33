import { useState } from 'react';
import { useT } from '../i18n/provider.js';
import { Badge } from '../ui/feedback.js';
import { Segmented } from '../ui/field.js';
import { DayList } from './day-list.js';
import { RailLists } from './rail.js';
import type { Place } from './roster-page.js';
import { useSwapsToDecide } from './swaps.js';
import { WeekList } from './week-list.js';

/** On a phone one thing at a time: a day, a week, or what somebody is waiting for. */
export function PhoneRoster({ place }: { place: Place }) {
  const t = useT();
  const [isAsked, ask] = useState(false);
  const waiting = useSwapsToDecide().length;
  const { address, change } = place;
  return (
    <div className="rs-phone">
      <div className="rs-phone-tabs" data-region="">
        <Segmented
          label={t('roster.view')}
          value={isAsked ? 'requests' : address.view}
          options={[
            { value: 'day', label: t('roster.view.day') },
            { value: 'week', label: t('roster.view.week') },
            {
              value: 'requests',
              label: (
                <>
                  {t('roster.view.requests')} {waiting > 0 && <Badge>{waiting}</Badge>}
                </>
              ),
            },
          ]}
          onChange={(next) => {
            ask(next === 'requests');
            if (next !== 'requests') change({ view: next });
          }}
        />
      </div>
      {isAsked ? (
        <section className="rs-rail-body" aria-label={t('roster.rail')} data-region="">
          <RailLists place={place} />
        </section>
      ) : address.view === 'week' ? (
        <WeekList place={place} />
      ) : (
        <DayList place={place} />
      )}
    </div>
  );
}
