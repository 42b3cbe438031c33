/** One line of the validation's answer. */
export interface Check {
  /** `V1` to `V9`. */
  readonly test: string;
  readonly metric: string;
  readonly got: number | string;
  readonly want: number | string;
  /** Standard error of `got`; 0 where the test is exact or its bound is given. */
  readonly se: number;
  readonly holds: boolean;
}

export interface CheckOptions {
  readonly seed: number;
  /** Calls served or lost per scenario. */
  readonly calls: number;
  /** Called before each test: for a person who waits. */
  readonly onStart?: (test: string) => void;
}
