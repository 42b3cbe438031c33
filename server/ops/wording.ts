import type { z } from 'zod';

/**
 * What is wrong with a value, so that it completes "FIELD …": `must be at most 3600`. For operators and for forms; zod's own words
 * speak of types. A schema's own message goes before.
 */
export function wording(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'too_big':
      return `must ${limitOf(issue.origin, issue.inclusive === false ? 'be less than' : 'be at most', 'have at most', issue.maximum)}`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty';
      return `must ${limitOf(issue.origin, issue.inclusive === false ? 'be more than' : 'be at least', 'have at least', issue.minimum)}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return 'is not known';
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return 'is not of a known form';
    default:
      return 'is not valid';
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
};

function limitOf(origin: string, number: string, size: string, limit: number | bigint): string {
  if (origin === 'string') return `${size} ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `${size} ${limit} entries`;
  return `${number} ${limit}`;
}
