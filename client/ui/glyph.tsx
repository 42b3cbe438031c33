import type { ReactNode } from 'react';

/**
 * Shapes that carry meaning beside their colour. Each has a silhouette of its own, so that they stay apart in grey. Drawn on
 * a 16 px grid; `f` is filled, the rest stroked.
 */
const SHAPES = {
  'ring-dot': (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <circle className="f" cx="8" cy="8" r="2" />
    </>
  ),
  dot: <circle className="f" cx="8" cy="8" r="5" />,
  'dot-pause': (
    <path className="f" fillRule="evenodd" d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5.6 5h1.6v6H5.6V5Zm3.2 0h1.6v6H8.8V5Z" />
  ),
  'dot-arcs': (
    <>
      <circle className="f" cx="8" cy="8" r="2.5" />
      <path d="M4 4a5.7 5.7 0 0 0 0 8M12 4a5.7 5.7 0 0 1 0 8" />
    </>
  ),
  'dot-arrow': (
    <>
      <circle className="f" cx="5.5" cy="10.5" r="3" />
      <path d="M8.5 7.5 13 3M9.5 3H13v3.5" />
    </>
  ),
  pencil: <path d="M2.5 13.5 3.3 10.3 10.8 2.8a1.2 1.2 0 0 1 1.7 0l.7.7a1.2 1.2 0 0 1 0 1.7L5.7 12.7Z" />,
  bars: <path d="M5.5 3v10M10.5 3v10" strokeWidth="2.5" />,
  waves: (
    <path d="M1.5 6c1.6 0 1.6-2 3.25-2S6.4 6 8 6s1.6-2 3.25-2 1.6 2 3.25 2M1.5 11.5c1.6 0 1.6-2 3.25-2s1.65 2 3.25 2 1.6-2 3.25-2 1.6 2 3.25 2" />
  ),
  book: <path d="M8 4.2C6.5 3 4.5 2.8 2 3v9.5c2.5-.2 4.5 0 6 1.2 1.5-1.2 3.5-1.4 6-1.2V3c-2.5-.2-4.5 0-6 1.2Zm0 0v9.3" />,
  dashes: <path d="M3 8h10" strokeDasharray="2 2.7" />,
  question: (
    <>
      <path d="M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.8-1.1 1.6" />
      <path d="M8 12.4v.1" strokeWidth="2" />
    </>
  ),
  triangle: (
    <>
      <path d="M8 2.2 14.5 13.5h-13Z" />
      <path d="M8 6.5v3.2M8 11.6v.1" />
    </>
  ),
  octagon: <path className="f" fillRule="evenodd" d="M5 1h6l4 4v6l-4 4H5l-4-4V5Zm2.2 2.8v5h1.6v-5Zm0 6.6v1.8h1.6v-1.8Z" />,
  tick: <path d="m3 8.5 3.3 3.3L13 4.5" />,
  spinner: <path d="M8 2a6 6 0 1 1-5.5 3.6" />,
  live: (
    <>
      <circle className="f" cx="8" cy="8" r="3" />
      <circle cx="8" cy="8" r="6" />
    </>
  ),
  lag: (
    <>
      <circle cx="8" cy="8" r="6" strokeDasharray="3 2.2" />
      <path d="M8 4.5V8l2.5 1.5" />
    </>
  ),
  'broken-link': <path d="M2 2l12 12M4.5 11a5 5 0 0 1-.5-6.5M11.8 11.5a5 5 0 0 0 .2-7" />,
  lanes: (
    <>
      <path d="M2 4h12M2 8h12M2 12h12" />
      <path d="M6 2v4M11 6v4M8 10v4" strokeWidth="2.5" />
    </>
  ),
  steps: <path d="M1.5 13.5h4v-4h4v-4h4v-4" />,
  shifts: <path d="M2 4h7M5 8h9M3 12h6" strokeWidth="2.6" />,
  screen: (
    <>
      <rect x="1.5" y="3" width="13" height="8.5" rx="1" />
      <path d="M5 14h6" />
    </>
  ),
  headset: (
    <>
      <path d="M3 9V7.5a5 5 0 0 1 10 0V9" />
      <rect x="1.8" y="8.5" width="3" height="4.5" rx="1" />
      <rect x="11.2" y="8.5" width="3" height="4.5" rx="1" />
    </>
  ),
  'half-moon': (
    <>
      <circle cx="8" cy="8" r="6" />
      <path className="f" d="M8 2a6 6 0 0 1 0 12Z" />
    </>
  ),
  density: <path d="M2 3h12M2 6.3h12M2 9.7h12M2 13h12" />,
} as const satisfies Record<string, ReactNode>;

export type GlyphName = keyof typeof SHAPES;

/** Without a label it is decoration, and the word stands beside it. */
export function Glyph({ name, label, size, className }: { name: GlyphName; label?: string; size?: 'sm' | 'lg'; className?: string }) {
  const classes = ['i', size, name === 'spinner' ? 'spin' : undefined, className].filter(Boolean).join(' ');
  if (label === undefined) {
    return (
      <svg className={classes} viewBox="0 0 16 16" aria-hidden="true">
        {SHAPES[name]}
      </svg>
    );
  }
  return (
    <svg className={classes} viewBox="0 0 16 16" role="img" aria-label={label}>
      {SHAPES[name]}
    </svg>
  );
}

/** The product's mark: a wave, the line that it must not pass, and calm water behind. */
export function Waterline({ size = 24 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="square"
      aria-hidden="true"
    >
      <path d="M2 15c2 0 2-3 4-3s2 3 4 3" />
      <path d="M12 4v16" strokeWidth="3" />
      <path d="M15 15h7" opacity=".55" />
    </svg>
  );
}
