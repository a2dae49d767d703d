import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Ask } from './operator-command.ts';

interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  /** Where the questions are written. */
  output: NodeJS.WritableStream;
}

/**
 * Asks for what must not be an argument, which every process of the machine could read. At a terminal nothing of it is shown;
 * without one each question takes one line of what is piped in.
 */
export function openAsking({ input, output }: Terminal): { ask: Ask; close(): void } {
  let lines: Interface | undefined;
  let typed: AsyncIterator<string> | undefined;
  const begin = () => {
    const unseen = new Writable({ write: (_chunk, _encoding, written) => written() });
    lines = createInterface({ input, output: unseen, terminal: input.isTTY === true, historySize: 0 });
    return lines[Symbol.asyncIterator]();
  };
  return {
    async ask(prompt) {
      typed ??= begin();
      if (input.isTTY) output.write(prompt);
      const line = await typed.next();
      if (input.isTTY) output.write('\n');
      return line.done ? '' : line.value;
    },
    close: () => lines?.close(),
  };
}
