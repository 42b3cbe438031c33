import { readFileSync } from 'node:fs';

type Output = number | string | boolean | null | readonly Output[] | { readonly [name: string]: Output };

export interface ReferenceCase {
  readonly id: string;
  readonly model: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Readonly<Record<string, Output>>;
  readonly tolerance?: { relative?: number; absolute?: number };
}

const reference = JSON.parse(readFileSync(new URL('../fixtures/staffing/reference.json', import.meta.url), 'utf8')) as {
  defaultTolerance: { relative: number; absolute: number };
  cases: ReferenceCase[];
};

export const referenceCases = reference.cases;
export const casesOf = (model: string) => referenceCases.filter((c) => c.model === model);

/** Outputs, by path, that are missing or farther from the reference than its tolerance; `[]` when all agree. */
export function disagreements({ outputs, tolerance }: ReferenceCase, got: unknown): string[] {
  return differences(outputs, got, '', { ...reference.defaultTolerance, ...tolerance });
}

function differences(want: Output, got: unknown, path: string, tolerance: { relative: number; absolute: number }): string[] {
  const problem = [`${path}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`];
  if (typeof want === 'number') {
    const isNear = typeof got === 'number' && Math.abs(got - want) <= tolerance.absolute + tolerance.relative * Math.abs(want);
    return isNear ? [] : problem;
  }
  if (typeof want !== 'object' || want === null) return got === want ? [] : problem;
  if (typeof got !== 'object' || got === null || (Array.isArray(want) && want.length !== (got as unknown[]).length)) return problem;
  return Object.entries(want).flatMap(([name, inner]) =>
    differences(inner, (got as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`, tolerance),
  );
}
