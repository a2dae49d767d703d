import type { Db } from '../../platform/database/index.ts';
import { deleteLink, type Link } from './links.queries.ts';

/** Takes an account's link to a service away. @returns the link that was, where there was one */
export const removeLink = (
  { db }: { db: Db },
  whose: { accountId: string; serviceId: string },
): Promise<Link | undefined> => deleteLink(db, whose);
