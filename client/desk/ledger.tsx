import type { LedgerRow } from '../../shared/protocol/swap-http.js';
import { useFormats, useT } from '../i18n/provider.js';

const HOUR_MS = 3_600_000;

/** Who gave away and took over how much in four weeks: the same for the whole team, in the order of the seats and not of the sums. */
export function Ledger({ rows, agentId }: { rows: readonly LedgerRow[]; agentId: string }) {
  const t = useT();
  const formats = useFormats();
  const some = rows.filter(({ gave, took, agentId: id }) => id === agentId || gave.shifts + took.shifts > 0);
  const hours = (ms: number) => formats.number(Math.round(ms / HOUR_MS / 0.5) * 0.5);
  return (
    <section className="mine-part" aria-label={t('swaps.ledger')}>
      <h3>{t('swaps.ledger')}</h3>
      <div className="mine-wide">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('swaps.ledger.who')}</th>
              <th scope="col" className="num">
                {t('swaps.ledger.gave')}
              </th>
              <th scope="col" className="num">
                {t('swaps.ledger.took')}
              </th>
              <th scope="col" className="num">
                {t('swaps.ledger.nights')}
              </th>
              <th scope="col" className="num">
                {t('swaps.ledger.weekends')}
              </th>
            </tr>
          </thead>
          <tbody>
            {some.map((row) => (
              <tr key={row.agentId}>
                <th scope="row">{row.agentId === agentId ? t('swaps.ledger.me') : formats.name(row)}</th>
                <td className="num">{hours(row.gave.paidMs)}</td>
                <td className="num">{hours(row.took.paidMs)}</td>
                <td className="num">{row.took.nights}</td>
                <td className="num">{row.took.weekends}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="t3 s12">{t('swaps.ledger.what')}</p>
    </section>
  );
}
