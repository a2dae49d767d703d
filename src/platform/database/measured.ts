import { measuring } from '../metrics/index.ts';

/** A durable commit; on the embedded database several transactions share one. */
export const commits = measuring<{ seconds: number; transactions: number }>('database commit');

/** How long something waited for a connection to PostgreSQL. */
export const poolWaits = measuring<{ seconds: number }>('database pool wait');
