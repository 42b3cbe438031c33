import type { Api, Reply, Request } from './child.js';

/** Answers a parent's calls, one at a time or together, until the parent goes. */
export function serve(api: Api): void {
  // The parent may be killed: nothing of the bench outlives it.
  process.once('disconnect', () => process.exit(0));
  process.on('message', (request: Request) => {
    const run = api[request.name] as ((argument: unknown) => unknown) | undefined;
    Promise.resolve()
      .then(() => {
        if (run === undefined) throw new Error(`nothing is called ${request.name}`);
        return run(request.argument);
      })
      .then(
        (answer) => reply({ call: request.call, answer }),
        (error: unknown) => reply({ call: request.call, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
}

function reply(message: Reply): void {
  if (process.connected) process.send?.(message);
}
