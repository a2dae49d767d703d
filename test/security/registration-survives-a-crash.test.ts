// A crash at any point of completing leaves a registration or an account, and never half of either.
import assert from 'node:assert/strict';
import { completeRegistration } from '../../src/features/registration/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { lettersTo } from '../support/letters.ts';
import {
  accountOf,
  complete,
  registerUpToToken,
  registrationDeps,
  registrationOf,
  someone,
} from '../support/registrations.ts';

const madeByCompletion = ['accounts', 'passwords', 'pins', 'securityQuestions'] as const;

/** A database whose connection dies when the transaction sends its nth statement. */
function dyingAt(db: Db, statement: number): { db: Db; died: () => boolean } {
  let sent = 0;
  const died = () => sent >= statement;
  const plugin = {
    transformQuery({ node }: { node: unknown }) {
      sent += 1;
      if (died()) throw new Error('The power went out.');
      return node;
    },
    transformResult: async ({ result }: { result: unknown }) => result,
  };
  return { db: db.withPlugin(plugin as never), died };
}

eachDatabase(
  'whatever the statement at which it dies, the registration is whole and can be completed after',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser, email, token } = await registerUpToToken(deps);
    const registration = await registrationOf(deps, browser);
    let deaths = 0;
    for (let statement = 3; ; statement++) {
      // Tries are counted for good, crash or not: begin each round with all of them.
      await db.updateTable('tokens').set({ tries: 0 }).execute();
      const dying = dyingAt(db, statement);
      const end = await completeRegistration({ ...deps, db: dying.db }, registration, {
        token,
        ...someone,
      }).catch(() => 'crashed' as const);
      if (end !== 'crashed') break;
      deaths += 1;
      for (const table of madeByCompletion) {
        assert.deepEqual(
          await db.selectFrom(table).selectAll().execute(),
          [],
          `${table} after statement ${statement}`,
        );
      }
      assert.deepEqual(await registrationOf(deps, browser), registration);
      assert.equal((await lettersTo(deps, email)).length, 1, 'no letter about an account that is not there');
    }
    assert.ok(deaths >= 8, `it died at ${deaths} statements`);
    assert.equal((await accountOf(deps, email)).firstName, 'Ada');
    assert.deepEqual(await complete(deps, { browser, token }), { ok: false, error: 'void' });
  },
);
