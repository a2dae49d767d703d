import assert from 'node:assert/strict';
import { onDatabase } from '../../../test/support/databases.ts';
import { attemptOfAda, signInDeps } from '../../../test/support/sign-in-attempts.ts';
import { days } from '../../kernel/index.ts';
import { AttemptOver } from './attempts.queries.ts';
import { keepAccountInAttempt } from './index.ts';

const visitor = { address: '192.0.2.7', browser: 'b', browserWords: 'Firefox on Linux', reference: 'R' };

onDatabase('sqlite', 'a sign-in that was ended meanwhile keeps no account', async ({ db }) => {
  const deps = signInDeps(db);
  const { account, attempt } = await attemptOfAda(deps);
  const askedAt = deps.clock.now();
  await db
    .insertInto('accountDeletions')
    .values({ accountId: account.id, askedAt, dueAt: askedAt + days(14) })
    .execute();
  const left = async () => (await db.selectFrom('accountDeletions').selectAll().execute()).length;
  await db.updateTable('attempts').set({ secret: 'of another password' }).execute();
  await assert.rejects(keepAccountInAttempt(deps, attempt, account, visitor), AttemptOver);
  assert.equal(await left(), 1);
  await db.updateTable('attempts').set({ secret: attempt.secret }).execute();
  await keepAccountInAttempt(deps, attempt, account, visitor);
  assert.equal(await left(), 0);
});
