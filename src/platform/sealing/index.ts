// Secrets at rest: sealed where we must read them again, digested where we only compare them.
export { loadSealingKey } from './key-file.ts';
export { equalSecrets, openSealing, type Sealing } from './sealing.ts';
