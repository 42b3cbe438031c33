/** What a solver reads: minimise the cost of the columns, with every row within its bounds. Plain data, so that it can go to another thread. */
export interface LinearProgram {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** A variable: never negative. */
export interface Column {
  readonly cost: number;
  readonly isInteger: boolean;
}

export interface Row {
  readonly terms: readonly Term[];
  readonly atLeast: number;
  /** `null`: no end. */
  readonly atMost: number | null;
}

export interface Term {
  /** Place among the columns; at most once in a row. */
  readonly column: number;
  readonly factor: number;
}
