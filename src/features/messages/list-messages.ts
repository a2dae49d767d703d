import type { Db } from '../../platform/database/index.ts';
import { listNewestMessages, type MessageFilter, type SeenMessage } from './operating.queries.ts';

/** Messages for an operator, the newest first. An address is found however it is written. */
export const listMessages = (db: Db, { to, ...filter }: MessageFilter): Promise<SeenMessage[]> =>
  listNewestMessages(db, { ...filter, to: to?.normalize('NFKC').trim().toLowerCase() });
