// THREATS 1, 10, 27, 30: an address that is corrected on the way. A token verifies the address that it was mailed to, and
// no other: whoever registers their own and then puts in somebody else's gets no account for that one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAccountByEmail } from '../../src/features/accounts/index.ts';
import {
  completeRegistration,
  correctAddress,
  findRegistration,
  pinOf,
  questionsOf,
  sendRegistrationToken,
  startRegistration,
} from '../../src/features/registration/index.ts';
import { hours, minutes } from '../../src/kernel/index.ts';
import { registerAlone } from '../journeys/people.ts';
import { eachDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { lettersTo } from '../support/letters.ts';
import {
  complete,
  newestTokenTo,
  type RegistrationDeps,
  registerUpToToken,
  registrationDeps,
  registrationOf,
  someone,
} from '../support/registrations.ts';
import { aWorld } from '../support/world.ts';

const thiefs = 'mallory@example.com';
const victims = 'victoria@example.com';

const correct = async (deps: RegistrationDeps, browser: string, email: string, address = someone.address) =>
  correctAddress(deps, await registrationOf(deps, browser), { email, ...someone, address });

async function tokensTo(deps: RegistrationDeps, email: string): Promise<string[]> {
  const letters = await lettersTo(deps, email);
  return letters.flatMap(({ fields }) => (typeof fields['token'] === 'string' ? [fields['token']] : []));
}

eachDatabase(
  'everything that was entered is kept, and only the token mailed to the new address completes it',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser, token } = await registerUpToToken(deps, { email: thiefs });
    const before = await registrationOf(deps, browser);
    deps.clock.advance(minutes(4));
    assert.deepEqual(await correct(deps, browser, victims), { ok: true, value: 'corrected' });

    const after = await registrationOf(deps, browser);
    const now = deps.clock.now();
    const changed = { email: victims, tokenSentAt: now, resumedAt: now, expiresAt: now + hours(24) };
    assert.deepEqual(after, { ...before, ...changed });
    assert.equal(pinOf(deps, after), '2468');
    assert.equal(questionsOf(after).length, 3);
    assert.deepEqual(await complete(deps, { browser, token }), { ok: false, error: 'wrong' });
    assert.equal(await findAccountByEmail(db, victims), undefined);
    assert.ok((await complete(deps, { browser, token: await newestTokenTo(deps, victims) })).ok);
    assert.equal((await findAccountByEmail(db, victims))?.firstName, 'Ada');
    assert.equal(await findAccountByEmail(db, thiefs), undefined);
  },
);

eachDatabase(
  'the token of the own address, fifty times at once with the change to another’s, makes no account for that one',
  async ({ db, open }) => {
    const nodes = [db, open()];
    for (let round = 0; round < 14; round++) {
      const [own, other] = [`mallory${round}@example.com`, `victoria${round}@example.com`];
      const deps = registrationDeps(db);
      const address = `10.${round}.0.1`;
      const { browser, token } = await registerUpToToken(deps, { email: own });
      const registration = await registrationOf(deps, browser);
      // The fifty set off at the change's first statement that writes, in the next round at its second, and so on.
      const { promise: statement, resolve: isWriting } = Promise.withResolvers<void>();
      let writes = 0;
      const changing = open({ onWrite: () => void (writes++ === round && isWriting()) });
      const change = correctAddress({ ...deps, db: changing }, registration, {
        email: other,
        ...someone,
        address,
      });
      await Promise.race([statement, change]);
      const verdicts = await Promise.all(
        Array.from({ length: 50 }, async (_, index) => {
          const node = { ...deps, db: nodes[index % 2] ?? db };
          const found = await findRegistration(node, { browser });
          return found && completeRegistration(node, found, { token, ...someone });
        }),
      );
      await change;
      assert.ok(verdicts.filter((verdict) => verdict?.ok).length <= 1);
      assert.equal(await findAccountByEmail(db, other), undefined, `round ${round}`);
      const made = verdicts.some((verdict) => verdict?.ok);
      assert.equal((await findAccountByEmail(db, own)) !== undefined, made, `round ${round}`);
      // Whichever came first: with the own address's tokens nothing can be completed afterwards either.
      for (const each of await tokensTo(deps, own)) {
        if (!made) assert.ok(!(await complete(deps, { browser, token: each })).ok);
      }
      assert.equal(await findAccountByEmail(db, other), undefined, `round ${round}, afterwards`);
    }
  },
);

eachDatabase(
  'a token that is being sent while the address changes does not verify the new one from the old mailbox',
  async ({ db, open }) => {
    const nodes = [db, open()];
    for (let round = 0; round < 8; round++) {
      const [own, other] = [`mallory${round}@example.com`, `victoria${round}@example.com`];
      const deps = registrationDeps(db);
      const { browser } = await registerUpToToken(deps, { email: own });
      deps.clock.advance(minutes(1));
      const stale = await registrationOf(deps, browser);
      const send = () => sendRegistrationToken({ ...deps, db: nodes[1] ?? db }, stale, someone);
      const change = () =>
        correctAddress(deps, stale, { email: other, ...someone, address: `10.${round}.0.1` });
      await Promise.all(round % 2 === 0 ? [send(), change()] : [change(), send()]);
      const after = await registrationOf(deps, browser);
      assert.equal(after.email, other);
      for (const token of await tokensTo(deps, own)) {
        assert.ok(!(await complete(deps, { browser, token })).ok, 'read in the old mailbox');
      }
      assert.equal(await findAccountByEmail(db, other), undefined);
      // And the change has not cost the person the token of the new address.
      assert.ok((await complete(deps, { browser, token: await newestTokenTo(deps, other) })).ok);
    }
  },
);

eachDatabase(
  'a send that comes after the change, of a page read before it, sends nothing',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser } = await registerUpToToken(deps, { email: thiefs });
    const stale = await registrationOf(deps, browser);
    deps.clock.advance(minutes(1));
    await correct(deps, browser, victims);
    deps.clock.advance(minutes(1));
    const letters = (await tokensTo(deps, thiefs)).length;
    await sendRegistrationToken(deps, stale, someone);
    assert.equal((await tokensTo(deps, thiefs)).length, letters);
    assert.ok((await complete(deps, { browser, token: await newestTokenTo(deps, victims) })).ok);
  },
);

eachDatabase('an address that changes between proof and spending is not verified', async ({ db }) => {
  const deps = registrationDeps(db);
  const { browser, token } = await registerUpToToken(deps, { email: thiefs });
  const registration = await registrationOf(deps, browser);
  let reads = 0;
  const afterFirstRead = db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (result.rows.length > 0 && ++reads === 1) await correct(deps, browser, victims);
      return result;
    },
  });
  const completion = { token, ...someone };
  const verdict = await completeRegistration({ ...deps, db: afterFirstRead }, registration, completion);
  assert.deepEqual(verdict, { ok: false, error: 'void' });
  assert.deepEqual(await db.selectFrom('accounts').selectAll().execute(), []);
});

eachDatabase(
  'a right token speaks for the address that it was mailed to, even if the row had another by then',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser, token } = await registerUpToToken(deps, { email: thiefs });
    const registration = await registrationOf(deps, browser);
    await db.updateTable('registrations').set({ email: victims }).where('id', '=', registration.id).execute();
    const verdict = await completeRegistration(deps, registration, { token, ...someone });
    assert.deepEqual(verdict, { ok: false, error: 'void' });
    assert.deepEqual(await db.selectFrom('accounts').selectAll().execute(), []);
  },
);

eachDatabase(
  'another registration of the same browser for the new address gives way; one of another browser does not',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const elsewhere = await registerUpToToken(deps, { email: victims, firstName: 'Victoria' });
    deps.clock.advance(minutes(2));
    const given = await registerUpToToken(deps, { email: victims, browser: 'laptop', firstName: 'Old' });
    deps.clock.advance(minutes(2));
    await registerUpToToken(deps, { email: thiefs, browser: 'laptop', firstName: 'New' });
    assert.deepEqual(await correct(deps, 'laptop', victims), { ok: true, value: 'corrected' });
    const rows = await db.selectFrom('registrations').select(['firstName', 'email']).execute();
    assert.deepEqual(rows.map(({ firstName, email }) => `${firstName} ${email}`).sort(), [
      `New ${victims}`,
      `Victoria ${victims}`,
    ]);
    assert.deepEqual(await complete(deps, { ...given, browser: 'laptop' }), { ok: false, error: 'wrong' });
    assert.ok((await complete(deps, elsewhere)).ok);
  },
);

eachDatabase(
  'two registrations of a browser that take each other’s address at once end without a fault',
  async ({ db, open }) => {
    for (let round = 0; round < 5; round++) {
      const deps = registrationDeps(db);
      const [one, two] = [`one${round}@example.com`, `two${round}@example.com`];
      const browser = `laptop${round}`;
      await registerUpToToken(deps, { email: one, browser });
      const first = await registrationOf(deps, browser);
      deps.clock.advance(minutes(1));
      await registerUpToToken(deps, { email: two, browser });
      const second = await registrationOf(deps, browser);
      deps.clock.advance(minutes(2));
      const from = { ...someone, address: `10.${round}.0.1` };
      const done = await Promise.all([
        correctAddress(deps, first, { email: two, ...from }),
        correctAddress({ ...deps, db: open() }, second, { email: one, ...from }),
        startRegistration(deps, { browser, email: one, address: from.address }),
      ]);
      assert.ok(done.every((each) => each.ok || each.error === 'ended'));
      assert.ok((await registrationOf(deps, browser)).email.endsWith(`${round}@example.com`));
    }
  },
);

eachDatabase(
  'the network’s budget and that of the new address hold, and a refusal changes nothing',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser, token } = await registerUpToToken(deps, { email: thiefs });
    const before = await registrationOf(deps, browser);
    await registerUpToToken(deps, { email: victims, browser: 'elsewhere' });
    const soon = await correct(deps, browser, victims);
    const retryAt = deps.clock.now() + minutes(1);
    assert.deepEqual(soon, { ok: false, error: { spent: 'email', retryAt } });

    for (let count = 0; count < 30; count++) {
      await startRegistration(deps, {
        browser: 'flood',
        email: `x${count}@example.com`,
        address: '192.0.2.77',
      });
    }
    deps.clock.advance(minutes(2));
    const late = await correct(deps, browser, 'else@example.com');
    assert.ok(!late.ok && late.error !== 'ended' && late.error.spent === 'network');
    assert.deepEqual(await registrationOf(deps, browser), before);
    assert.ok((await complete(deps, { browser, token })).ok, 'the token is as good as before');
  },
);

eachDatabase('the same address again counts nothing, sends nothing and voids nothing', async ({ db }) => {
  const deps = registrationDeps(db);
  const { browser, token } = await registerUpToToken(deps, { email: thiefs });
  for (let count = 0; count < 30; count++) {
    assert.deepEqual(await correct(deps, browser, thiefs), { ok: true, value: 'same' });
  }
  assert.equal((await tokensTo(deps, thiefs)).length, 1);
  assert.ok((await complete(deps, { browser, token })).ok);
});

test('the address of a registration changes by the form of that registration in its own browser only', async (t) => {
  const world = await aWorld(t);
  const [own, stranger] = [world.browser(), world.browser()];
  await registerAlone(own, world.issuer, {
    email: thiefs,
    firstName: 'M',
    lastName: 'X',
    password: 'a lantern over wide water',
  });
  const registration = own.valueOf('registration') ?? '';
  await stranger.visit(`${world.issuer}/register`);
  const change = { path: '/register/email', fields: { email: victims, registration } };
  assert.equal((await forge(world, stranger, change)).location, '/register?ended=yes');
  const othersForm = { ...change, fields: { ...change.fields, registration: 'another' } };
  assert.equal((await forge(world, own, othersForm)).status, 409);
  const foreign = { ...change, headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } };
  assert.equal((await forge(world, own, foreign)).status, 403);
  await own.visit(`/register/email?email=${victims}`);
  own.isAt('Correct your email address');
  assert.equal(own.valueOf('email'), thiefs);
  for (const email of [
    `${victims},eve@example.com`,
    `${victims}\r\nBcc: eve@example.com`,
    '',
    'x'.repeat(20_000),
  ]) {
    assert.equal((await forge(world, own, { ...change, fields: { email } })).status, 422, email.slice(0, 60));
  }
  await own.visit('/register/email');
  await own.press('Send the token there');
  own.isAt('Verify your email');
  own.says('No token was sent just now');
  own.says(thiefs);
  world.letPass(minutes(2));
  await own.visit('/register/email');
  await own.press('Send the token there');
  own.says('A new token is on its way');
});
