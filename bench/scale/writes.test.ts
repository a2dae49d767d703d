// The figures of docs/scale.md stand on these counts.
import assert from 'node:assert/strict';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../../test/journeys/people.ts';
import { onDatabase } from '../../test/support/databases.ts';
import { anAccount, aSignInWorld } from '../../test/support/sign-in-world.ts';
import { OF_BUDGETS, WRITES } from './measured.ts';

onDatabase('sqlite', 'a sign-in and a single sign-on write as often as the papers say', async (fresh, t) => {
  const written: string[] = [];
  // What the worker does in its own time is counted apart, with the messages.
  const ofWorker = /"(messages|messageEvents|auditSeals|lastSealed|auditChain)"/;
  const world = await aSignInWorld(fresh, t, { onWrite: (sql) => ofWorker.test(sql) || written.push(sql) });
  const counted = async (act: () => Promise<unknown>) => {
    written.length = 0;
    await act();
    // Budgets are counted apart: the worker counts messages at any moment.
    return written
      .filter((sql) => !sql.includes('"throttleCounters"'))
      .map((sql) => /^\s*(\w+)[^"]*"(\w+)"/.exec(sql)?.slice(1).join(' '));
  };
  const signIn =
    (browser = world.browser()) =>
    async () => {
      await world.send(browser);
      await giveEmail(browser, ada);
      await givePassword(browser, ada);
      if (browser.heading === 'Account Linking') await proveServiceAccount(browser, 'bob');
      assert.equal((await world.exchange(browser)).status, 200);
    };
  await anAccount(world, ada);
  await signIn()();
  const browser = world.browser();
  const atSignIn = await counted(signIn(browser));
  const isStill = (counted: number, said: number) => counted <= said && counted >= said * 0.7;
  assert.ok(
    isStill(atSignIn.length, WRITES.signIn - OF_BUDGETS.signIn),
    `${atSignIn.length}: ${atSignIn.join(', ')}`,
  );
  const atHop = await counted(async () => {
    await world.send(browser);
    assert.equal((await world.exchange(browser)).status, 200);
  });
  assert.ok(isStill(atHop.length, WRITES.hop - OF_BUDGETS.hop), `${atHop.length}: ${atHop.join(', ')}`);
});
