import { Glyph } from '../ui/glyph.js';

/** Why something was not done, where it was asked for. */
export function Refusal({ text }: { text: string | null }) {
  return (
    <p className="floor-refusal" role="alert">
      {text !== null && (
        <>
          <Glyph name="octagon" size="sm" />
          {text}
        </>
      )}
    </p>
  );
}
