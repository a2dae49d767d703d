import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Deviation, newAuthenticator } from '../../../test/support/authenticator.ts';
import { eachDatabase as eachDatabaseWith } from '../../../test/support/databases.ts';
import { accountWithout, totpDeps } from '../../../test/support/totp-world.ts';
import { minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { migrations as accountsMigrations } from '../accounts/index.ts';
import {
  addToAccount,
  checkNewPasskey,
  checkPasskey,
  deletePasskey,
  listPasskeys,
  offerNewPasskey,
  offerPasskey,
  migrations as passkeysMigrations,
  passkeysPossible,
  sweepPasskeys,
  usePasskey,
} from './index.ts';

const migrations = [...accountsMigrations, ...passkeysMigrations];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

const origin = 'https://account.example.test';
const worldOn = (db: Db) => ({ ...totpDeps(db), issuer: origin, brandName: 'Lumen' });
type Deps = ReturnType<typeof worldOn>;

const person = (id: string) => ({ id, email: `${id}@example.com`, firstName: 'Ada', lastName: 'L' });
const device = (settings?: Parameters<typeof newAuthenticator>[1]) => newAuthenticator(origin, settings);
const signIn = { purpose: 'sign-in', place: 'attempt' } as const;

async function optionsFor(deps: Deps, what: Parameters<typeof offerPasskey>[1] = signIn): Promise<object> {
  return (await offerPasskey(deps, what)) ?? assert.fail('there is something to sign');
}

async function newOptions(deps: Deps, id = 'ada'): Promise<object> {
  const options = await offerNewPasskey(deps, { account: person(id), place: 'session' });
  return options ?? assert.fail('a passkey can be made');
}

/** An account with a passkey. */
async function withPasskey(deps: Deps, id = 'ada', authenticator = device()) {
  await accountWithout(deps, id);
  const posted = authenticator.make(await newOptions(deps, id));
  const made = await checkNewPasskey(deps, { accountId: id, place: 'session', posted });
  assert.ok(made.ok);
  const added = await addToAccount(deps, { accountId: id, made: made.value, name: 'Chrome on Linux' });
  assert.ok(added.ok);
  return authenticator;
}

const outcomeOf = (result: { ok: boolean; error?: unknown }) => (result.ok ? 'ok' : result.error);

eachDatabase('a passkey that was made for an account signs in to it', async ({ db }) => {
  const deps = worldOn(db);
  const authenticator = await withPasskey(deps);
  const posted = authenticator.give(await optionsFor(deps));
  const checked = await checkPasskey(deps, signIn, posted);
  assert.ok(checked.ok);
  assert.equal(checked.value.passkey.accountId, 'ada');
  assert.equal(await usePasskey(deps, checked.value), true);
  const [kept] = await listPasskeys(db, 'ada');
  assert.equal(kept?.lastUsedAt, deps.clock.now());
  assert.deepEqual(kept?.transports, ['internal', 'hybrid']);
});

eachDatabase(
  'an answer counts once, of many at once on two nodes too, and not after five minutes',
  async ({ db, open }) => {
    const deps = worldOn(db);
    const authenticator = await withPasskey(deps);
    const other = { ...deps, db: open() };
    const posted = authenticator.give(await optionsFor(deps));
    const answers = await Promise.all(
      [deps, other, deps, other].map((node) => checkPasskey(node, signIn, posted)),
    );
    assert.deepEqual(answers.map(outcomeOf).sort(), ['ok', 'over', 'over', 'over']);
    const late = authenticator.give(await optionsFor(deps));
    deps.clock.advance(minutes(5));
    assert.equal(outcomeOf(await checkPasskey(deps, signIn, late)), 'over');
    await sweepPasskeys({ db, clock: { now: () => deps.clock.now() + 1 } });
    assert.deepEqual(await db.selectFrom('passkeyAnswers').selectAll().execute(), []);
  },
);

eachDatabase('an answer that was wrong uses up its challenge as well', async ({ db }) => {
  const deps = worldOn(db);
  const authenticator = await withPasskey(deps);
  const options = await optionsFor(deps);
  const wrong = authenticator.give(options, { origin: 'https://evil.example' });
  assert.equal(outcomeOf(await checkPasskey(deps, signIn, wrong)), 'not-accepted');
  assert.equal(outcomeOf(await checkPasskey(deps, signIn, authenticator.give(options))), 'over');
});

eachDatabase(
  'an answer counts for the purpose and the place that it was asked for, and for no other',
  async ({ db }) => {
    const deps = worldOn(db);
    const authenticator = await withPasskey(deps);
    const others = [
      { purpose: 'sign-in', place: 'another attempt' },
      { purpose: 'confirm', place: 'attempt', accountId: 'ada' },
      { purpose: 'second-factor', place: 'attempt', accountId: 'ada' },
    ] as const;
    for (const other of others) {
      const posted = authenticator.give(await optionsFor(deps));
      assert.equal(outcomeOf(await checkPasskey(deps, other, posted)), 'over');
    }
  },
);

const deviations: [string, Deviation][] = [
  ['for another address', { origin: 'https://evil.example' }],
  ['for the same host without TLS', { origin: 'http://account.example.test' }],
  ['for another relying party', { rpId: 'evil.example' }],
  ['without making sure of who is there', { userVerified: false }],
  ['as the making of a passkey', { type: 'webauthn.create' }],
  ['as somebody else', { userHandle: Buffer.from('eve').toString('base64url') }],
];

for (const [how, deviation] of deviations) {
  eachDatabase(`a passkey that is given ${how} is not accepted`, async ({ db }) => {
    const deps = worldOn(db);
    const authenticator = await withPasskey(deps);
    const posted = authenticator.give(await optionsFor(deps), deviation);
    assert.equal(outcomeOf(await checkPasskey(deps, signIn, posted)), 'not-accepted');
  });
}

eachDatabase(
  'a passkey that is made without making sure of who is there, or for another address, is not accepted',
  async ({ db }) => {
    const deps = worldOn(db);
    await accountWithout(deps, 'ada');
    for (const deviation of [
      { userVerified: false },
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
    ]) {
      const posted = device().make(await newOptions(deps), deviation);
      const made = await checkNewPasskey(deps, { accountId: 'ada', place: 'session', posted });
      assert.equal(outcomeOf(made), 'not-accepted');
    }
  },
);

eachDatabase(
  'a passkey that is being made counts for the account and the session that asked, once',
  async ({ db }) => {
    const deps = worldOn(db);
    await accountWithout(deps, 'ada');
    await accountWithout(deps, 'eve');
    const posted = device().make(await newOptions(deps));
    const elsewhere = { accountId: 'eve', place: 'session', posted };
    assert.equal(outcomeOf(await checkNewPasskey(deps, elsewhere)), 'over');
    const here = { accountId: 'ada', place: 'session', posted };
    assert.equal(outcomeOf(await checkNewPasskey(deps, { ...here, place: 'another session' })), 'over');
    assert.equal(outcomeOf(await checkNewPasskey(deps, here)), 'ok');
    assert.equal(outcomeOf(await checkNewPasskey(deps, here)), 'over');
  },
);

eachDatabase('a signature by another key is not accepted, whoever’s passkey it names', async ({ db }) => {
  const deps = worldOn(db);
  const adas = await withPasskey(deps, 'ada');
  const eves = await withPasskey(deps, 'eve');
  const posted = JSON.parse(eves.give(await optionsFor(deps)));
  posted.id = adas.credentialId;
  posted.response.userHandle = Buffer.from('ada').toString('base64url');
  assert.equal(outcomeOf(await checkPasskey(deps, signIn, JSON.stringify(posted))), 'not-accepted');
});

eachDatabase(
  'as a second factor only the passkey of the account that gave its password is accepted',
  async ({ db }) => {
    const deps = worldOn(db);
    await withPasskey(deps, 'ada');
    const eves = await withPasskey(deps, 'eve');
    const wanted = { purpose: 'second-factor', place: 'attempt', accountId: 'ada' } as const;
    const posted = eves.give(await optionsFor(deps, wanted));
    assert.equal(outcomeOf(await checkPasskey(deps, wanted, posted)), 'not-accepted');
  },
);

eachDatabase(
  'a counter that goes back, or stands still, is refused, and 0 for ever is not',
  async ({ db }) => {
    const deps = worldOn(db);
    const key = await withPasskey(deps, 'ada', device({ counts: true }));
    const use = async (deviation?: Deviation) => {
      const checked = await checkPasskey(deps, signIn, key.give(await optionsFor(deps), deviation));
      assert.ok(checked.ok);
      return usePasskey(deps, checked.value);
    };
    assert.equal(await use({ counter: 7 }), true);
    assert.equal(await use({ counter: 7 }), false);
    assert.equal(await use({ counter: 6 }), false);
    assert.equal(await use({ counter: 0 }), false);
    assert.equal(await use({ counter: 8 }), true);
    const phone = await withPasskey(deps, 'bob', device({ portable: true }));
    for (let times = 0; times < 3; times++) {
      const checked = await checkPasskey(deps, signIn, phone.give(await optionsFor(deps)));
      assert.ok(checked.ok && (await usePasskey(deps, checked.value)));
    }
  },
);

eachDatabase(
  'of two requests with the same count one wins, and a removed passkey is not used',
  async ({ db, open }) => {
    const deps = worldOn(db);
    const key = await withPasskey(deps, 'ada', device({ counts: true }));
    const twice = await Promise.all(
      [1, 2].map(async () => checkPasskey(deps, signIn, key.give(await optionsFor(deps), { counter: 9 }))),
    );
    const other = { ...deps, db: open() };
    const uses = await Promise.all(
      twice.map((checked, at) => (checked.ok ? usePasskey(at ? deps : other, checked.value) : undefined)),
    );
    assert.deepEqual(uses.sort(), [false, true]);
    const checked = await checkPasskey(deps, signIn, key.give(await optionsFor(deps), { counter: 10 }));
    assert.ok(checked.ok);
    const { id } = checked.value.passkey;
    assert.equal(await deletePasskey(db, { accountId: 'eve', id }), false);
    assert.equal(await deletePasskey(db, { accountId: 'ada', id }), true);
    assert.equal(await usePasskey(deps, checked.value), false);
  },
);

eachDatabase(
  'one authenticator’s passkey belongs to one account, and twenty are as many as one may have',
  async ({ db }) => {
    const deps = worldOn(db);
    await accountWithout(deps, 'eve');
    const made = {
      credentialId: 'c',
      publicKey: 'k',
      counter: 0,
      transports: [],
      portable: false,
      backedUp: false,
    };
    await withPasskey(deps);
    const add = (accountId: string, credentialId: string) =>
      addToAccount(deps, { accountId, made: { ...made, credentialId }, name: 'Chrome on Linux' });
    assert.ok((await add('ada', 'c-1')).ok);
    assert.equal(outcomeOf(await add('eve', 'c-1')), 'there-already');
    for (let number = 2; number < 20; number++) assert.ok((await add('ada', `c-${number}`)).ok);
    assert.equal(outcomeOf(await add('ada', 'c-20')), 'too-many');
    const names = (await listPasskeys(db, 'ada')).map(({ name }) => name);
    assert.equal(new Set(names).size, 20);
    assert.ok(names.includes('Chrome on Linux (20)'));
  },
);

eachDatabase('what is no answer at all is refused and writes nothing', async ({ db }) => {
  const deps = worldOn(db);
  const authenticator = await withPasskey(deps);
  const right = JSON.parse(authenticator.give(await optionsFor(deps)));
  const odd = [
    '',
    'null',
    '[]',
    '{',
    JSON.stringify({ ...right, id: `${right.id}'` }),
    JSON.stringify({ ...right, type: 'password' }),
    JSON.stringify({ ...right, response: { ...right.response, signature: '' } }),
    JSON.stringify({ ...right, response: { ...right.response, clientDataJSON: 'AAAA' } }),
    JSON.stringify({ ...right, response: { ...right.response, clientDataJSON: 'a'.repeat(9000) } }),
  ];
  for (const posted of odd) {
    assert.equal(outcomeOf(await checkPasskey(deps, signIn, posted)), 'not-accepted', posted.slice(0, 60));
  }
  const forged = authenticator.give({
    rpId: 'account.example.test',
    challenge: 'bm9uY2UuOTk5OTk5OTk5OTk5OTk5Lm1hcms',
  });
  assert.equal(outcomeOf(await checkPasskey(deps, signIn, forged)), 'over');
  const rows = await db.selectFrom('passkeyAnswers').selectAll().execute();
  assert.equal(rows.length, 1, 'only the one by which the passkey was made');
});

eachDatabase(
  'whoever is not known yet is asked in the same words, and nobody’s passkeys are told',
  async ({ db }) => {
    const deps = worldOn(db);
    await withPasskey(deps);
    const { challenge, ...rest } = (await optionsFor(deps)) as { challenge: string };
    assert.deepEqual(rest, { rpId: 'account.example.test', userVerification: 'required' });
    assert.ok(challenge.length > 80);
    const added = (await newOptions(deps)) as { excludeCredentials: unknown[] };
    assert.equal(added.excludeCredentials.length, 1);
  },
);

test('passkeys are made at our configured host, with TLS or on localhost, and at no bare address', () => {
  assert.ok(passkeysPossible('https://account.example.test'));
  assert.ok(passkeysPossible('http://localhost:5780'));
  assert.ok(!passkeysPossible('http://account.example.test'));
  assert.ok(!passkeysPossible('https://192.0.2.7'));
  assert.ok(!passkeysPossible('https://[2001:db8::1]:8443'));
});
