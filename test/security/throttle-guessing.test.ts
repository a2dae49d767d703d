// THREATS 9, 19, 20: guesses are counted for what they are about, in parallel and however they are spelled.
import assert from 'node:assert/strict';
import {
  type BudgetName,
  claimPasswordTry,
  migrations,
  spendTry,
} from '../../src/features/throttle/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { openSealing } from '../../src/platform/sealing/index.ts';
import { fakeClock } from '../support/clock.ts';
import { eachDatabase as eachDatabaseWith } from '../support/databases.ts';

const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });
const sealing = openSealing([Buffer.alloc(32, 1)]);
const depsOn = (db: Db, clock = fakeClock()) => ({ db, clock, sealing });

const numbers: [BudgetName, string, number][] = [
  ['sign-in-tries', '192.0.2.1', 100],
  ['registrations', '192.0.2.1', 20],
  ['new-token-pause', 'ada@example.com', 1],
  ['new-tokens', 'ada@example.com', 5],
  ['codes-of-attempt', 'attempt', 5],
  ['codes-of-account', 'account', 20],
  ['codes-in-a-row', 'account', 100],
  ['service-credentials-of-username', 'bob', 5],
  ['service-credentials-of-account', 'account', 10],
  ['wrong-pins', 'account', 5],
];
for (const [budget, subject, number] of numbers) {
  eachDatabase(
    `of ${number + 30} tries at once on ${budget} exactly ${number} are let through`,
    async ({ db, open }) => {
      const clock = fakeClock();
      const nodes = [depsOn(db, clock), depsOn(open(), clock)];
      const tries = Array.from({ length: number + 30 }, (_, index) =>
        spendTry(nodes[index % 2] ?? assert.fail(), budget, subject),
      );
      assert.equal((await Promise.all(tries)).filter((verdict) => verdict.ok).length, number);
    },
  );
}

eachDatabase(
  'a service’s username is counted over all spellings that a service may take for it',
  async ({ db }) => {
    const deps = depsOn(db);
    const spellings = ['bob', 'Bob', 'bob ', 'ＢＯＢ', 'b\u200bob', ' b o b '];
    const verdicts = [];
    for (const username of spellings) {
      const subject = ['managed-hosting', username];
      verdicts.push((await spendTry(deps, 'service-credentials-of-username', subject)).ok);
    }
    assert.deepEqual(verdicts, [true, true, true, true, true, false]);
  },
);

eachDatabase('another address of the same block brings no new tries', async ({ db }) => {
  const deps = depsOn(db);
  for (let host = 1; host <= 20; host++) {
    assert.ok(
      (await spendTry(deps, 'registrations', host % 2 ? `192.0.2.${host}` : `::ffff:192.0.2.${host}`)).ok,
    );
    assert.ok((await spendTry(deps, 'registrations', `2001:db8:0:12${host + 10}::${host}`)).ok);
  }
  assert.ok(!(await spendTry(deps, 'registrations', '192.0.2.200')).ok);
  assert.ok(!(await spendTry(deps, 'registrations', '2001:db8:0:12ff:ffff::1')).ok);
});

eachDatabase('a try stays counted when the check that it was made for is rolled back', async ({ db }) => {
  const deps = depsOn(db);
  for (let tries = 0; tries < 5; tries++) {
    assert.ok((await spendTry(deps, 'wrong-pins', 'ada')).ok);
    const failing = db.transaction().execute(async () => {
      throw new Error('The check failed.');
    });
    await assert.rejects(failing, /The check failed/);
  }
  assert.ok(!(await spendTry(deps, 'wrong-pins', 'ada')).ok);
});

eachDatabase(
  'an attacker who uses up the tries of an account leaves its owner’s device alone',
  async ({ db }) => {
    const deps = depsOn(db);
    await Promise.all(Array.from({ length: 50 }, () => claimPasswordTry(deps, { account: 'ada' })));
    assert.ok(!(await claimPasswordTry(deps, { account: 'ada' })).ok);
    assert.ok((await claimPasswordTry(deps, { account: 'ada', knownDevice: 'digest of her laptop' })).ok);
  },
);

eachDatabase('no subject is readable in the database', async ({ db }) => {
  const deps = depsOn(db);
  await spendTry(deps, 'service-credentials-of-username', ['managed-hosting', 'canary-name']);
  await spendTry(deps, 'new-tokens', 'canary@example.com');
  await spendTry(deps, 'sign-in-tries', '192.0.2.77');
  await claimPasswordTry(deps, { account: 'canary-account', knownDevice: 'canary-device' });
  const rows = JSON.stringify(await db.selectFrom('throttleCounters').selectAll().execute());
  assert.doesNotMatch(rows, /canary|192\.0|managed-hosting/i);
});
