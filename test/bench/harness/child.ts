import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { builtProcess, type ProcessName } from './build.js';

/** What a process of the bench can be asked: each call has one argument. */
export type Api = { readonly [name: string]: (argument: never) => unknown };
type ArgumentOf<A extends Api, K extends keyof A> = Parameters<A[K]>[0];
type AnswerOf<A extends Api, K extends keyof A> = Awaited<ReturnType<A[K]>>;

export interface Request {
  readonly call: number;
  readonly name: string;
  readonly argument: unknown;
}
export type Reply =
  | { readonly call: number; readonly answer: unknown }
  /** Told as text: an error's class does not cross. */
  | { readonly call: number; readonly error: string };

export interface Child<A extends Api> {
  call<K extends keyof A & string>(name: K, argument: ArgumentOf<A, K>): Promise<AnswerOf<A, K>>;
  stop(): Promise<void>;
}

const GONE_WITHIN_MS = 5_000;

/** A process of its own (`BENCH_PROFILES` names a folder for its CPU profile), so that its CPU time is that of what it does and of nothing else. Ends with its parent. */
export function startChild<A extends Api>(name: ProcessName): Child<A> {
  const execArgv = process.env.BENCH_PROFILES === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILES}`];
  const child: ChildProcess = fork(builtProcess(name), {
    execArgv,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  let calls = 0;
  child.on('message', (reply: Reply) => {
    const caller = waiting.get(reply.call);
    waiting.delete(reply.call);
    if ('error' in reply) caller?.reject(new Error(`${name}: ${reply.error}`));
    else caller?.resolve(reply.answer);
  });
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${name} ended: ${signal ?? code}`));
    waiting.clear();
  });
  return {
    call: (method, argument) =>
      new Promise((resolve, reject) => {
        const call = ++calls;
        waiting.set(call, { resolve: resolve as (answer: unknown) => void, reject });
        const request: Request = { call, name: method, argument };
        child.send(request, (error) => error && reject(error));
      }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      // It leaves by itself when nobody is there to call it, and so can still write its profile.
      child.disconnect();
      const lastResort = setTimeout(() => child.kill('SIGKILL'), GONE_WITHIN_MS);
      await exited;
      clearTimeout(lastResort);
    },
  };
}
