import type { z } from 'zod';
import { err, type Result } from '../../../shared/kernel/result.js';

/** Why a case has no answer: a word, and the field that it is about. */
export interface CaseError {
  readonly code: string;
  readonly field: string;
}
export type Answer = Result<object, CaseError>;

/** What answers the cases of one name. A long computation may answer later: the answers keep the order of the cases. */
export type Model = (inputs: unknown) => Answer | Promise<Answer>;
export type Models = Readonly<Record<string, Model>>;

/** A model: what it reads, and what it makes of it. Ranges are the models' own to refuse, by name. */
export const model =
  <T extends z.ZodType>(schema: T, compute: (inputs: z.infer<T>) => Answer | Promise<Answer>): Model =>
  (inputs) => {
    const parsed = schema.safeParse(inputs);
    return parsed.success ? compute(parsed.data) : err(problemOf(parsed.error, inputs));
  };

/** The first thing wrong: `missing` where there is nothing, `out-of-range` for a number too small or large, else `invalid`. */
export function problemOf(error: z.ZodError, inputs: unknown): CaseError {
  const [issue] = error.issues;
  const path = issue?.path ?? [];
  const found = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], inputs);
  const isRange = issue?.code === 'too_small' || issue?.code === 'too_big';
  return { code: found === undefined ? 'missing' : isRange ? 'out-of-range' : 'invalid', field: path.join('.') };
}
