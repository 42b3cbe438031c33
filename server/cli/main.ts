import type { RunCommand } from './command.js';

/** The command line: finds the command, runs it, and ends with its exit code. */
interface Command {
  readonly summary: string;
  /** Loaded only when asked for: `calc` should not wait for a Redis client it never uses. */
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  serve: { summary: 'the server, until it is told to stop', load: () => import('./serve.js') },
  replay: { summary: 'recorded PBX sessions at full speed, and the figures they come to', load: () => import('./replay.js') },
  calc: { summary: 'reference cases from standard input, an answer a line', load: () => import('./calc.js') },
  simulate: { summary: 'the simulator, and its proof against theory', load: () => import('./simulate.js') },
  doctor: { summary: 'what this installation needs, checked one by one', load: () => import('./doctor.js') },
  user: { summary: 'accounts: add, list, revoke', load: () => import('./user.js') },
  backup: { summary: 'a copied Redis folder: takes all that is private out of it', load: () => import('./backup.js') },
  site: { summary: 'the site file: check it, with line and field', load: () => import('./site.js') },
};

const usage = () =>
  [
    'Usage: npm run -s breakwater -- <command> [options]',
    '',
    ...Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`),
    '',
    'Only the result goes to standard output. Exit code: 0 ok, 1 disagrees or fails, 2 usage.',
    '',
  ].join('\n');

async function main([name = '', ...args]: string[]): Promise<number> {
  if (name === 'help' || name === '--help') {
    process.stdout.write(usage());
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    process.stderr.write(`${name === '' ? 'A command is missing.' : `There is no command ${JSON.stringify(name)}.`}\n\n${usage()}`);
    return 2;
  }
  const { run } = await command.load();
  return run(args, { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env });
}

/** A pipe takes what was written in its own time: ending before that would cut a long report short. */
const flushed = (stream: NodeJS.WriteStream) => new Promise<void>((resolve) => stream.write('', () => resolve()));

async function end(code: number): Promise<never> {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(code);
}

// `breakwater … | head` closes the pipe early: that is the reader's wish, not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

main(process.argv.slice(2)).then(end, (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return end(1);
});
