import { CalendarDays, User } from 'lucide-react';
import { useT } from '../i18n/provider.js';
import { Badge } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { DESK_PARTS, type DeskPart } from './address.js';
import { useShifts } from './shifts-data.js';

/** A number says that something in there waits for an answer. */
export function DeskTabs({ part, onPart }: { part: DeskPart; onPart: (part: DeskPart) => void }) {
  const t = useT();
  const { toAnswer } = useShifts();
  return (
    <nav className="mine-tabs" aria-label={t('shifts.parts')}>
      {DESK_PARTS.map((one) => (
        <button key={one} type="button" aria-current={one === part ? 'page' : undefined} onClick={() => onPart(one)}>
          {one === 'desk' && <Glyph name="headset" />}
          {one === 'shifts' && <CalendarDays className="i" aria-hidden="true" />}
          {one === 'me' && <User className="i" aria-hidden="true" />}
          <span>{t(`shifts.part.${one}`)}</span>
          {one === 'shifts' && toAnswer > 0 && (
            <Badge>
              {toAnswer}
              <span className="sr"> {t('shifts.toAnswer', { n: toAnswer })}</span>
            </Badge>
          )}
        </button>
      ))}
    </nav>
  );
}
