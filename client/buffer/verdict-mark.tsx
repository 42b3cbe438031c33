import type { Verdict } from '../../shared/domain/buffer/words.js';
import { useT } from '../i18n/provider.js';
import { Glyph, type GlyphName } from '../ui/glyph.js';

const LOOK: Readonly<Record<Verdict, { glyph: GlyphName; tone: string }>> = {
  green: { glyph: 'tick', tone: 'c-good' },
  amber: { glyph: 'triangle', tone: 'c-watch' },
  red: { glyph: 'octagon', tone: 'c-breach' },
};

/** How a start would go for the customers, by shape, colour and word. */
export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const t = useT();
  const { glyph, tone } = LOOK[verdict];
  return (
    <span className={`row s12 ${tone}`}>
      <Glyph name={glyph} size="sm" />
      {t(`buf.verdict.${verdict}`)}
    </span>
  );
}
