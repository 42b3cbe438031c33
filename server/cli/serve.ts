import type { RunCommand } from './command.js';

/** The server in this very process, as a container or a service manager wants it. It ends by a signal, in its own time. */
export const run: RunCommand = async (args, io) => {
  if (args.length > 0) {
    io.stderr.write('serve takes no arguments: everything is set by environment variables (see .env.example).\n');
    return 2;
  }
  await import('../main.js');
  return new Promise<number>(() => {});
};
