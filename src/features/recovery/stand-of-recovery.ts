import { type Account, findAccountByEmail, isActive } from '../accounts/index.ts';
import { findPasswordTimes } from '../passwords/index.ts';
import { hasSecondFactor } from '../second-factor/index.ts';
import { listQuestions, questionCount } from '../security-questions/index.ts';
import { decoyQuestions } from './decoy-questions.ts';
import type { Recovery } from './recovery.queries.ts';
import type { RecoveryDeps } from './recovery.ts';
import type { RecoveryFacts } from './recovery-step.ts';

/** Where a recovery stands at this moment. */
export interface Standing {
  facts: RecoveryFacts;
  /** Whose it is; undefined where the address has no account, or none that can be used. */
  account: Account | undefined;
  /** The questions to ask, with the hashes of the answers where there are answers. */
  questions: readonly { question: string; answerHash?: string }[];
  /** The password has been changed since the recovery began: nothing of it counts any more. */
  overtaken: boolean;
}

/** The same is read for an address without an account; the lookup of an id that nobody has takes its place. */
export async function standOfRecovery(
  { db, sealing }: Pick<RecoveryDeps, 'db' | 'sealing'>,
  recovery: Recovery,
): Promise<Standing> {
  const found = await findAccountByEmail(db, recovery.email);
  const account = isActive(found) ? found : undefined;
  const id = account?.id ?? '';
  const password = await findPasswordTimes(db, id);
  const enrolled = await hasSecondFactor(db, id);
  const own = await listQuestions(db, id);
  const isOwner = recovery.accountId !== null && recovery.accountId === account?.id;
  return {
    account,
    questions: own.length === questionCount ? own : decoyQuestions(sealing, recovery.email),
    overtaken: recovery.doneAt === null && password !== undefined && password.setAt > recovery.createdAt,
    facts: {
      tokenSent: recovery.tokenSentAt !== null,
      tokenProven: recovery.tokenProvenAt !== null,
      answersProven: recovery.answersProvenAt !== null && isOwner,
      secondFactor: !enrolled ? 'none' : recovery.secondFactorAt !== null && isOwner ? 'proven' : 'due',
      done: recovery.doneAt !== null,
    },
  };
}
