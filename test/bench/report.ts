/** One figure of one goal. */
export interface Row {
  /** `P1.100`: the goal, and which of its figures. */
  readonly goal: string;
  /** A ratio to the reference measured in the same rounds, unless the goal says otherwise. Null: could not be measured here. */
  readonly figure: number | null;
  /** Holds when the figure is at most this. */
  readonly bar: number;
  /** Null: the reference itself moved too much to say. */
  readonly holds: boolean | null;
  readonly note?: string;
}

/** What is told of a figure, as programs read it. Rounded: further digits are noise. */
export const asJson = (rows: readonly Row[]): string =>
  JSON.stringify(rows.map((row) => ({ ...row, figure: row.figure === null ? null : Number(row.figure.toPrecision(4)) })));

/** As people read it. */
export function asTable(rows: readonly Row[]): string {
  const cells = rows.map(({ goal, figure, bar, holds, note }) => [
    goal,
    figure === null ? '–' : figure.toFixed(2),
    `≤ ${bar}`,
    holds === null ? '?' : holds ? 'holds' : 'MISSED',
    note ?? '',
  ]);
  const all = [['goal', 'figure', 'bar', '', 'note'], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => (column < 4 ? cell.padEnd(widths[column] ?? 0) : cell))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
