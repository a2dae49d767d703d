// The log: one JSON line per event, on standard output, and never a secret.
export { type Log, openLog, silentLog } from './log.ts';
export { currentReference, withReference } from './reference.ts';
