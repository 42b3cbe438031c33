import { Lock } from 'lucide-react';
import { useState } from 'react';
import type { MyStrain } from '../../shared/protocol/buffer-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { ErrorState, Skeleton } from '../ui/feedback.js';
import { useStrain } from './strain-data.js';
import { partText } from './strain-words.js';

/** How much has come together today: mine alone, with every part, its numbers, and what it can not know. */
export function Strain() {
  const t = useT();
  const { mine, hasFailed, again } = useStrain();
  if (mine?.isOffered === false) return null;
  return (
    <section className="mine-part mine-strain" aria-label={t('well.strain')}>
      <header className="row">
        <h3 className="grow">{t('well.strain')}</h3>
        <span className="t3 s12 row">
          <Lock className="i sm" aria-hidden="true" />
          {t(mine?.sharedUntil == null ? 'well.strain.own' : 'well.strain.ownShared')}
        </span>
      </header>
      {hasFailed && (
        <ErrorState title={t('well.strain.failed')} cause={t('well.unreachable')} retryLabel={t('common.retry')} onRetry={again} />
      )}
      {mine === null && !hasFailed && <Skeleton height={120} />}
      {mine !== null && (mine.isOn ? <On mine={mine} /> : <Off />)}
    </section>
  );
}

function Off() {
  const t = useT();
  const { change } = useStrain();
  return (
    <>
      <p className="t2">{t('well.strain.isOff')}</p>
      <Button onClick={() => change({ isOn: true })}>{t('well.strain.turnOn')}</Button>
    </>
  );
}

function On({ mine }: { mine: MyStrain }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Gauge mine={mine} />
      <CheckIn mine={mine} />
      <Button size="small" kind="quiet" aria-expanded={isOpen} onClick={() => setOpen((open) => !open)}>
        {t(isOpen ? 'well.strain.less' : 'well.strain.more')}
      </Button>
      {isOpen && <Parts mine={mine} />}
      <Switches mine={mine} />
    </>
  );
}

function Gauge({ mine: { strain } }: { mine: MyStrain }) {
  const t = useT();
  if (strain === null) return <p className="t2">{t('well.strain.notYet')}</p>;
  const band = t(`well.band.${strain.band}`);
  return (
    <div className="mine-gauge">
      <p>
        <b className="mine-gauge-band">{band}</b> <span className="t3">{t('well.strain.score', { n: strain.score })}</span>
      </p>
      <div className="mine-gauge-bar" role="img" aria-label={t('well.strain.gauge', { band, n: strain.score })}>
        <i style={{ width: `${strain.score}%` }} />
        {[30, 50, 70].map((at) => (
          <b key={at} style={{ left: `${at}%` }} />
        ))}
      </div>
      {strain.isIncomplete && <p className="t3 s12">{t('well.strain.incomplete')}</p>}
    </div>
  );
}

/** Your own word counts more than the sum: it lifts the score at once, and is forgotten within a day. */
function CheckIn({ mine }: { mine: MyStrain }) {
  const t = useT();
  const formats = useFormats();
  const { checkIn } = useStrain();
  return (
    <fieldset className="mine-scale">
      <legend className="label">{t('well.checkin')}</legend>
      {([1, 2, 3, 4, 5] as const).map((value) => (
        <button key={value} type="button" aria-pressed={mine.checkIn?.value === value} onClick={() => checkIn(value)}>
          <b>{value}</b>
          <small>{t(`well.checkin.${value}`)}</small>
        </button>
      ))}
      <p className="t3 s12">
        {mine.checkIn === null ? t('well.checkin.what') : t('well.checkin.at', { time: formats.time(mine.checkIn.at) })}
      </p>
    </fieldset>
  );
}

function Parts({ mine: { strain } }: { mine: MyStrain }) {
  const t = useT();
  const formats = useFormats();
  return (
    <div className="mine-parts">
      {strain !== null && (
        <table>
          <caption className="sr">{t('well.strain.parts')}</caption>
          <tbody>
            {strain.parts.map((one) => (
              <tr key={one.part}>
                <th scope="row">
                  {t(`well.part.${one.part}`)}
                  <small>{partText(t, formats, one)}</small>
                </th>
                <td className="num">{t('well.part.points', { n: Math.round(one.points), of: one.weight })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h4>{t('well.limits')}</h4>
      <ul>
        {(['weights', 'flags', 'hidden', 'staffing', 'low'] as const).map((limit) => (
          <li key={limit}>{t(`well.limits.${limit}`)}</li>
        ))}
      </ul>
    </div>
  );
}

function Switches({ mine }: { mine: MyStrain }) {
  const t = useT();
  const formats = useFormats();
  const { change } = useStrain();
  return (
    <div className="mine-switches">
      <Switch isOn={mine.sharedUntil !== null} onChange={(isShared) => change({ isShared })} what={t('well.share')}>
        {mine.sharedUntil === null ? t('well.share.off') : t('well.share.on', { time: formats.time(mine.sharedUntil) })}
      </Switch>
      <Switch isOn={mine.isSnoozed} onChange={(isSnoozed) => change({ isSnoozed })} what={t('well.snooze')}>
        {t('well.snooze.what')}
      </Switch>
      <Switch isOn={mine.isOn} onChange={(isOn) => change({ isOn })} what={t('well.strain.on')}>
        {t('well.strain.on.what')}
      </Switch>
    </div>
  );
}

function Switch(props: { isOn: boolean; onChange: (isOn: boolean) => void; what: string; children: string }) {
  return (
    <label className="mine-switch">
      <input type="checkbox" checked={props.isOn} onChange={(event) => props.onChange(event.target.checked)} />
      <span>
        {props.what}
        <small>{props.children}</small>
      </span>
    </label>
  );
}
