// THREATS 1, 10, 11: whose a registration is, and what never comes of it.
import assert from 'node:assert/strict';
import { verifyAccountPassword } from '../../src/features/passwords/index.ts';
import {
  completeRegistration,
  findRegistration,
  saveContact,
  sendRegistrationToken,
  startRegistration,
} from '../../src/features/registration/index.ts';
import { minutes } from '../../src/kernel/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { lettersTo } from '../support/letters.ts';
import {
  accountOf,
  complete,
  goodPassword,
  newestTokenTo,
  registerUpToToken,
  registrationDeps,
  registrationOf,
  someone,
} from '../support/registrations.ts';

const email = 'victim@example.com';
const thiefsPassword = 'quartz lobster hammock dial';

eachDatabase(
  'whoever registers an address first gets nothing into what its owner makes later',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const thief = await registerUpToToken(deps, { email, password: thiefsPassword, firstName: 'Mallory' });
    deps.clock.advance(minutes(1));
    const owner = await registerUpToToken(deps, { email, password: goodPassword, firstName: 'Victoria' });
    assert.ok((await complete(deps, owner)).ok);

    const account = await accountOf(deps, email);
    assert.equal(account.firstName, 'Victoria');
    const tried = await verifyAccountPassword(deps, { accountId: account.id, password: thiefsPassword });
    assert.deepEqual(tried, { ok: false, error: 'wrong-password' });
    assert.ok((await verifyAccountPassword(deps, { accountId: account.id, password: goodPassword })).ok);

    // Even if the owner were talked into telling the thief's own token, nothing of the thief's registration is taken.
    assert.deepEqual(await complete(deps, thief), { ok: false, error: 'address-taken' });
    assert.deepEqual(await accountOf(deps, email), account);
    assert.equal(await findRegistration(deps, { browser: thief.browser }), undefined);
  },
);

eachDatabase(
  "the owner's token completes the owner's registration and not the one begun by somebody else",
  async ({ db }) => {
    const deps = registrationDeps(db);
    const thief = await registerUpToToken(deps, { email, password: thiefsPassword });
    deps.clock.advance(minutes(1));
    const owner = await registerUpToToken(deps, { email });
    assert.deepEqual(await complete(deps, { browser: thief.browser, token: owner.token }), {
      ok: false,
      error: 'wrong',
    });
    assert.ok((await complete(deps, owner)).ok);
  },
);

eachDatabase('nothing of a registration can sign in', async ({ db }) => {
  const deps = registrationDeps(db);
  const { browser } = await registerUpToToken(deps, { email });
  for (const table of ['accounts', 'passwords', 'pins', 'securityQuestions'] as const) {
    assert.deepEqual(await db.selectFrom(table).selectAll().execute(), [], table);
  }
  const { id } = await registrationOf(deps, browser);
  assert.ok(!(await verifyAccountPassword(deps, { accountId: id, password: goodPassword })).ok);
});

eachDatabase(
  'another browser, a registration’s id or its digest in place of the browser finds nothing',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser } = await registerUpToToken(deps, { email });
    const { id, browser: digest } = await registrationOf(deps, browser);
    for (const guess of ['another-browser', id, digest, '', email, '%', browser.toUpperCase()]) {
      assert.equal(await findRegistration(deps, { browser: guess }), undefined, guess);
    }
  },
);

eachDatabase('a second start in another browser neither shows nor disturbs the first', async ({ db }) => {
  const deps = registrationDeps(db);
  const owner = await registerUpToToken(deps, { email });
  const before = await registrationOf(deps, owner.browser);
  await startRegistration(deps, { browser: 'thief', email, address: '198.51.100.7' });
  const thiefs = await registrationOf(deps, 'thief');
  assert.notEqual(thiefs.id, before.id);
  assert.equal(thiefs.firstName, null);
  assert.deepEqual(await registrationOf(deps, owner.browser), before);
});

eachDatabase(
  'fifty completions at once on two nodes: one account, one letter, no fault',
  async ({ db, open }) => {
    const deps = registrationDeps(db);
    const { browser, token } = await registerUpToToken(deps, { email });
    const registration = await registrationOf(deps, browser);
    const nodes = [deps, { ...deps, db: open() }];
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        completeRegistration(nodes[index % 2] ?? deps, registration, { token, ...someone }),
      ),
    );
    assert.equal(verdicts.filter((verdict) => verdict.ok).length, 1);
    assert.ok(verdicts.every((verdict) => verdict.ok || verdict.error === 'void'));
    assert.equal((await db.selectFrom('accounts').selectAll().execute()).length, 1);
    assert.equal((await lettersTo(deps, email)).filter(({ kind }) => kind === 'account-created').length, 1);
  },
);

eachDatabase(
  'five browsers complete five registrations of one address at once: one account, whole',
  async ({ db, open }) => {
    const deps = registrationDeps(db);
    const entered = [];
    for (const firstName of ['Una', 'Dora', 'Tria', 'Quarta', 'Quinta']) {
      entered.push({ firstName, ...(await registerUpToToken(deps, { email, firstName })) });
      deps.clock.advance(minutes(2));
    }
    const nodes = [deps, { ...deps, db: open() }];
    const verdicts = await Promise.all(
      entered.map((each, index) => complete(nodes[index % 2] ?? deps, each)),
    );
    assert.equal(verdicts.filter((verdict) => verdict.ok).length, 1);
    assert.ok(verdicts.every((verdict) => verdict.ok || verdict.error === 'address-taken'));
    const winner = entered[verdicts.findIndex((verdict) => verdict.ok)];
    assert.equal((await accountOf(deps, email)).firstName, winner?.firstName);
    for (const table of ['passwords', 'pins'] as const) {
      assert.equal((await db.selectFrom(table).selectAll().execute()).length, 1, table);
    }
  },
);

eachDatabase(
  'a new token sent while the account is made: both end, one way or the other',
  async ({ db, open }) => {
    const deps = registrationDeps(db);
    const { browser, token } = await registerUpToToken(deps, { email });
    deps.clock.advance(minutes(1));
    const registration = await registrationOf(deps, browser);
    const [sent, completed] = await Promise.all([
      sendRegistrationToken({ ...deps, db: open() }, registration, someone),
      completeRegistration(deps, registration, { token, ...someone }),
    ]);
    assert.ok(sent.ok);
    if (!completed.ok)
      assert.ok((await complete(deps, { browser, token: await newestTokenTo(deps, email) })).ok);
    assert.equal((await accountOf(deps, email)).firstName, 'Ada');
  },
);

eachDatabase(
  'a token that is replaced between its proof and its spending makes no account',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser, token } = await registerUpToToken(deps, { email });
    deps.clock.advance(minutes(1));
    const registration = await registrationOf(deps, browser);
    let reads = 0;
    const afterFirstRead = db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (result.rows.length > 0 && ++reads === 1) await sendRegistrationToken(deps, registration, someone);
        return result;
      },
    });
    const verdict = await completeRegistration({ ...deps, db: afterFirstRead }, registration, {
      token,
      ...someone,
    });
    assert.equal(reads, 1);
    assert.deepEqual(verdict, { ok: false, error: 'void' });
    assert.deepEqual(await db.selectFrom('accounts').selectAll().execute(), []);
    assert.ok((await complete(deps, { browser, token: await newestTokenTo(deps, email) })).ok);
  },
);

eachDatabase('fields that no form of ours has change nothing', async ({ db }) => {
  const deps = registrationDeps(db);
  await startRegistration(deps, { browser: 'laptop', email, address: someone.address });
  const contact = {
    firstName: 'Ada',
    lastName: 'Lovelace',
    phone: '',
    pin: '1234',
    email: 'thief@example.com',
    id: 'x',
    phoneVerifiedAt: 1,
    completedAt: 1,
    passwordHash: 'x',
    role: 'agent',
  };
  await saveContact(deps, await registrationOf(deps, 'laptop'), contact);
  const saved = await registrationOf(deps, 'laptop');
  assert.deepEqual([saved.email, saved.completedAt, saved.passwordHash], [email, null, null]);
});
