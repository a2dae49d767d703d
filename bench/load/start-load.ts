import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Outcome, Task } from './tasks.ts';

export interface Load {
  /** One task at a time. @throws what went wrong in it */
  run(task: Exclude<Task, { do: 'storm' }>): Promise<Outcome>;
  storm(task: Extract<Task, { do: 'storm' }>): Promise<{ hops: Outcome; signIns: Outcome }>;
  stop(): Promise<void>;
}

export async function startLoad(): Promise<Load> {
  const child = fork(join(import.meta.dirname, 'load-process.ts'));
  await once(child, 'message');
  const ended = once(child, 'exit').then(() => [{ fault: 'it has ended' }]);
  const ask = async (task: Task): Promise<unknown> => {
    child.send(task);
    const [answer] = (await Promise.race([once(child, 'message'), ended])) as [{ fault?: string }];
    if (answer.fault !== undefined) throw new Error(`The load (${task.do}) met a fault: ${answer.fault}`);
    return answer;
  };
  return {
    run: async (task) => (await ask(task)) as Outcome,
    storm: async (task) => (await ask(task)) as { hops: Outcome; signIns: Outcome },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
