import type { Changer } from '../../../features/notices/index.ts';
import type { Visit } from './visit.ts';

/** Who changes something here, and from where, for the operations. */
export const changerOf = ({ account, session, nextId, visitor }: Visit): Changer => ({
  account,
  session: session.uid,
  sessionIds: [nextId.under, nextId.digest],
  ...visitor,
});
