/** A figure measured in a run, with its standard error. */
export interface Estimate {
  readonly mean: number;
  readonly se: number;
}

/**
 * The ratio of two totals over batches of equal length: of all, divided last; the standard error from how the batches
 * differ. Consecutive calls wait alike, so single calls would promise far too small an error.
 */
export function ratioEstimate(parts: readonly { readonly top: number; readonly bottom: number }[]): Estimate {
  const top = parts.reduce((sum, part) => sum + part.top, 0);
  const bottom = parts.reduce((sum, part) => sum + part.bottom, 0);
  const mean = top / bottom;
  const squares = parts.reduce((sum, part) => sum + (part.top - mean * part.bottom) ** 2, 0);
  const batches = parts.length;
  return { mean, se: Math.sqrt(squares / (batches * (batches - 1))) / (bottom / batches) };
}

/** A figure that has no numerator and denominator, such as a quantile: of the whole, with the error of the batches' own. */
export function batchedEstimate(whole: number, perBatch: readonly number[]): Estimate {
  const mean = perBatch.reduce((sum, value) => sum + value, 0) / perBatch.length;
  const variance = perBatch.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (perBatch.length - 1);
  return { mean: whole, se: Math.sqrt(variance / perBatch.length) };
}

/** Mean and coefficient of variation in one pass (Welford). */
export class Moments {
  #n = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.#n++;
    const delta = value - this.#mean;
    this.#mean += delta / this.#n;
    this.#squares += delta * (value - this.#mean);
  }

  get count(): number {
    return this.#n;
  }

  get mean(): number {
    return this.#mean;
  }

  get variance(): number {
    return this.#squares / (this.#n - 1);
  }

  get cv(): number {
    return Math.sqrt(this.variance) / this.#mean;
  }
}
