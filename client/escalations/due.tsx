import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { nextTimer } from './columns.js';

const RADIUS = 6;
const ROUND = 2 * Math.PI * RADIUS;
const QUARTER_LEFT = 0.25;
const LONG_MS = 3_600_000;

/** How long until the next thing is due, as a ring and in words; amber in the last quarter, an octagon and "over" when it is late. */
export function Due({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  const now = useSiteNow();
  const timer = nextTimer(one);
  const dueAt = one.nextDueAt ?? timer?.dueAt;
  if (dueAt == null || now === null) return null;
  const leftMs = dueAt - now;
  if (leftMs < 0) {
    return (
      <span className="case-due c-breach">
        <Glyph name="octagon" label={t('case.late')} size="sm" />
        {t('case.over', { time: inWords(formats, -leftMs) })}
      </span>
    );
  }
  const wholeMs = timer?.dueAt === dueAt ? timer.dueAt - timer.startedAt : LONG_MS;
  const share = wholeMs > 0 ? Math.min(1, leftMs / wholeMs) : 0;
  return (
    <span className={share <= QUARTER_LEFT ? 'case-due c-watch' : 'case-due'}>
      <svg viewBox="0 0 16 16" className="i sm" aria-hidden="true">
        <circle cx="8" cy="8" r={RADIUS} opacity="0.25" />
        <circle cx="8" cy="8" r={RADIUS} strokeDasharray={`${share * ROUND} ${ROUND}`} transform="rotate(-90 8 8)" />
      </svg>
      {inWords(formats, leftMs)}
    </span>
  );
}

/** Seconds count below an hour; above it nobody reads them. */
const inWords = (formats: ReturnType<typeof useFormats>, ms: number) => (ms < LONG_MS ? formats.duration(ms) : formats.prose(ms));
