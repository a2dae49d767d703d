import { days } from '../../kernel/index.ts';
import { deleteAttemptsBefore } from './attempts.queries.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/** Attempts stay for a day after their end, so that their page can still lead back to the service. */
export const sweepAttempts = ({ db, clock }: Pick<SignInDeps, 'db' | 'clock'>): Promise<void> =>
  deleteAttemptsBefore(db, clock.now() - days(1));
