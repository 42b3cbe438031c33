import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/kernel/result.js';
import { computeErlangA } from '../../shared/staffing/erlang-a.js';
import { computeErlangB } from '../../shared/staffing/erlang-b.js';
import { computeErlangC } from '../../shared/staffing/erlang-c.js';
import { computeQueueMetrics, queueInputsSchema } from './calc-queue.js';
import type { CommandIo } from './command.js';

const USAGE = `usage: breakwater calc < cases

Standard input is a reference file ({ "cases": [ … ] }), one case, or a case a line; a case is { "id", "model", "inputs" }.
Answers { "id", "outputs" } or { "id", "error": { "code", "field" } }, a line each, in the order of the cases.
`;

/** Why a case has no answer: a word, and the field that it is about. */
interface CaseError {
  readonly code: string;
  readonly field: string;
}
type Answer = Result<object, CaseError>;

const count = z.number();
const loadFields = { calls: z.number(), intervalSec: z.number(), ahtSec: z.number(), agents: count, targetSec: z.number() };

/** A model: what it reads, and what it makes of it. Ranges are the models' own to refuse, by name. */
const model =
  <T extends z.ZodType>(schema: T, compute: (inputs: z.infer<T>) => Answer) =>
  (inputs: unknown): Answer => {
    const parsed = schema.safeParse(inputs);
    return parsed.success ? compute(parsed.data) : err(problemOf(parsed.error, inputs));
  };

const MODELS: Readonly<Record<string, (inputs: unknown) => Answer>> = {
  erlangB: model(z.object({ offeredErlangs: z.number(), servers: count }), computeErlangB),
  erlangC: model(z.object(loadFields), computeErlangC),
  erlangA: model(z.object({ ...loadFields, patienceSec: z.number(), shortAbandonSec: z.number() }), computeErlangA),
  'metrics.queue': model(queueInputsSchema, (inputs) => ok(computeQueueMetrics(inputs))),
};

export async function run(args: string[], io: CommandIo): Promise<number> {
  if (args.length > 0) {
    io.stderr.write(USAGE);
    return 2;
  }
  for (const line of answerAll(await text(io.stdin))) io.stdout.write(`${line}\n`);
  return 0;
}

/** One answer for each case, whatever the others are like. */
export function* answerAll(input: string): Generator<string> {
  for (const one of casesIn(input)) yield JSON.stringify(one === undefined ? refusal(null, { code: 'not-json', field: '' }) : answer(one));
}

/** A file or a case may span lines; otherwise each line is read for itself. `undefined` stands for one that is not JSON. */
function casesIn(input: string): unknown[] {
  const whole = parseJson(input);
  if (Array.isArray(whole)) return whole;
  const file = z.object({ cases: z.array(z.unknown()) }).safeParse(whole);
  if (file.success) return file.data.cases;
  if (whole !== undefined) return [whole];
  return input
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseJson);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Answered in its place as `not-json`.
    return undefined;
  }
}

const caseSchema = z.object({ id: z.string().max(200), model: z.string().max(200), inputs: z.unknown() });

function answer(one: unknown): object {
  const parsed = caseSchema.safeParse(one);
  if (!parsed.success) return refusal(idOf(one), problemOf(parsed.error, one));
  const { id, model: name, inputs } = parsed.data;
  const compute = Object.hasOwn(MODELS, name) ? MODELS[name] : undefined;
  if (compute === undefined) return refusal(id, { code: 'unknown-model', field: 'model' });
  const result = compute(inputs);
  return result.ok ? { id, outputs: result.value } : refusal(id, result.error);
}

const refusal = (id: string | null, { code, field }: CaseError) => ({ id, error: { code, field } });

function idOf(one: unknown): string | null {
  const parsed = z.object({ id: z.string().max(200) }).safeParse(one);
  return parsed.success ? parsed.data.id : null;
}

/** The first thing wrong: `missing` where there is nothing, `out-of-range` for a number too small or large, else `invalid`. */
function problemOf(error: z.ZodError, inputs: unknown): CaseError {
  const [issue] = error.issues;
  const path = issue?.path ?? [];
  const found = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], inputs);
  const isRange = issue?.code === 'too_small' || issue?.code === 'too_big';
  return { code: found === undefined ? 'missing' : isRange ? 'out-of-range' : 'invalid', field: path.join('.') };
}
