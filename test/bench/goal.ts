import type { Row } from './report.js';

/** What a goal is measured with. */
export interface Bench {
  /** Rounds that count; one more is thrown away. */
  readonly rounds: number;
  /** A window's length: shorter in a quick run. */
  seconds(full: number): number;
  /** A quick run may also use less of everything else. */
  readonly isQuick: boolean;
  say(line: string): void;
}

/** One measurement, which may answer several figures. */
export interface Goal {
  readonly figures: readonly string[];
  /** Only figures that are wanted need to be measured. */
  run(bench: Bench, isWanted: (figure: string) => boolean): Promise<Row[]>;
}

/** Runs with things that must be ended whatever happens, the last one first. */
export async function using<T>(run: (keep: <S extends { stop(): Promise<unknown> }>(thing: S) => S) => Promise<T>): Promise<T> {
  const kept: { stop(): Promise<unknown> }[] = [];
  try {
    return await run((thing) => {
      kept.push(thing);
      return thing;
    });
  } finally {
    for (const thing of kept.reverse()) await thing.stop();
  }
}
