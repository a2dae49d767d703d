// A journal: what must not be forgotten when the process is killed, before the database knows of it.
export { type Journal, openJournal } from './journal.ts';
