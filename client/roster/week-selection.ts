/** A rectangle of days and people: where it was begun, and where the focus is. */
export interface Picked {
  readonly from: Spot;
  readonly to: Spot;
}
interface Spot {
  readonly row: number;
  readonly day: number;
}
export interface Span {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromDay: number;
  readonly toDay: number;
}

export function spanOf({ from, to }: Picked, rows: number): Span {
  const last = Math.max(0, rows - 1);
  const [a, b] = [Math.min(last, from.row), Math.min(last, to.row)];
  return {
    fromRow: Math.min(a, b),
    toRow: Math.max(a, b),
    fromDay: Math.min(from.day, to.day),
    toDay: Math.max(from.day, to.day),
  };
}

export const holds = ({ fromRow, toRow }: Span, row: number): boolean => row >= fromRow && row <= toRow;

interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Arrows go from day to day and from row to row; with Shift the rectangle grows, with Ctrl+A it is everything. */
export function moveOf({ key, shiftKey, ctrlKey, metaKey }: Key, { from, to }: Picked, rows: number): Picked | null {
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'a') return { from: { row: 0, day: 0 }, to: { row: Math.max(0, rows - 1), day: 6 } };
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    PageUp: [-10, 0],
    PageDown: [10, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Home: ctrlKey ? [-rows, -7] : [0, -7],
    End: ctrlKey ? [rows, 7] : [0, 7],
  };
  const step = steps[key];
  if (step === undefined) return null;
  const next = { row: Math.max(0, Math.min(rows - 1, to.row + step[0])), day: Math.max(0, Math.min(6, to.day + step[1])) };
  return { from: shiftKey ? from : next, to: next };
}
