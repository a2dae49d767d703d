import { setTimeout as sleep } from 'node:timers/promises';
import { Cron } from 'croner';
import { onMessageRecorded, openMessageSender, type SendingDeps } from '../../features/messages/index.ts';
import { seconds } from '../../kernel/index.ts';
import { type Chores, runChores } from './chores.ts';

export interface WorkerDeps extends SendingDeps {
  /** What others wait for: each second. */
  often: Chores;
  /** Writes what was gathered in memory: each minute, and when stopping. */
  flushes: Chores;
  /** Removes what has expired: every ten minutes. */
  sweeps: Chores;
}

export interface Worker {
  /** Does everything that is to be done now, once; for tests and the command line. */
  runOnce(): Promise<void>;
  /**
   * Takes up nothing more, and gives what is under way time to end, so that its lease is given back with it. A message
   * that a relay still holds by then keeps its lease of a minute: the relay may have taken it.
   * @param within milliseconds; under a second where not told
   */
  stop(within?: number): Promise<void>;
}

/** Messages recorded by other nodes, and those that are tried again, are found by looking this often. */
const LOOK_EVERY = seconds(1);
/** Time for the transaction of a message that is just being recorded to commit. */
const AFTER_COMMIT = 30;
const PATIENCE = 700;

export function startWorker(deps: WorkerDeps): Worker {
  const { log } = deps;
  const sender = openMessageSender(deps);
  const underWay = new Set<Promise<void>>();

  const run = (chores: Chores): Promise<void> => {
    const running = runChores(log, chores).finally(() => underWay.delete(running));
    underWay.add(running);
    return running;
  };
  const send = () => run({ messages: sender.sendDueMessages });

  let soon: NodeJS.Timeout | undefined;
  const woken = onMessageRecorded(() => {
    soon ??= setTimeout(() => {
      soon = undefined;
      void send();
    }, AFTER_COMMIT);
  });
  const looking = setInterval(() => void Promise.all([send(), run(deps.often)]), LOOK_EVERY);
  // What the process before has left waiting goes out at once.
  void send();
  const everyMinute = new Cron('* * * * *', { protect: true }, () => run(deps.flushes));
  const everyTenMinutes = new Cron('*/10 * * * *', { protect: true }, () => run(deps.sweeps));

  return {
    async runOnce() {
      await Promise.all([send(), run(deps.often), run(deps.flushes), run(deps.sweeps)]);
    },
    async stop(within = PATIENCE) {
      sender.stop();
      woken.stop();
      clearTimeout(soon);
      clearInterval(looking);
      everyMinute.stop();
      everyTenMinutes.stop();
      await Promise.race([Promise.all(underWay), sleep(within, undefined, { ref: false })]);
      await runChores(log, deps.flushes);
    },
  };
}
