import type { Db } from '../../platform/database/index.ts';
import { normaliseEmail } from '../accounts/index.ts';
import { normalisePhone } from '../phones/index.ts';
import { listNewestMessages, type MessageFilter, type SeenMessage } from './operating.queries.ts';

/** Messages for an operator, the newest first. An address or a number is found however it is written. */
export const listMessages = (db: Db, { to, ...filter }: MessageFilter): Promise<SeenMessage[]> =>
  listNewestMessages(db, { ...filter, to: to === undefined ? undefined : asStored(to) });

function asStored(to: string): string {
  for (const normalised of [normaliseEmail(to), normalisePhone(to)])
    if (normalised.ok) return normalised.value;
  return to;
}
