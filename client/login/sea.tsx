/**
 * The idea of the product as a picture: every line a queue, every mark somebody who waits, and one line that nobody should have
 * to cross. Shares of the way to the right edge, %.
 */
const LINES: readonly (readonly number[])[] = [
  [34, 38, 40],
  [10, 22, 27],
  [9, 20, 24, 29],
  [6],
  [],
  [28, 30, 42, 43.5],
  [29],
  [4, 6, 26, 38],
  [11, 17, 25],
  [30],
  [2, 5.5, 31],
  [37, 43],
  [12, 16],
];
const LATE = { line: 4, at: 57 };
/** Where the threshold stands. */
const WATERLINE = 46;

export function Sea() {
  return (
    <div className="sea-frame" aria-hidden="true">
      <span className="sea-label">SLA</span>
      <svg className="sea" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {LINES.map((marks, line) => {
          const y = 6 + line * 7;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the picture never changes
            <g key={line}>
              <line className="sea-line" x1="0" x2="100" y1={y} y2={y} />
              {marks.map((x) => (
                <line key={x} className="sea-mark" x1={x} x2={x} y1={y - 0.9} y2={y + 0.9} />
              ))}
            </g>
          );
        })}
        <line className="sea-late" x1={LATE.at} x2={LATE.at} y1={6 + LATE.line * 7 - 1.3} y2={6 + LATE.line * 7 + 1.3} />
        <line className="sea-waterline" x1={WATERLINE} x2={WATERLINE} y1="0" y2="100" />
      </svg>
    </div>
  );
}
