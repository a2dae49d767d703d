// The load, in a process of its own. It is told one task at a time.
import { perform, type Task } from './tasks.ts';

process.on('message', async (task: Task) => {
  const answer = await perform(task).catch((fault: Error) => ({ fault: fault.message }));
  process.send?.(answer);
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
