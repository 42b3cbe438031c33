import { isFiller } from '../../shared/domain/roster/parts.js';
import type { Segment, Shift } from '../../shared/domain/roster/shift.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';
import { lookOf } from './activity-look.js';
import { type Axis, extent } from './axis.js';
import { useRoster } from './hooks.js';
import type { Plan } from './plan.js';
import { partText, spanText } from './shift-words.js';

/** Below this a segment has no room for a word. */
const WORD_PERCENT = 6;

interface Props {
  readonly axis: Axis;
  readonly shift: Pick<Plan, 'startAt' | 'endAt' | 'segments'>;
  /** What the hand may take hold of; absent: nothing. */
  readonly id?: Shift['id'];
  readonly state?: 'unpublished' | 'pending' | 'ghost' | 'blocked' | 'warned' | 'leaving' | 'told';
  readonly markedPartAt?: number | null;
  /** Its times are not those that were meant. */
  readonly isAdrift?: boolean;
}

/** One shift on its day's axis, segment by segment. */
export function ShiftBar({ axis, shift, id, state, markedPartAt = null, isAdrift = false }: Props) {
  const isHeld = state === 'ghost' || state === 'blocked' || state === 'warned';
  return (
    <div
      className={['rs-shift', state && `is-${state}`, isAdrift && 'is-adrift'].filter(Boolean).join(' ')}
      aria-hidden="true"
      data-shift={id}
      style={extent(axis, shift.startAt, shift.endAt)}
    >
      {shift.segments.map((segment, at) => (
        <SegmentBar key={segment.startAt} axis={axis} shift={shift} segment={segment} at={at} isMarked={segment.startAt === markedPartAt} />
      ))}
      {(id !== undefined || isHeld) && (
        <>
          <i className="rs-grip is-start" data-edge="start" />
          <i className="rs-grip is-end" data-edge="end" />
        </>
      )}
    </div>
  );
}

/** Within the shift, in percent of it, so that a moving shift moves them along. */
function SegmentBar({
  axis,
  shift,
  segment,
  at,
  isMarked,
}: {
  axis: Axis;
  shift: Props['shift'];
  segment: Segment;
  at: number;
  isMarked: boolean;
}) {
  const t = useT();
  const formats = useFormats();
  const { catalogue } = useRoster();
  const { tone, glyph } = lookOf(segment.activity);
  const from = Math.max(shift.startAt, axis.startAt);
  const to = Math.min(shift.endAt, axis.endAt);
  const place = extent({ date: axis.date, startAt: from, endAt: to }, segment.startAt, segment.endAt);
  const percentOfDay = ((segment.endAt - segment.startAt) / (axis.endAt - axis.startAt)) * 100;
  const isPart = !isFiller(segment);
  const says =
    at === 0 && tone === 'front'
      ? spanText(formats, shift)
      : tone === 'front' || tone === 'break'
        ? ''
        : partText(t, formats, catalogue, segment);
  return (
    <span
      className={['rs-seg', `is-${tone}`, isMarked && 'is-marked'].filter(Boolean).join(' ')}
      style={place}
      {...(isPart ? { 'data-part': at } : {})}
      title={isPart || tone === 'aside' ? `${partText(t, formats, catalogue, segment)} ${spanText(formats, segment)}` : undefined}
    >
      {glyph !== undefined && <Glyph name={glyph} size="sm" />}
      {percentOfDay >= WORD_PERCENT && says}
    </span>
  );
}
