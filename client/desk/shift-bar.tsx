import { useFormats, useT } from '../i18n/provider.js';
import { activityTone, activityWord } from './activity-word.js';
import type { Piece } from './shift-plan.js';

/** Below this share of the shift a word has no room; its time is in the sentence for everybody. */
const WORD_RATIO = 0.09;
const HOUR_MS = 3_600_000;

interface Props {
  readonly startAt: number;
  readonly endAt: number;
  readonly pieces: readonly Piece[];
  /** Null: no line for now. */
  readonly now: number | null;
}

/** One shift from its start to its end, what is done when, and where we are in it. */
export function ShiftBar({ startAt, endAt, pieces, now }: Props) {
  const t = useT();
  const formats = useFormats();
  const lengthMs = Math.max(1, endAt - startAt);
  const at = (instant: number) => `${(Math.min(1, Math.max(0, (instant - startAt) / lengthMs)) * 100).toFixed(2)}%`;
  const parts = pieces
    .filter(({ activity }) => activity !== 'phone')
    .map((piece) => `${t(activityWord(piece.activity))} ${formats.time(piece.startAt)}–${formats.time(piece.endAt)}`);
  const sentence = formats.list(parts);
  const isNow = now !== null && now >= startAt && now < endAt;
  return (
    <div className="mine-bar" role="img" aria-label={sentence === '' ? t('shifts.as.phone') : sentence}>
      <div className="mine-bar-in">
        {pieces.map((piece) => (
          <span
            key={piece.startAt}
            className={`is-${activityTone(piece.activity)}`}
            style={{ left: at(piece.startAt), width: `${(((piece.endAt - piece.startAt) / lengthMs) * 100).toFixed(2)}%` }}
          >
            {activityTone(piece.activity) !== 'front' &&
              (piece.endAt - piece.startAt) / lengthMs > WORD_RATIO &&
              t(activityWord(piece.activity))}
          </span>
        ))}
        {isNow && <i style={{ left: at(now) }} />}
      </div>
      <div className="mine-bar-hours" aria-hidden="true">
        {hoursOf(startAt, endAt).map((hour) => (
          <span key={hour} style={{ left: at(hour) }}>
            {formats.time(hour)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Start, end, and as many full hours between as are legible on a phone. */
function hoursOf(startAt: number, endAt: number): readonly number[] {
  const every = Math.max(1, Math.ceil((endAt - startAt) / HOUR_MS / 4)) * HOUR_MS;
  const between: number[] = [];
  for (let hour = Math.ceil(startAt / HOUR_MS) * HOUR_MS; hour < endAt; hour += HOUR_MS) between.push(hour);
  const shown = between.filter((hour, index) => (index * HOUR_MS) % every === 0 && hour - startAt > every / 2 && endAt - hour > every / 2);
  return [startAt, ...shown, endAt];
}
