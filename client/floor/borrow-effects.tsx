import type { BorrowEffect } from '../../shared/metrics/borrow.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';

/** What a loan would do to the queue that borrows and to those that give. Ranges: nobody knows it better than that. */
export function BorrowEffects({ effects, isCurrent }: { effects: readonly BorrowEffect[]; isCurrent: boolean }) {
  const t = useT();
  return (
    <section className="floor-ds" aria-busy={!isCurrent}>
      <h3>
        {t('floor.borrow.effect')}
        <span className="floor-right">{t('floor.borrow.model')}</span>
      </h3>
      <table className={isCurrent ? 'floor-imp' : 'floor-imp is-old'}>
        {effects.map((effect) => (
          <QueueEffect key={effect.queueId} effect={effect} />
        ))}
      </table>
    </section>
  );
}

function QueueEffect({ effect }: { effect: BorrowEffect }) {
  const t = useT();
  const formats = useFormats();
  const queue = useEntity('queue', effect.queueId);
  const { without, with: after, measuredRatio, goalRatio, basis } = effect;
  const share = (range: { low: number; high: number } | undefined) => rangeText(range, (ratio) => formats.percent(ratio, 0));
  const wait = (range: { low: number; high: number } | undefined) => rangeText(range, (ms) => formats.duration(ms));
  return (
    <tbody>
      <tr>
        <th colSpan={4} scope="rowgroup">
          {queue === undefined ? '–' : formats.name(queue)}
          <span className="t3">{t(`floor.borrow.${effect.role}`)}</span>
          {effect.role === 'gives' && <Verdict verdict={effect.verdict} />}
        </th>
      </tr>
      <tr>
        <td>{t('floor.team.ready')}</td>
        <td className="num">{effect.readyBefore}</td>
        <td className="num b">
          <Arrow /> {effect.readyAfter}
        </td>
        <td className="num t3">{effect.role === 'gives' ? t('floor.borrow.floor', { floor: effect.readyFloor }) : ''}</td>
      </tr>
      {after === null ? (
        <tr>
          <td colSpan={4} className="t3">
            {t('floor.borrow.noModel')}
          </td>
        </tr>
      ) : (
        <>
          <tr>
            <td>{t('floor.borrow.level')}</td>
            <td className="num">{share(without?.serviceLevelRatio)}</td>
            <td className={`num b ${tone(effect)}`}>
              <Arrow /> {share(after.serviceLevelRatio)}
            </td>
            <td className="num t3">
              {t('floor.borrow.measured', { now: formats.percent(measuredRatio, 0), goal: formats.percent(goalRatio, 0) })}
            </td>
          </tr>
          <tr>
            <td>{t('floor.short.asa')}</td>
            <td className="num">{wait(without?.asaMs)}</td>
            <td className="num b">
              <Arrow /> {wait(after.asaMs)}
            </td>
            <td className="num t3">{t('floor.borrow.basis', { calls: basis.calls, aht: formats.duration(basis.ahtMs) })}</td>
          </tr>
          <tr>
            <td>{t('floor.short.occupancy')}</td>
            <td className="num">{share(without?.occupancyRatio)}</td>
            <td className="num b">
              <Arrow /> {share(after.occupancyRatio)}
            </td>
            <td />
          </tr>
        </>
      )}
    </tbody>
  );
}

const Arrow = () => (
  <span className="t3" aria-hidden="true">
    →
  </span>
);

/** `55–61 %`; one number where both ends read the same. */
function rangeText(range: { low: number; high: number } | undefined, format: (value: number) => string): string {
  if (range === undefined) return '–';
  const [low, high] = [format(range.low), format(range.high)];
  return low === high ? low : `${low.replace(/\s*%$/u, '')}–${high}`;
}

const tone = ({ role, without, with: after, goalRatio }: BorrowEffect): string => {
  if (role === 'receives') return (after?.serviceLevelRatio.low ?? 0) > (without?.serviceLevelRatio.low ?? 0) ? 'c-good' : '';
  return (after?.serviceLevelRatio.low ?? 1) < goalRatio ? 'c-watch' : '';
};

function Verdict({ verdict }: { verdict: BorrowEffect['verdict'] }) {
  const t = useT();
  return (
    <span className={`floor-verdict is-${verdict}`}>
      <Glyph name={verdict === 'fine' ? 'tick' : verdict === 'tight' ? 'triangle' : 'octagon'} size="sm" />
      {t(`floor.borrow.verdict.${verdict}`)}
    </span>
  );
}
