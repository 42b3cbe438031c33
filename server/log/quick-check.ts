import type { z } from 'zod';

/** True only where the schema would accept the value and hand it back unchanged. False says nothing: ask the schema. */
export type QuickCheck = (value: unknown) => boolean;

/** What is read of a schema's definition (`_zod.def`, which zod keeps stable for libraries). */
interface Definition {
  readonly type: string;
  readonly check?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: CheckDefinition } }[];
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly catchall?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly discriminator?: string;
  readonly innerType?: z.core.$ZodType;
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
}
interface CheckDefinition {
  readonly check: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
}

const definitionOf = (schema: z.core.$ZodType) => schema._zod.def as unknown as Definition;
const never: QuickCheck = () => false;

/**
 * Compiles a schema of plain JSON shapes into a check that allocates nothing. A node that starts reads a hundred
 * thousand commits, nearly all of them good; parsing each with zod copies it and doubles the time. What the check does not
 * vouch for, and every kind of schema that it does not know (transforms, defaults, refinements), goes to zod.
 */
export function compileQuickCheck(schema: z.core.$ZodType): QuickCheck {
  const definition = definitionOf(schema);
  // Formats (`z.email()`, `z.int()`) are a check themselves, besides the list of their checks.
  if (definition.check !== undefined) return never;
  const checks = (definition.checks ?? []).map((check) => check._zod.def);
  switch (definition.type) {
    case 'object':
      return compileObject(definition);
    case 'array':
      return compileArray(definition, checks);
    case 'union':
      return compileUnion(definition);
    case 'string':
      return all((value) => typeof value === 'string', checks.map(compileStringCheck));
    case 'number':
      return all((value) => typeof value === 'number' && Number.isFinite(value), checks.map(compileNumberCheck));
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'literal':
      return oneOf(definition.values ?? []);
    case 'enum':
      return oneOf(Object.values(definition.entries ?? {}));
    case 'optional':
    case 'nullable': {
      const inner = definition.innerType ? compileQuickCheck(definition.innerType) : never;
      const allowed = definition.type === 'nullable' ? null : undefined;
      return (value) => value === allowed || inner(value);
    }
    default:
      return never;
  }
}

function all(first: QuickCheck, rest: readonly QuickCheck[]): QuickCheck {
  if (rest.length === 0) return first;
  return (value) => {
    if (!first(value)) return false;
    for (const check of rest) if (!check(value)) return false;
    return true;
  };
}

function oneOf(values: readonly unknown[]): QuickCheck {
  if (values.length === 1) return (value) => value === values[0];
  const allowed = new Set(values);
  return (value) => allowed.has(value);
}

/** Only strict objects: others may drop or keep keys, which changes the value. */
function compileObject({ shape = {}, catchall }: Definition): QuickCheck {
  if (!catchall || definitionOf(catchall).type !== 'never') return never;
  const keys = Object.keys(shape);
  const checks = Object.values(shape).map(compileQuickCheck);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const record = value as Readonly<Record<string, unknown>>;
    let known = 0;
    for (let i = 0; i < keys.length; i++) {
      const field = record[keys[i] as string];
      if (!(checks[i] as QuickCheck)(field)) return false;
      if (field !== undefined) known++;
    }
    for (const _ in record) known--;
    return known === 0;
  };
}

function compileArray({ element }: Definition, checks: readonly CheckDefinition[]): QuickCheck {
  const item = element ? compileQuickCheck(element) : never;
  const lengths = checks.map(compileLengthCheck);
  return all((value) => {
    if (!Array.isArray(value)) return false;
    for (const each of value) if (!item(each)) return false;
    return true;
  }, lengths);
}

function compileUnion({ options = [], discriminator }: Definition): QuickCheck {
  if (discriminator === undefined) {
    const checks = options.map(compileQuickCheck);
    return (value) => checks.some((check) => check(value));
  }
  const byKind = new Map<unknown, QuickCheck>();
  for (const option of options) {
    const kind = definitionOf(option).shape?.[discriminator];
    for (const value of kind ? (definitionOf(kind).values ?? []) : []) byKind.set(value, compileQuickCheck(option));
  }
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    return byKind.get((value as Readonly<Record<string, unknown>>)[discriminator])?.(value) ?? false;
  };
}

function compileLengthCheck({ check, minimum = 0, maximum = Number.POSITIVE_INFINITY }: CheckDefinition): QuickCheck {
  if (check === 'min_length') return (value) => (value as string | unknown[]).length >= minimum;
  if (check === 'max_length') return (value) => (value as string | unknown[]).length <= maximum;
  return never;
}

function compileStringCheck(definition: CheckDefinition): QuickCheck {
  const { check, format, pattern } = definition;
  if (check !== 'string_format') return compileLengthCheck(definition);
  // A pattern with a memory (`g`, `y`) answers by what it saw before.
  return format === 'regex' && pattern && !pattern.global && !pattern.sticky ? (value) => pattern.test(value as string) : never;
}

function compileNumberCheck({ check, format, value: bound = Number.NaN, inclusive }: CheckDefinition): QuickCheck {
  if (check === 'number_format') return format === 'safeint' ? Number.isSafeInteger : never;
  if (check === 'greater_than') return inclusive ? (value) => (value as number) >= bound : (value) => (value as number) > bound;
  if (check === 'less_than') return inclusive ? (value) => (value as number) <= bound : (value) => (value as number) < bound;
  return never;
}
