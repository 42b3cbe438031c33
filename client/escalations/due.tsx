import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { nextDueOf } from './columns.js';
import { wordOf } from './names.js';

const RADIUS = 6;
const ROUND = 2 * Math.PI * RADIUS;
const QUARTER_LEFT = 0.25;
const HOUR_MS = 3_600_000;
const LONG_MS = 48 * HOUR_MS;

/** How long until the next thing is due, as a ring and in words; amber in the last quarter, an octagon and "over" when it is late. */
export function Due({ one }: { one: CaseView }) {
  const t = useT();
  const now = useSiteNow();
  const next = nextDueOf(one);
  if (next === undefined || now === null) return null;
  const what = wordOf(t, 'timer', next.what);
  const leftMs = next.dueAt - now;
  if (leftMs < 0) {
    return (
      <span className="case-due c-breach" title={what}>
        <Glyph name="octagon" label={`${what}: ${t('case.late')}`} size="sm" />
        {t('case.over', { time: short(-leftMs) })}
      </span>
    );
  }
  const wholeMs = next.dueAt - next.since;
  const share = wholeMs > 0 ? Math.min(1, leftMs / wholeMs) : 0;
  return (
    <span className={share <= QUARTER_LEFT ? 'case-due c-watch' : 'case-due'} title={what}>
      <svg viewBox="0 0 16 16" className="i sm" role="img" aria-label={what}>
        <circle cx="8" cy="8" r={RADIUS} opacity="0.25" />
        <circle cx="8" cy="8" r={RADIUS} strokeDasharray={`${share * ROUND} ${ROUND}`} transform="rotate(-90 8 8)" />
      </svg>
      {short(leftMs)}
    </span>
  );
}

/** `03:40`, `11 h`, `3 d`: seconds count below an hour; above it nobody reads them. As in tables, the same in every language. */
function short(ms: number): string {
  if (ms >= LONG_MS) return `${Math.floor(ms / (24 * HOUR_MS))} d`;
  if (ms >= HOUR_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  const seconds = Math.floor(ms / 1_000);
  return [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** When something on a list of clocks is due, and how long that is; in prose, for reading. */
export function DueAt({ at }: { at: number }) {
  const t = useT();
  const formats = useFormats();
  const now = useSiteNow();
  const leftMs = at - (now ?? at);
  return leftMs < 0
    ? t('case.over', { time: formats.prose(-leftMs) })
    : t('case.dueAt', { time: formats.time(at), left: formats.prose(leftMs) });
}
