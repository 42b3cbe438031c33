import type { Result } from '../../shared/kernel/result.js';
import type { ACCESS, RouteKey } from '../auth/access.js';
import type { Principal } from '../auth/principal.js';
import type { SessionAuth } from '../auth/sessions.js';
import type { Refusal } from './problem.js';
import type { AnswerOf, BodyOf, ParamsOf, QueryOf } from './routes.js';

/** What a handler may do with the browser's session. */
export interface SessionControl {
  /** Starts one under a new id; one that was there before is void. Returns its hash. */
  begin(auth: SessionAuth): Promise<string>;
  /** Ends it, and tells the browser to forget what it holds. */
  end(): Promise<void>;
}

/** One call, parsed: a handler knows nothing of Express. */
export interface Call<K extends RouteKey> {
  readonly params: ParamsOf<K>;
  readonly query: QueryOf<K>;
  readonly body: BodyOf<K>;
  /** The file that comes with the call, where the route takes one; whoever reads it counts its bytes. */
  readonly upload: AsyncIterable<Uint8Array>;
  /** Always somebody, but on routes for anyone. */
  readonly principal: (typeof ACCESS)[K] extends 'anyone' ? Principal | null : Principal;
  readonly session: SessionControl;
  /** Of the client, as far as proxies may be believed. For limits only: never logged, never stored. */
  readonly address: string;
  /** Kind of browser and system, such as `Chrome · Windows`. */
  readonly device: string;
}

export type Handler<K extends RouteKey> = (call: Call<K>) => Promise<Result<AnswerOf<K>, Refusal>>;
export type Handlers = { readonly [K in RouteKey]: Handler<K> };
