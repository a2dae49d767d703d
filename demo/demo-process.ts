import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Demo, DemoSettings } from './start-demo.ts';

export type DemoRequest = Pick<DemoSettings, 'issuer' | 'ports' | 'dataDirectory'>;

/** What the demo's process says. */
export type DemoAnswer = { started: Omit<Demo, 'stop'> } | { refused: string } | { fault: string };

export interface DemoProcess extends Demo {
  /** Process id of the demo. */
  pid: number | undefined;
}

/**
 * Starts the demo in a process of its own, so that what Master Account takes can be told from what its
 * pretend services take. It ends with this one, however that ends.
 * @param report told of faults that a visitor sees as "something went wrong", and of an end that nobody asked for
 * @throws with a sentence, such as which port is taken
 */
export async function startDemoProcess(
  request: DemoRequest,
  report: (fault: string) => void,
): Promise<DemoProcess> {
  // `.ts` in a checkout, `.js` in the published package.
  const program = new URL(`./program${extname(fileURLToPath(import.meta.url))}`, import.meta.url);
  const child = fork(program);
  const ended = once(child, 'exit');
  const started = await answerOf(child, request, report).catch((fault) => {
    if (child.connected) child.disconnect();
    throw fault;
  });
  const reportEnd = () => report('The demo has ended by itself.');
  child.once('exit', reportEnd);
  return {
    ...started,
    pid: child.pid,
    async stop() {
      child.off('exit', reportEnd);
      if (child.connected) child.send('stop');
      await ended;
    },
  };
}

function answerOf(
  child: ChildProcess,
  request: DemoRequest,
  report: (fault: string) => void,
): Promise<Omit<Demo, 'stop'>> {
  const { promise, resolve, reject } = Promise.withResolvers<Omit<Demo, 'stop'>>();
  child.on('message', (answer: DemoAnswer) => {
    if ('started' in answer) resolve(answer.started);
    else if ('refused' in answer) reject(new Error(answer.refused));
    else report(answer.fault);
  });
  child.once('exit', () => reject(new Error('The demo did not start.')));
  child.send(request);
  return promise;
}
