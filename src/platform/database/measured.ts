import { measuring } from '../metrics/index.ts';

/** A durable commit; on the embedded database several transactions share one. */
export const commits = measuring<{ seconds: number; transactions: number }>('database commit');

/** How long something waited for a connection to PostgreSQL. */
export const poolWaits = measuring<{ seconds: number }>('database pool wait');

/** A statement was answered: its verb and its table, never its values. Told where somebody listens as the database is opened. */
export const statements = measuring<{ name: string; seconds: number; failed: boolean }>('database statement');
