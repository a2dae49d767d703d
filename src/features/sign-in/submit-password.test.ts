import assert from 'node:assert/strict';
import { eachDatabase } from '../../../test/support/databases.ts';
import { attemptOfAda, oldPassword, signInDeps } from '../../../test/support/sign-in-attempts.ts';
import { seconds } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { AttemptOver } from './attempts.queries.ts';
import { openAttempt, reopenAtPassword } from './open-attempt.ts';
import { submitPassword } from './submit-password.ts';

const visitor = { browser: 'laptop', address: '192.0.2.1', reference: 'TEST-TEST' };

/** At the page of the password, whose form can be sent again and again as it stands there. */
async function atPassword(db: Db) {
  const deps = signInDeps(db);
  const { arrive } = await attemptOfAda(deps);
  const attempt = await arrive('here', { sessionOf: 'ada' });
  const press = () => submitPassword(deps, attempt, { password: oldPassword }, visitor);
  const opens = async (secret: string) =>
    (await openAttempt(deps, { id: 'here', interaction: 'here', secret })).ok;
  return { deps, press, opens };
}

eachDatabase(
  'a password that is sent twice counts once, and the cookie of the later answer opens the attempt',
  async ({ db }) => {
    const { press, opens } = await atPassword(db);
    const first = await press();
    const second = await press();
    assert.ok(first.ok && second.ok);
    assert.equal(await opens(first.value.secret), false);
    assert.equal(await opens(second.value.secret), true);
  },
);

eachDatabase(
  'once anything else has been proven, or a moment later, the form of before counts no more',
  async ({ db }) => {
    const { deps, press } = await atPassword(db);
    const now = deps.clock.now();
    assert.ok((await press()).ok);
    for (const proven of ['secondFactorAt', 'passkeyAt', 'emailProvenAt', 'doneAt'] as const) {
      await db
        .updateTable('attempts')
        .set({ [proven]: now })
        .where('id', '=', 'here')
        .execute();
      await assert.rejects(press(), AttemptOver, proven);
      await db
        .updateTable('attempts')
        .set({ [proven]: null })
        .where('id', '=', 'here')
        .execute();
    }
    deps.clock.advance(seconds(10) + 1);
    await assert.rejects(press(), AttemptOver);
  },
);

eachDatabase(
  'a password that is given anew a moment later, under the cookie of the first answer, voids the cookie of before that',
  async ({ db }) => {
    const { deps, press, opens } = await atPassword(db);
    const first = await press();
    assert.ok(first.ok);
    const keys = { id: 'here', interaction: 'here', secret: first.value.secret };
    const opened = await openAttempt(deps, keys);
    assert.ok(opened.ok);
    const again = () => submitPassword(deps, opened.value, { password: oldPassword }, visitor);
    assert.ok((await again()).ok);
    await assert.rejects(press(), AttemptOver, 'the cookie of the very beginning');
    const sentTwice = await again();
    assert.ok(sentTwice.ok);
    assert.equal(await opens(sentTwice.value.secret), true);
    assert.ok((await reopenAtPassword(deps, keys)).ok, 'the form that was sent twice');
  },
);
