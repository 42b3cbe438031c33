import type { Row } from '../report.js';
import { median, spreadOf } from './stats.js';

/** The figures of one window: name → value. */
export type Figures = Readonly<Record<string, number>>;
export interface Round<R extends Figures, P extends Figures> {
  readonly reference: R;
  readonly product: P;
}

export interface RoundsOptions<R extends Figures, P extends Figures> {
  readonly rounds: number;
  readonly reference: () => Promise<R>;
  readonly product: () => Promise<P>;
  /** The figures of the reference that must stand still for the ratios to mean something. */
  readonly steady: readonly (keyof R & string)[];
  readonly say: (line: string) => void;
}

export interface Compared<R extends Figures, P extends Figures> {
  readonly rounds: readonly Round<R, P>[];
  /** The widest spread (largest over smallest) among the steady figures. */
  readonly spread: number;
  readonly isSteady: boolean;
}

/** A reference that moved more than this says more about the machine than about the product. */
const WIDEST_SPREAD = 2;
const MOST_TRIES = 4;

/**
 * Reference and product in turn, on the same warm processes; the first round is thrown away. When the reference itself moved more than
 * twofold all rounds are measured again, at most three times.
 */
export async function compare<R extends Figures, P extends Figures>(options: RoundsOptions<R, P>): Promise<Compared<R, P>> {
  let best: Compared<R, P> | undefined;
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    const rounds: Round<R, P>[] = [];
    for (let round = 0; round <= options.rounds; round++) {
      const reference = await options.reference();
      const product = await options.product();
      if (round > 0) rounds.push({ reference, product });
    }
    const spread = Math.max(...options.steady.map((name) => spreadOf(rounds.map(({ reference }) => reference[name] as number))));
    const compared = { rounds, spread, isSteady: spread <= WIDEST_SPREAD };
    if (best === undefined || spread < best.spread) best = compared;
    if (compared.isSteady) break;
    options.say(`the reference moved ${spread.toFixed(1)}-fold${attempt < MOST_TRIES ? '; once more' : ''}`);
  }
  return best as Compared<R, P>;
}

/** The median over rounds of the product's figure ÷ the reference's of the same round. */
export const medianRatio = <R extends Figures, P extends Figures>(
  { rounds }: Compared<R, P>,
  product: keyof P & string,
  reference: keyof R & string,
): number => median(rounds.map((round) => (round.product[product] as number) / (round.reference[reference] as number)));

export const medianOf = <R extends Figures, P extends Figures>(
  { rounds }: Compared<R, P>,
  figure: (round: Round<R, P>) => number,
): number => median(rounds.map(figure));

/** A row of a comparison; one whose reference moved says nothing. */
export function rowOf(goal: string, figure: number, bar: number, isSteady: boolean, note?: string): Row {
  const moved = isSteady ? '' : 'the reference moved more than twofold; ';
  const text = `${moved}${note ?? ''}`;
  return { goal, figure, bar, holds: isSteady ? figure <= bar : null, ...(text === '' ? {} : { note: text }) };
}
