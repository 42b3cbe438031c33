import { HOUR_MS } from '../../shared/kernel/time.js';
import type { SwapView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { fetchLedger } from './api.js';

/** Who gave shifts away and who took them in the last four weeks: whose turn it is. Nobody is ranked: it is in the order of the seats. */
export function LedgerList() {
  const t = useT();
  const formats = useFormats();
  const settled = useCollection('swap', countSettled);
  const { value } = useFetched(`ledger|${settled}`, fetchLedger);
  const rows = (value?.ledger ?? []).filter(({ gave, took }) => gave.shifts + took.shifts > 0);
  if (rows.length === 0) return null;
  const sums = ({ shifts, paidMs }: (typeof rows)[number]['gave']) =>
    shifts === 0 ? '–' : t('roster.ledger.sums', { n: shifts, hours: formats.number(paidMs / HOUR_MS) });
  return (
    <section className="rs-panel">
      <header>
        <h2>{t('roster.ledger')}</h2>
        <span className="t3 s12">{t('roster.ledger.span')}</span>
      </header>
      <table className="rs-ledger">
        <thead>
          <tr>
            <th>{t('roster.ledger.who')}</th>
            <th>{t('roster.ledger.gave')}</th>
            <th>{t('roster.ledger.took')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.agentId}>
              <td>{formats.name(row)}</td>
              <td>{sums(row.gave)}</td>
              <td>{sums(row.took)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const countSettled = (all: ReadonlyMap<string, SwapView>) => [...all.values()].filter(({ state }) => state === 'applied').length;
