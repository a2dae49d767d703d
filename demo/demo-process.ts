import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Demo, DemoSettings } from './start-demo.ts';

export type DemoRequest = Pick<DemoSettings, 'issuer' | 'ports' | 'dataDirectory'>;

/** What the demo's process says. */
export type DemoAnswer = { started: Omit<Demo, 'stop'> } | { refused: string } | { fault: string };

/**
 * Starts the demo in a process of its own, so that what Master Account takes can be told from what its
 * pretend services take. It ends with this one, however that ends.
 * @param report told of faults that a visitor sees as "something went wrong"
 * @throws with a sentence, such as which port is taken
 */
export async function startDemoProcess(request: DemoRequest, report: (fault: string) => void): Promise<Demo> {
  // `.ts` in a checkout, `.js` in the published package.
  const program = new URL(`./program${extname(fileURLToPath(import.meta.url))}`, import.meta.url);
  const child = fork(program);
  const { promise, resolve, reject } = Promise.withResolvers<Omit<Demo, 'stop'>>();
  child.on('message', (answer: DemoAnswer) => {
    if ('started' in answer) resolve(answer.started);
    else if ('refused' in answer) reject(new Error(answer.refused));
    else report(answer.fault);
  });
  child.once('exit', () => reject(new Error('The demo did not start.')));
  child.send(request);
  try {
    const started = await promise;
    return {
      ...started,
      async stop() {
        child.send('stop');
        await once(child, 'exit');
      },
    };
  } catch (fault) {
    child.disconnect();
    throw fault;
  }
}
