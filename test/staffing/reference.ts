import { readFileSync } from 'node:fs';

export interface ReferenceCase {
  readonly id: string;
  readonly model: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, number | boolean | null>;
  readonly tolerance?: { relative?: number; absolute?: number };
}

const reference = JSON.parse(readFileSync(new URL('../fixtures/staffing/reference.json', import.meta.url), 'utf8')) as {
  defaultTolerance: { relative: number; absolute: number };
  cases: ReferenceCase[];
};

export const casesOf = (model: string) => reference.cases.filter((c) => c.model === model);

/** Names of outputs that are missing or farther from the reference than its tolerance; `[]` when all agree. */
export function disagreements(wanted: ReferenceCase, got: Readonly<Record<string, unknown>>): string[] {
  const { relative, absolute } = { ...reference.defaultTolerance, ...wanted.tolerance };
  return Object.entries(wanted.outputs)
    .filter(([name, want]) => {
      const value = got[name];
      if (typeof want !== 'number') return value !== want;
      return typeof value !== 'number' || !(Math.abs(value - want) <= absolute + relative * Math.abs(want));
    })
    .map(([name, want]) => `${name}: got ${got[name]}, want ${want}`);
}
