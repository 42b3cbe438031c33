import type { Readable, Writable } from 'node:stream';

/** What a command gets of the world. Only its result goes to `stdout`; progress and logs go to `stderr`. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Every command is a module of its own, `server/cli/<name>.ts`, that exports `run`. The number is the exit code:
 * 0 done and right; 1 it ran and disagrees or failed; 2 it was asked in a way it does not understand.
 */
export type RunCommand = (args: string[], io: CommandIo) => Promise<number>;
