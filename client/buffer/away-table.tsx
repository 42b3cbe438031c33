import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { type Formats, type Translate, useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { AgentName, TeamOf } from './names.js';
import { usePostName } from './posts.js';
import { useDoing } from './use-doing.js';

const MINUTE_MS = 60_000;

/** Who is off the phones, at what, and when they plan to return. Of a check-in only the outcome is known here. */
export function AwayTable({ buffers }: { buffers: readonly BufferView[] }) {
  const t = useT();
  if (buffers.length === 0) return <p className="buf-none">{t('buf.away.none')}</p>;
  const firstToAsk = buffers.find((buffer) => isToAsk(buffer) && buffer.helpAsked == null);
  return (
    <table className="tb buf-away">
      <thead>
        <tr>
          <th>{t('buf.col.agent')}</th>
          <th>{t('buf.col.task')}</th>
          <th>{t('buf.col.checkIn')}</th>
          <th>{t('buf.col.span')}</th>
          <th>
            <span className="sr">{t('buf.col.do')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {buffers.map((buffer) => (
          <Row key={buffer.id} buffer={buffer} hasKey={buffer === firstToAsk} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ buffer, hasKey }: { buffer: BufferView; hasKey: boolean }) {
  const t = useT();
  const formats = useFormats();
  const postName = usePostName();
  const now = useSiteNow(MINUTE_MS) ?? buffer.startAt;
  const startAt = buffer.startedAt ?? buffer.startAt;
  const ratio = Math.min(1, Math.max(0, (now - startAt) / Math.max(1, buffer.endAt - startAt)));
  return (
    <tr>
      <td>
        <b>
          <AgentName id={buffer.agentId} />
        </b>
        <br />
        <span className="t3 s12">
          <TeamOf id={buffer.agentId} />
        </span>
      </td>
      <td>{postName(buffer.post)}</td>
      <td>
        <span className="row s12">{outcomeText(t, formats, buffer, now)}</span>
      </td>
      <td>
        <span className="buf-span s12 t3">
          <span>{formats.time(startAt)} →</span>
          <b>{formats.time(buffer.endAt)}</b>
          <span className="buf-progress">
            <i style={{ width: `${(ratio * 100).toFixed(1)}%` }} />
          </span>
        </span>
      </td>
      <td className="num">
        <AskHelp buffer={buffer} hasKey={hasKey} />
      </td>
    </tr>
  );
}

/** Returns, or needs longer: how somebody is, and whether they answered, is told to nobody here. */
function outcomeText(t: Translate, formats: Formats, buffer: BufferView, now: number): string {
  if (buffer.needsPlan) return t('buf.checkIn.plan');
  if (buffer.state === 'check-in') return t(now >= buffer.endAt ? 'buf.checkIn.late' : 'buf.checkIn.asked');
  if (buffer.extensions > 0) return t('buf.checkIn.longer', { time: formats.time(buffer.endAt) });
  return t('buf.checkIn.none');
}

/** Only where the agent said that they may be asked. */
const isToAsk = ({ mayAsk, state }: BufferView): boolean => mayAsk && state === 'in-buffer';

/** There is no answer to wait for. */
function AskHelp({ buffer, hasKey }: { buffer: BufferView; hasKey: boolean }) {
  const t = useT();
  const formats = useFormats();
  const doing = useDoing();
  if (!isToAsk(buffer)) return null;
  if (buffer.helpAsked != null) return <span className="t3 s12">{t('buf.help.asked', { time: formats.time(buffer.helpAsked.at) })}</span>;
  return (
    <span className="row buf-end">
      {doing.failure !== null && <span className="s12">{doing.failure}</span>}
      <Button
        size="small"
        data-nudge=""
        disabled={doing.run === null}
        onClick={() => doing.run?.({ type: 'buffer.ask-help', bufferId: buffer.id })}
      >
        {t('buf.help.ask')} {hasKey && <KeyCap>N</KeyCap>}
      </Button>
    </span>
  );
}
