import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { type CaseError, problemOf } from './calc/model.js';
import { MODELS } from './calc/models.js';
import type { CommandIo } from './command.js';

const USAGE = `usage: breakwater calc < cases

Standard input is a reference file ({ "cases": [ … ] }), one case, or a case a line; a case is { "id", "model", "inputs" }.
Answers { "id", "outputs" } or { "id", "error": { "code", "field" } }, a line each, in the order of the cases.
`;

export async function run(args: string[], io: CommandIo): Promise<number> {
  if (args.length > 0) {
    io.stderr.write(USAGE);
    return 2;
  }
  for await (const line of answerAll(await text(io.stdin))) io.stdout.write(`${line}\n`);
  return 0;
}

/** One answer for each case, whatever the others are like, in their order. */
export async function* answerAll(input: string): AsyncGenerator<string> {
  for (const one of casesIn(input)) {
    yield JSON.stringify(one === undefined ? refusal(null, { code: 'not-json', field: '' }) : await answer(one));
  }
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

async function answer(one: unknown): Promise<object> {
  const parsed = caseSchema.safeParse(one);
  if (!parsed.success) return refusal(idOf(one), problemOf(parsed.error, one));
  const { id, model: name, inputs } = parsed.data;
  const compute = Object.hasOwn(MODELS, name) ? MODELS[name] : undefined;
  if (compute === undefined) return refusal(id, { code: 'unknown-model', field: 'model' });
  const result = await compute(inputs);
  return result.ok ? { id, outputs: result.value } : refusal(id, result.error);
}

const refusal = (id: string | null, { code, field }: CaseError) => ({ id, error: { code, field } });

function idOf(one: unknown): string | null {
  const parsed = z.object({ id: z.string().max(200) }).safeParse(one);
  return parsed.success ? parsed.data.id : null;
}
