import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { AgentName } from './names.js';

const MINUTE_MS = 60_000;

/** Back today, and for whom the first half-hour is still a soft one. */
export function Returned({ buffers }: { buffers: readonly BufferView[] }) {
  const t = useT();
  const formats = useFormats();
  const now = useSiteNow(MINUTE_MS);
  if (buffers.length === 0) return <p className="buf-none">{t('buf.returned.none')}</p>;
  return (
    <table className="tb">
      <tbody>
        {buffers.map((buffer) => {
          const isLanding = buffer.landingUntil != null && now !== null && now < buffer.landingUntil;
          return (
            <tr key={buffer.id}>
              <td>
                <AgentName id={buffer.agentId} />
              </td>
              <td className="t2">
                {formats.time(buffer.startedAt)} → {formats.time(buffer.closedAt)}
              </td>
              <td className="t2">
                {isLanding ? t('buf.returned.landing', { time: formats.time(buffer.landingUntil) }) : t('buf.returned.done')}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
