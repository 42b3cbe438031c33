import { z } from 'zod';
import { err, ok, type Result } from '../../shared/kernel/result.js';
import { type ProblemCode, problemSchema } from '../../shared/protocol/http.js';

/** Why a request came to nothing. `unreachable`: no answer, or one that is not ours (a proxy's page). */
export interface ApiError {
  readonly code: ProblemCode | 'unreachable';
  readonly fields: readonly { readonly field: string; readonly reason: string }[];
  readonly retryAfterMs: number | null;
}

export type ApiResult<T> = Result<T, ApiError>;

export interface ApiRequest<T> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** JSON; a file goes as what it is. */
  readonly body?: unknown;
  /** Leaves out those that are undefined. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** What the answer must be. */
  readonly answer: z.ZodType<T>;
  readonly signal?: AbortSignal;
}

/** An answer without content. */
export const nothing = z.undefined();

const UNREACHABLE: ApiError = { code: 'unreachable', fields: [], retryAfterMs: null };

/** One request under `/api/v1`. Every answer is read by its schema; a refusal is a value. Throws only when `signal` was aborted. */
export async function request<T>(path: string, { method = 'GET', body, query, answer, signal }: ApiRequest<T>): Promise<ApiResult<T>> {
  let response: Response;
  try {
    response = await fetch(address(path, query), {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': contentType(body) }) },
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw new Error('the request is no longer wanted', { cause });
    return err(UNREACHABLE);
  }
  const content = await readJson(response);
  if (!response.ok) return err(problemOf(content));
  const parsed = answer.safeParse(content);
  return parsed.success ? ok(parsed.data) : err(UNREACHABLE);
}

const contentType = (body: unknown) => (body instanceof Blob ? body.type : 'application/json');

function address(path: string, query: ApiRequest<unknown>['query']): string {
  const pairs = Object.entries(query ?? {}).filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  const search = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return `/api/v1${path}${search === '' ? '' : `?${search}`}`;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not ours: it fails the schema that it is read by.
    return null;
  }
}

function problemOf(content: unknown): ApiError {
  const problem = problemSchema.safeParse(content);
  if (!problem.success) return UNREACHABLE;
  return { code: problem.data.code, fields: problem.data.errors ?? [], retryAfterMs: problem.data.retryAfterMs ?? null };
}
