import { onDemand, usePart } from '../ui/on-demand.js';
import { PartFailed } from './later-part.js';

/** Large for its table of pinyin; fetched once the page is there. */
export const palette = onDemand(() => import('../actions/palette/palette.js'));

/**
 * The palette, or its place while it is fetched: a window is open from the first moment, so that what is typed ahead is never taken
 * for keys of the page (`z` is the page's undo).
 */
export function PaletteWindow({ onClose, of = palette }: { onClose: () => void; of?: typeof palette }) {
  const part = usePart(of);
  if (part.status === 'here') return <part.part.Palette onClose={onClose} />;
  if (part.status === 'failed') return <PartFailed onFailed={onClose} />;
  return <div role="dialog" aria-busy="true" className="sr" />;
}
