import type { z } from 'zod';
import type { DurationMs } from '../../shared/kernel/time.js';
import type { Problem, ProblemCode } from '../../shared/protocol/http.js';

/** RFC 9457 answers: one shape for every refusal, with the fields at fault named. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly title?: string;
  readonly errors?: readonly { readonly field: string; readonly reason: string }[];
  readonly retryAfterMs?: DurationMs;
}

const KINDS = {
  'bad-request': [400, 'The request is not as described'],
  'not-signed-in': [401, 'Nobody is signed in'],
  'wrong-credentials': [401, 'Name or password is wrong'],
  'not-permitted': [403, 'This is not for your role'],
  'wrong-origin': [403, 'The request does not come from this site'],
  'not-found': [404, 'There is no such thing'],
  conflict: [409, 'This contradicts what is there'],
  'too-large': [413, 'The request is too large'],
  'unsupported-media-type': [415, 'The request must be JSON'],
  'too-many-requests': [429, 'Too many requests'],
  unavailable: [503, 'Not available now'],
  internal: [500, 'Something went wrong here'],
} as const satisfies Record<ProblemCode, readonly [status: number, title: string]>;

export function problemOf({ code, title, errors, retryAfterMs }: Refusal): Problem {
  const [status, usual] = KINDS[code];
  return {
    type: `urn:breakwater:problem:${code}`,
    title: title ?? usual,
    status,
    code,
    ...(errors ? { errors: [...errors] } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** At most this many: enough to mend a form, too few to make a large answer out of a hostile request. */
const MAX_ERRORS = 20;

/** What zod found, as fields and reasons. Never the values: they may be passwords. */
export function errorsOf(error: z.ZodError, where: string): { field: string; reason: string }[] {
  const errors = error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [{ field: fieldName(where, path), reason: issue.message }];
    return issue.keys.map((key) => ({ field: fieldName(where, [...path, key.slice(0, 64)]), reason: 'is not known' }));
  });
  return errors.slice(0, MAX_ERRORS);
}

const fieldName = (where: string, path: readonly string[]) => (path.length > 0 ? path.join('.') : where);
