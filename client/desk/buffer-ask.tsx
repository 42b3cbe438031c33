import { type FormEvent, useState } from 'react';
import type { DurationMs, EpochMs } from '../../shared/kernel/time.js';
import type { BufferPreview, StartChoice } from '../../shared/protocol/buffer-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useConnection } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { ErrorState, Skeleton } from '../ui/feedback.js';
import { Select } from '../ui/field.js';
import { Glyph } from '../ui/glyph.js';
import { useAskBuffer } from './ask-buffer.js';
import { PostChoices, ReasonField } from './buffer-ask-fields.js';
import { StartChoices } from './buffer-ask-starts.js';
import { useWellbeing } from './wellbeing.js';
import { fetchPreview } from './wellbeing-api.js';

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;

/** Asking for a buffer shift: open, one start is chosen already, and one press sends it. */
export function BufferAsk({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [lengthMs, setLengthMs] = useState<number | undefined>(undefined);
  const {
    value: preview,
    error,
    again,
  } = useFetched(`${lengthMs ?? 'usual'}`, (signal) =>
    fetchPreview({ startAt: 'now', ...(lengthMs === undefined ? {} : { lengthMs }) }, signal),
  );
  return (
    <Dialog title={t('well.ask.title')} closeLabel={t('common.close')} onClose={onClose} placement="bottom">
      <p className="t2">{t('well.ask.what')}</p>
      {preview !== null ? (
        <AskForm preview={preview} onLength={setLengthMs} onClose={onClose} />
      ) : error !== null ? (
        <ErrorState
          title={t('well.ask.failed')}
          cause={t(error.code === 'unreachable' ? 'well.unreachable' : 'well.ask.notNow')}
          retryLabel={t('common.retry')}
          onRetry={again}
        />
      ) : (
        <Loading />
      )}
    </Dialog>
  );
}

function Loading() {
  const t = useT();
  return (
    <div className="mine-ask" aria-busy="true">
      <span className="sr" role="status">
        {t('well.ask.loading')}
      </span>
      <Skeleton height={52} />
      <Skeleton height={52} />
      <Skeleton height={52} />
    </div>
  );
}

/** The earliest start that customers hardly notice; now, where that is one. */
export function bestStart({ startAt, verdict, starts }: BufferPreview): StartChoice | undefined {
  if (verdict === 'green') return { startAt, verdict };
  return starts.find((one) => one.verdict === 'green' && one.startAt > startAt);
}

interface FormProps {
  readonly preview: BufferPreview;
  readonly onLength: (lengthMs: number) => void;
  readonly onClose: () => void;
}

function AskForm({ preview, onLength, onClose }: FormProps) {
  const t = useT();
  const formats = useFormats();
  const isLocked = useConnection().state === 'stale';
  const wellbeing = useWellbeing().value;
  const best = bestStart(preview);
  const [chosen, setChosen] = useState<'now' | EpochMs | null>(null);
  const [post, setPost] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [isShared, setShared] = useState(false);
  const { ask, isSending, refusal } = useAskBuffer(onClose);
  // Until something is chosen: what is best as of now, so that one press is enough.
  const startAt = chosen ?? (best === undefined || best.startAt === preview.startAt ? 'now' : best.startAt);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSending || isLocked) return;
    void ask({ startAt, lengthMs: preview.lengthMs as DurationMs, post, reason, isShared });
  };
  return (
    <form className="mine-ask" onSubmit={submit}>
      <StartChoices preview={preview} best={best} value={startAt} onChange={setChosen} />
      <Select
        label={t('well.ask.length')}
        showLabel
        value={String(preview.lengthMs)}
        options={lengthsUpTo(preview).map((ms) => ({
          value: String(ms),
          label: ms === preview.mostMs ? t('well.ask.toEnd', { length: formats.prose(ms) }) : formats.prose(ms),
        }))}
        onChange={(ms) => onLength(Number(ms))}
      />
      <PostChoices posts={preview.posts.length > 0 ? preview.posts : (wellbeing?.posts ?? [])} value={post} onChange={setPost} />
      <ReasonField text={reason} onText={setReason} isShared={isShared} onShare={setShared} />
      {refusal !== null && (
        <p className="mine-told row" role="alert">
          <Glyph name="octagon" />
          <span className="grow">{refusal}</span>
        </p>
      )}
      <div className="mine-answers">
        <Button kind="primary" type="submit" size="wide" disabled={isSending || isLocked}>
          {isSending && <Glyph name="spinner" />}
          {startAt === 'now' ? t('well.ask.now') : t('well.ask.from', { time: formats.time(startAt) })}
        </Button>
        <Button size="wide" onClick={onClose}>
          {t('well.ask.cancel')}
        </Button>
      </div>
      {wellbeing?.eap != null && (
        <p className="t2 row mine-eap-line">
          <Glyph name="headset" size="sm" />
          <span>{t('well.eap.line', { name: wellbeing.eap.name, phone: wellbeing.eap.phone })}</span>
        </p>
      )}
    </form>
  );
}

/** Half-hours up to the end of the shift, what is usual among them. */
function lengthsUpTo({ lengthMs, mostMs }: BufferPreview): readonly number[] {
  const steps = Array.from({ length: Math.floor(mostMs / HALF_HOUR_MS) }, (_, at) => (at + 1) * HALF_HOUR_MS);
  const usual = steps.filter((ms) => ms <= 4 * HALF_HOUR_MS || ms % (2 * HALF_HOUR_MS) === 0);
  return [...new Set([...usual, lengthMs, mostMs])].filter((ms) => ms >= HALF_HOUR_MS || ms === mostMs).sort((a, b) => a - b);
}
