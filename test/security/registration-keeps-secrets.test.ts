// THREATS 22, 24, 40, 41: what is at rest, what an address with an account shows, what is typed.
import assert from 'node:assert/strict';
import { insertAccount } from '../../src/features/accounts/index.ts';
import {
  saveContact,
  savePassword,
  saveQuestions,
  sendFirstToken,
  startRegistration,
} from '../../src/features/registration/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { lettersTo } from '../support/letters.ts';
import {
  accountOf,
  complete,
  goodPassword,
  registerUpToToken,
  registrationDeps,
  registrationOf,
  sealing,
  someone,
  threeQuestions,
} from '../support/registrations.ts';
import { sendingNode } from '../support/sending-node.ts';

const tables = [
  'registrations',
  'tokens',
  'accounts',
  'passwords',
  'pins',
  'securityQuestions',
  'messages',
  'auditEvents',
] as const;

async function everythingAtRest(db: Db): Promise<string> {
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows);
}

eachDatabase(
  'password, PIN, answers, token and browser id are nowhere at rest, before and after',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser, token } = await registerUpToToken(deps);
    const secrets = [
      goodPassword,
      browser,
      token,
      token.replace('-', ''),
      ...threeQuestions.map(({ answer }) => answer),

      '"2468"',
    ];
    const before = await everythingAtRest(db);
    for (const secret of secrets) assert.ok(!before.includes(secret), secret);
    assert.ok((await complete(deps, { browser, token })).ok);
    const after = await everythingAtRest(db);
    for (const secret of secrets) assert.ok(!after.includes(secret), secret);
  },
);

eachDatabase(
  'an address that has an account: the same answers and the same writes, and mail to its owner',
  async ({ db, open }) => {
    const written: string[] = [];
    const deps = { ...registrationDeps(db), db: open({ onWrite: (sql) => written.push(sql) }) };
    const owner = { id: 'owner', email: 'owner@example.com', firstName: 'Olga', lastName: 'O', phone: null };
    await insertAccount(db, { ...owner, secondFactorChosenAt: null, createdAt: 1 });
    const writesOf = async (email: string) => {
      written.length = 0;
      await startRegistration(deps, { browser: `browser of ${email}`, email, address: someone.address });
      const registration = await registrationOf(deps, `browser of ${email}`);
      assert.deepEqual(await sendFirstToken(deps, registration, someone), { ok: true, value: undefined });
      assert.ok(!(await complete(deps, { browser: `browser of ${email}`, token: 'AAAA-AAAA' })).ok);
      return [...written];
    };
    assert.deepEqual(await writesOf('owner@example.com'), await writesOf('nobody@example.com'));
    for (const email of ['owner@example.com', 'nobody@example.com']) {
      const recorded = (await lettersTo(deps, email)).map(({ kind }) => kind);
      assert.deepEqual(recorded, ['registration-token'], 'the request does not look who has an account');
    }
    const { send, sent } = sendingNode(db, deps.clock, sealing);
    await send();
    const subjectTo = (email: string) => sent.find(({ to }) => to === email)?.subject;
    assert.match(subjectTo('owner@example.com') ?? '', /already/i);
    assert.equal(subjectTo('nobody@example.com'), 'Lumen Email Validation Token');
  },
);

eachDatabase('a password of a megabyte is refused before anything is hashed', async ({ db }) => {
  const deps = registrationDeps(db);
  await startRegistration(deps, { browser: 'laptop', email: 'ada@example.com', address: someone.address });
  const hashing = { hashPassword: () => assert.fail('nothing is hashed') };
  const password = 'x'.repeat(1_000_000);
  const form = { password, passwordConfirmation: password, passwordExpiration: 'never' };
  const registration = await registrationOf(deps, 'laptop');
  const verdict = await savePassword({ ...deps, hashing }, registration, form);
  assert.deepEqual(!verdict.ok && verdict.error !== 'ended' && verdict.error.password, ['too-long']);
  const answers = threeQuestions.map(({ question }) => ({ question, answer: password }));
  assert.ok(!(await saveQuestions({ ...deps, hashing }, registration, answers)).ok);
});

eachDatabase('what looks like SQL, HTML or a header is stored as it was typed', async ({ db }) => {
  const deps = registrationDeps(db);
  const { browser, email, token } = await registerUpToToken(deps);
  const typed = `Robert'); DROP TABLE "accounts"; -- <script>alert(1)</script> \${7*7} {{x}} %00`;
  await saveContact(deps, await registrationOf(deps, browser), {
    firstName: typed,
    lastName: typed,
    phone: '',
    pin: '2468',
  });
  // Other names: the password is chosen again.
  const password = {
    password: goodPassword,
    passwordConfirmation: goodPassword,
    passwordExpiration: 'never',
  };
  await savePassword(deps, await registrationOf(deps, browser), password);
  const questions = threeQuestions.map(({ answer }, index) => ({ question: `${index} ${typed}`, answer }));
  await saveQuestions(deps, await registrationOf(deps, browser), questions);
  assert.ok((await complete(deps, { browser, token })).ok);
  assert.equal((await accountOf(deps, email)).firstName, typed);
  const [first] = await db.selectFrom('securityQuestions').select('question').orderBy('position').execute();
  assert.equal(first?.question, `0 ${typed}`);
});
