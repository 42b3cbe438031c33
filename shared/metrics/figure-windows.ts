/** `today` begins at the site's midnight; `interval` is the current 15- or 30-minute interval; the others roll. */
export const FIGURE_WINDOWS = ['today', 'interval', '15m', '30m', '60m'] as const;
export type FigureWindow = (typeof FIGURE_WINDOWS)[number];
