import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase as eachDatabaseWith } from '../../../test/support/databases.ts';
import { days, minutes, seconds } from '../../kernel/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { claimPasswordTry, clearPasswordTries, giveBackPasswordTry } from './password-wait.ts';
import { migrations } from './throttle.migrations.ts';

const sealing = openSealing([Buffer.alloc(32, 1)]);
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });
const ada = { account: 'ada' };

eachDatabase('five wrong passwords are free, then the wait doubles from 1 s to 15 min', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  for (let tries = 0; tries < 5; tries++) assert.ok((await claimPasswordTry(deps, ada)).ok);
  for (const wait of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]) {
    const retryAt = deps.clock.now() + seconds(wait);
    assert.deepEqual(await claimPasswordTry(deps, ada), { ok: false, error: { retryAt } });
    deps.clock.set(retryAt - 1);
    assert.ok(!(await claimPasswordTry(deps, ada)).ok, `nothing before ${wait} s are over`);
    deps.clock.set(retryAt);
    assert.ok((await claimPasswordTry(deps, ada)).ok, `one try after ${wait} s`);
  }
});

eachDatabase(
  'fifty passwords at once on two nodes: five are looked at, and after the wait one',
  async ({ db, open }) => {
    const clock = fakeClock();
    const nodes = [db, open()].map((node) => ({ db: node, clock, sealing }));
    const burst = async () => {
      const verdicts = await Promise.all(
        Array.from({ length: 50 }, (_, index) => claimPasswordTry(nodes[index % 2] ?? assert.fail(), ada)),
      );
      return verdicts.filter((verdict) => verdict.ok).length;
    };
    assert.equal(await burst(), 5);
    clock.advance(seconds(1));
    assert.equal(await burst(), 1);
    clock.advance(seconds(1));
    assert.equal(await burst(), 0);
  },
);

eachDatabase('a known device has tries of its own, that nobody else can use up', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  for (let tries = 0; tries < 9; tries++) await claimPasswordTry(deps, ada);
  assert.ok((await claimPasswordTry(deps, { ...ada, knownDevice: 'laptop' })).ok);
});

eachDatabase('after a right password the next wrong one is the first again', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  for (let tries = 0; tries < 5; tries++) await claimPasswordTry(deps, ada);
  await clearPasswordTries(deps, ada);
  for (let tries = 0; tries < 5; tries++) assert.ok((await claimPasswordTry(deps, ada)).ok);
});

eachDatabase('a password that was never looked at is given back, the wait with it', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  for (let tries = 0; tries < 20; tries++) {
    const claimed = await claimPasswordTry(deps, ada);
    assert.ok(claimed.ok);
    await giveBackPasswordTry(deps, claimed.value);
  }
});

eachDatabase('a try given back after another was counted does not shorten its wait', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  const first = await claimPasswordTry(deps, ada);
  assert.ok(first.ok);
  for (let tries = 0; tries < 4; tries++) await claimPasswordTry(deps, ada);
  await giveBackPasswordTry(deps, first.value);
  assert.ok(!(await claimPasswordTry(deps, ada)).ok);
});

eachDatabase('after a day without a wrong password all is forgotten', async ({ db }) => {
  const deps = { db, clock: fakeClock(), sealing };
  for (let tries = 0; tries < 5; tries++) await claimPasswordTry(deps, ada);
  deps.clock.advance(days(1) + minutes(1));
  for (let tries = 0; tries < 5; tries++) assert.ok((await claimPasswordTry(deps, ada)).ok);
});
