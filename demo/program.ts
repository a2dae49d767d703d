// The demo as a process of its own, as services are in real life; Master Account's begins and ends it.
import '../src/quick-start.js';
import type { DemoAnswer, DemoRequest } from './demo-process.ts';

const { startDemo } = await import('./start-demo.ts');

const answer = (message: DemoAnswer): void => {
  process.send?.(message);
};

// A signal to the whole group reaches this process too, but the other one says when to stop; and with it gone,
// nobody is left to say it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => process.exit());
process.once('message', async (request: DemoRequest) => {
  try {
    const report = (fault: unknown) =>
      answer({ fault: fault instanceof Error ? String(fault.stack) : String(fault) });
    const { stop, ...started } = await startDemo({ ...request, report });
    process.once('message', async () => {
      await stop();
      process.exit();
    });
    answer({ started });
  } catch (fault) {
    answer({ refused: (fault as Error).message });
  }
});
