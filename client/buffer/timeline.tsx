import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { spanOf } from './groups.js';
import { AgentName } from './names.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const LEAST_HOURS = 6;

/** Today on one axis: who was, is and will be off the phones, and how many at once, hour by hour. */
export function Timeline({ buffers }: { buffers: readonly BufferView[] }) {
  const t = useT();
  const formats = useFormats();
  const now = useSiteNow(MINUTE_MS);
  const rows = buffers.flatMap((buffer) => {
    const span = spanOf(buffer);
    return span === null ? [] : [{ buffer, span }];
  });
  if (rows.length === 0 || now === null) return <p className="buf-none">{t('buf.today.none')}</p>;
  rows.sort((a, b) => a.span.startAt - b.span.startAt);
  const from = Math.floor(Math.min(now - HOUR_MS, ...rows.map(({ span }) => span.startAt)) / HOUR_MS) * HOUR_MS;
  const last = Math.max(now + HOUR_MS, ...rows.map(({ span }) => span.endAt));
  const to = Math.max(Math.ceil(last / HOUR_MS) * HOUR_MS, from + LEAST_HOURS * HOUR_MS);
  const percent = (at: number) => `${(((at - from) / (to - from)) * 100).toFixed(2)}%`;
  const hours = Array.from({ length: (to - from) / HOUR_MS + 1 }, (_, n) => from + n * HOUR_MS);
  const every = Math.ceil(hours.length / 13);
  const shown = hours.filter((_, n) => n % every === 0);
  return (
    <div className="buf-line">
      <div className="buf-line-row is-axis" aria-hidden="true">
        <span />
        <div>
          {shown.map((hour) => (
            <em key={hour} style={{ left: percent(hour) }}>
              {formats.time(hour).slice(0, 2)}
            </em>
          ))}
        </div>
      </div>
      <ul>
        {rows.map(({ buffer, span }) => (
          <li key={buffer.id} className="buf-line-row">
            <span className="el">
              <AgentName id={buffer.agentId} />
            </span>
            <div>
              <i
                className={`is-${span.kind}`}
                style={{ left: percent(span.startAt), width: `${(((span.endAt - span.startAt) / (to - from)) * 100).toFixed(2)}%` }}
              />
              <span className="sr">
                {t(`buf.line.${span.kind}`)} {formats.time(span.startAt)} → {formats.time(span.endAt)}
              </span>
            </div>
          </li>
        ))}
      </ul>
      <div className="buf-line-row is-count">
        <span>{t('buf.count')}</span>
        <div>
          {shown.slice(0, -1).map((hour) => (
            <em key={hour} style={{ left: percent(hour + (every * HOUR_MS) / 2) }}>
              {mostAtOnce(rows, hour, hour + every * HOUR_MS)}
            </em>
          ))}
        </div>
      </div>
      <b className="buf-line-now" style={{ '--at': (now - from) / (to - from) } as React.CSSProperties} />
    </div>
  );
}

/** The most off the phones at one moment between two instants: it can only rise where somebody starts. */
export function mostAtOnce(rows: readonly { readonly span: { startAt: number; endAt: number } }[], from: number, to: number): number {
  const moments = [from, ...rows.map(({ span }) => span.startAt).filter((at) => at > from && at < to)];
  return Math.max(...moments.map((at) => rows.filter(({ span }) => span.startAt <= at && span.endAt > at).length));
}
