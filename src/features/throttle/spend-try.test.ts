import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase as eachDatabaseWith } from '../../../test/support/databases.ts';
import { minutes } from '../../kernel/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { budgets } from './budgets.ts';
import { clearTries, giveBack, nextTryAt, spendTry } from './spend-try.ts';
import { sweepThrottle } from './sweep-throttle.ts';
import { migrations } from './throttle.migrations.ts';

const sealing = openSealing([Buffer.alloc(32, 1)]);
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });
const bob = ['managed-hosting', 'bob'];
const usernames = 'service-credentials-of-username';

eachDatabase(
  'a budget lets through as many tries as it says and then says when to come again',
  async ({ db }) => {
    const deps = { db, clock: fakeClock(), sealing };
    for (let tries = 0; tries < 5; tries++) {
      assert.equal(await nextTryAt(deps, usernames, bob), undefined);
      assert.ok((await spendTry(deps, usernames, bob)).ok);
    }
    const retryAt = deps.clock.now() + minutes(15);
    assert.deepEqual(await spendTry(deps, usernames, bob), { ok: false, error: { retryAt } });
    assert.equal(await nextTryAt(deps, usernames, bob), retryAt);
    deps.clock.set(retryAt - 1);
    assert.ok(!(await spendTry(deps, usernames, bob)).ok);
    deps.clock.set(retryAt);
    assert.equal(await nextTryAt(deps, usernames, bob), undefined);
    assert.ok((await spendTry(deps, usernames, bob)).ok);
  },
);

eachDatabase('fifty tries at once on two nodes hold the budget to the number', async ({ db, open }) => {
  const clock = fakeClock();
  const nodes = [db, open()].map((node) => ({ db: node, clock, sealing }));
  const verdicts = await Promise.all(
    Array.from({ length: 50 }, (_, index) => spendTry(nodes[index % 2] ?? assert.fail(), usernames, bob)),
  );
  assert.equal(verdicts.filter((verdict) => verdict.ok).length, 5);
});

eachDatabase('no quarter of an hour ever holds more guesses than the budget', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  const pauses = fc.array(fc.integer({ min: 0, max: minutes(9) }), { minLength: 30, maxLength: 30 });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(pauses, async (milliseconds) => {
      const counted: number[] = [];
      run += 1;
      for (const pause of milliseconds) {
        if ((await spendTry(deps, usernames, ['managed-hosting', `bob${run}`])).ok)
          counted.push(deps.clock.now());
        deps.clock.advance(pause);
      }
      const within = (from: number) => counted.filter((at) => at >= from && at < from + minutes(15)).length;
      assert.ok(Math.max(...counted.map(within)) <= 5);
    }),
    { numRuns: 12 },
  );
});

eachDatabase('a steady flow below the budget of an address block is never held up', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  for (let tries = 0; tries < 50; tries++) {
    assert.ok((await spendTry(deps, 'registrations', '192.0.2.1')).ok);
    deps.clock.advance(minutes(4));
  }
});

eachDatabase('a try that is given back does not count', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  for (let tries = 0; tries < 20; tries++) {
    const spent = await spendTry(deps, usernames, bob);
    assert.ok(spent.ok);
    await giveBack(deps, spent.value);
  }
});

eachDatabase('a try given back late takes nothing off the tries counted since', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  const early = await spendTry(deps, usernames, bob);
  assert.ok(early.ok);
  deps.clock.advance(minutes(15));
  for (let tries = 0; tries < 5; tries++) await spendTry(deps, usernames, bob);
  await giveBack(deps, early.value);
  assert.ok(!(await spendTry(deps, usernames, bob)).ok);
});

eachDatabase('fifty tries at once, each given back, leave the budget whole', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      const spent = await spendTry(deps, 'registrations', '192.0.2.1');
      if (spent.ok) await giveBack(deps, spent.value);
    }),
  );
  const after = await Promise.all(
    Array.from({ length: 20 }, () => spendTry(deps, 'registrations', '192.0.2.1')),
  );
  assert.ok(after.every((verdict) => verdict.ok));
});

eachDatabase('clearing the tries of one subject leaves those of another', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  const carol = ['managed-hosting', 'carol'];
  for (const subject of [bob, carol])
    for (let tries = 0; tries < 5; tries++) await spendTry(deps, usernames, subject);
  await clearTries(deps, usernames, bob);
  assert.ok((await spendTry(deps, usernames, bob)).ok);
  assert.ok(!(await spendTry(deps, usernames, carol)).ok);
});

eachDatabase('the same username at another service has a budget of its own', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  for (let tries = 0; tries < 6; tries++) await spendTry(deps, usernames, bob);
  assert.ok((await spendTry(deps, usernames, ['private-cloud', 'bob'])).ok);
});

eachDatabase('counters that count for nothing any more are swept, the others stay', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  await spendTry(deps, 'registrations', '192.0.2.1');
  await spendTry(deps, 'new-token-pause', 'ada@example.com');
  deps.clock.advance(budgets['new-token-pause'].within);
  await sweepThrottle(deps);
  const left = await db.selectFrom('throttleCounters').select('budget').execute();
  assert.deepEqual(
    left.map((counter) => counter.budget),
    ['registrations'],
  );
});
