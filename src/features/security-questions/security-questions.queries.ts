import type { Db } from '../../platform/database/index.ts';
import type { HashedQuestion } from './hash-answer.ts';
import type { SecurityQuestionsTable } from './security-questions.tables.ts';

/** Gives a new account its questions, in the transaction that makes the account. */
export async function insertQuestions(
  trx: Db,
  { accountId, questions }: { accountId: string; questions: readonly HashedQuestion[] },
): Promise<void> {
  const rows = questions.map((hashed, index) => ({ accountId, position: index + 1, ...hashed }));
  await trx.insertInto('securityQuestions').values(rows).execute();
}

/** Puts other ones in the place of those that an account has. */
export async function replaceAllQuestions(
  trx: Db,
  given: { accountId: string; questions: readonly HashedQuestion[] },
): Promise<void> {
  await trx.deleteFrom('securityQuestions').where('accountId', '=', given.accountId).execute();
  await insertQuestions(trx, given);
}

export const listQuestions = (db: Db, accountId: string): Promise<SecurityQuestionsTable[]> =>
  db
    .selectFrom('securityQuestions')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('position')
    .execute();
