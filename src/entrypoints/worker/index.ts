// The worker: what runs by itself in every node, beside the answers to requests.
//   start-worker.ts   sends messages as they come, writes what was gathered, sweeps what has expired
//   chores.ts         runs a list of chores; one that fails holds up no other
// Several nodes may each have one: messages are leased, sweeps are harmless when repeated.

export type { Chores } from './chores.ts';
export { startWorker, type Worker, type WorkerDeps } from './start-worker.ts';
