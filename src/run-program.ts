import { runCommand } from './commands/index.ts';

/** Runs what the command line says, as the whole of this process. */
export async function runProgram(): Promise<void> {
  // Keys, databases and logs are their owner's alone.
  process.umask(0o077);
  // What is printed may go to a disk that is full; that is no reason to end.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  const code = await runCommand(process.argv.slice(2));
  // Not exit(): what was printed may still be on its way into a pipe.
  if (code !== undefined) process.exitCode = code;
}
