import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { lettersTo } from '../../../test/support/letters.ts';
import { hours, minutes, newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { askForDeletion, findDeletion } from '../account-deletion/index.ts';
import { findAccount, insertAccount, setVerifiedPhone } from '../accounts/index.ts';
import { sendPhoneToken } from '../contact-details/index.ts';
import { type Changer, findNotice } from '../notices/index.ts';
import { changePin } from '../pins/index.ts';
import { insertSession } from '../sessions/index.ts';
import { issueToken } from '../tokens/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import {
  askEmailChange,
  cancelEmailChange,
  confirmEmailChange,
  findEmailChange,
  findEmailUndo,
  resendEmailToken,
  sweepEmailChanges,
  undoEmailChange,
} from './index.ts';

type Deps = ReturnType<typeof depsOn>;

const depsOn = (db: Db, clock = fakeClock()) => ({
  db,
  clock,
  sealing: openSealing([Buffer.alloc(32, 3)]),
  issuer: 'https://id.example.com',
});

const where = { address: '192.0.2.7', browserWords: 'Firefox on Linux', reference: 'AAAA-BBBB' };

async function account(deps: Deps, id = 'ada'): Promise<void> {
  const rest = { firstName: 'Ada', lastName: 'Lovelace', phone: null, secondFactorChosenAt: null };
  await insertAccount(deps.db, { id, email: `${id}@example.com`, createdAt: 1, ...rest });
}

async function signedIn(deps: Deps, accountId = 'ada'): Promise<string> {
  const uid = newId();
  const now = deps.clock.now();
  await insertSession(deps.db, {
    uid,
    idDigest: `digest of ${uid}`,
    accountId,
    authenticatedAt: now,
    amr: ['pwd'],
    acr: 'aal1',
    browser: null,
    address: null,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + hours(12),
  });
  return uid;
}

async function changerOf(deps: Deps, session: string, id = 'ada'): Promise<Changer> {
  const found = await findAccount(deps.db, id);
  assert.ok(found);
  return { account: found, session, sessionIds: [`digest of ${session}`], browser: 'browser', ...where };
}

async function newestLetter(deps: Deps, to: string, kind: string): Promise<Record<string, unknown>> {
  const letters = (await lettersTo(deps, to)).filter((letter) => letter.kind === kind);
  const newest = letters.at(-1);
  assert.ok(newest, `a letter ${kind} to ${to}`);
  return newest.fields;
}

const tokenTo = async (deps: Deps, to: string) =>
  String((await newestLetter(deps, to, 'email-change-token'))['token']);

const secretTo = async (deps: Deps, to: string) =>
  new URL(String((await newestLetter(deps, to, 'email-changed'))['link'])).searchParams.get('undo') ?? '';

const noticeTo = async (deps: Deps, to: string) =>
  new URL(String((await newestLetter(deps, to, 'account-changed'))['link'])).searchParams.get('notice') ?? '';

const emailOf = async (deps: Deps, id = 'ada') => (await findAccount(deps.db, id))?.email;

/** Asks for another address and enters its token. */
async function change(deps: Deps, session: string, to: string, id = 'ada') {
  deps.clock.advance(minutes(2));
  const changer = await changerOf(deps, session, id);
  assert.ok((await askEmailChange(deps, changer, { email: to, place: session })).ok);
  const token = await tokenTo(deps, to);
  return confirmEmailChange(deps, changer, { email: to, place: session, token });
}

const undo = (deps: Deps, secret: string) => undoEmailChange(deps, { secret }, where);

eachDatabase(
  'the address changes with the token of the new one: other sessions end, both addresses are told',
  async ({ db }) => {
    const deps = depsOn(db);
    await account(deps);
    const [own] = [await signedIn(deps), await signedIn(deps)];
    const changed = await change(deps, own, 'new@example.com');
    assert.deepEqual(changed, { ok: true, value: undefined });
    assert.equal(await emailOf(deps), 'new@example.com');
    const sessions = await db.selectFrom('sessions').select('uid').execute();
    assert.deepEqual(sessions, [{ uid: own }]);
    const told = await newestLetter(deps, 'ada@example.com', 'email-changed');
    assert.equal(told['to'], 'new@example.com');
    assert.match(String(told['link']), /^https:\/\/id\.example\.com\/undo-email\?undo=[\w-]{22}$/);
    await newestLetter(deps, 'ada@example.com', 'email-change-asked');
    const arrived = await newestLetter(deps, 'new@example.com', 'email-arrived');
    assert.ok(!JSON.stringify(arrived).includes('undo'));
  },
);

eachDatabase(
  'with the news that a change was asked for comes the link of “this wasn’t me”',
  async ({ db }) => {
    const deps = depsOn(db);
    await account(deps);
    const session = await signedIn(deps);
    await askEmailChange(deps, await changerOf(deps, session), {
      email: 'thief@example.com',
      place: session,
    });
    const { link } = await newestLetter(deps, 'ada@example.com', 'email-change-asked');
    const notice = new URL(String(link)).searchParams.get('notice') ?? '';
    const found = await findNotice(deps, notice);
    assert.deepEqual([found?.accountId, found?.change], ['ada', 'email-change-asked']);
    const sent = await newestLetter(deps, 'thief@example.com', 'email-change-token');
    assert.ok(!JSON.stringify(sent).includes(notice));
  },
);

eachDatabase('of a token entered fifty times at once one changes the address, once', async ({ db }) => {
  const deps = depsOn(db);
  await account(deps);
  const session = await signedIn(deps);
  const changer = await changerOf(deps, session);
  const request = { email: 'new@example.com', place: session };
  await askEmailChange(deps, changer, request);
  const token = await tokenTo(deps, request.email);
  const all = await Promise.all(
    Array.from({ length: 50 }, () => confirmEmailChange(deps, changer, { ...request, token })),
  );
  assert.equal(all.filter(({ ok }) => ok).length, 1);
  assert.equal(
    (await lettersTo(deps, 'ada@example.com')).filter((l) => l.kind === 'email-changed').length,
    1,
  );
});

eachDatabase('only the newest of two tokens counts, and only where it was asked for', async ({ db }) => {
  const deps = depsOn(db);
  await account(deps);
  const [here, there] = [await signedIn(deps), await signedIn(deps)];
  const [mine, theirs] = [await changerOf(deps, here), await changerOf(deps, there)];
  const first = { email: 'first@example.com', place: here };
  const second = { email: 'second@example.com', place: there };
  await askEmailChange(deps, mine, first);
  await askEmailChange(deps, theirs, second);
  const [old, newest] = [await tokenTo(deps, first.email), await tokenTo(deps, second.email)];
  const refused: [Changer, typeof first, string][] = [
    [mine, first, old],
    [mine, first, newest],
    [mine, { ...second, place: here }, newest],
    [theirs, { ...first, place: there }, old],
    [theirs, { ...first, place: there }, newest],
  ];
  for (const [changer, request, token] of refused) {
    const verdict = await confirmEmailChange(deps, changer, { ...request, token });
    assert.equal(verdict.ok, false, `${request.email} ${token}`);
  }
  assert.equal(await emailOf(deps), 'ada@example.com');
  assert.ok((await confirmEmailChange(deps, theirs, { ...second, token: newest })).ok);
  assert.equal(await emailOf(deps), 'second@example.com');
});

eachDatabase('a token is good for ten minutes and five tries, and a new one voids it', async ({ db }) => {
  const deps = depsOn(db);
  await account(deps);
  const session = await signedIn(deps);
  const changer = await changerOf(deps, session);
  const request = { email: 'new@example.com', place: session };
  await askEmailChange(deps, changer, request);
  const first = await tokenTo(deps, request.email);
  const confirm = (token: string) => confirmEmailChange(deps, changer, { ...request, token });
  deps.clock.advance(minutes(10));
  assert.deepEqual(await confirm(first), { ok: false, error: 'expired' });
  assert.ok((await resendEmailToken(deps, changer, request)).ok);
  const second = await tokenTo(deps, request.email);
  const wrong = first === 'AAAA-AAAA' || second === 'AAAA-AAAA' ? 'CCCC-CCCC' : 'AAAA-AAAA';
  for (let tries = 0; tries < 4; tries++)
    assert.deepEqual(await confirm(wrong), { ok: false, error: 'wrong' });
  assert.deepEqual(await confirm('not one'), { ok: false, error: 'malformed' });
  assert.deepEqual(await confirm(wrong), { ok: false, error: 'void' });
  assert.deepEqual(await confirm(second), { ok: false, error: 'void' });
  deps.clock.advance(minutes(2));
  await resendEmailToken(deps, changer, request);
  assert.ok((await confirm(await tokenTo(deps, request.email))).ok);
});

eachDatabase(
  'two accounts that want one address at once: one has it, the other is refused and keeps its own',
  async ({ db }) => {
    const deps = depsOn(db);
    const people = ['ada', 'bob'];
    const ready = [];
    for (const id of people) {
      await account(deps, id);
      const session = await signedIn(deps, id);
      const changer = await changerOf(deps, session, id);
      const request = { email: 'wanted@example.com', place: session };
      deps.clock.advance(minutes(2));
      await askEmailChange(deps, changer, request);
      ready.push({ changer, ...request, token: await tokenTo(deps, request.email) });
    }
    const verdicts = await Promise.all(
      ready.map(({ changer, ...confirmation }) => confirmEmailChange(deps, changer, confirmation)),
    );
    assert.equal(verdicts.filter(({ ok }) => ok).length, 1);
    assert.deepEqual(
      verdicts.find(({ ok }) => !ok),
      { ok: false, error: 'address-taken' },
    );
    const emails = [await emailOf(deps, 'ada'), await emailOf(deps, 'bob')];
    assert.equal(emails.filter((email) => email === 'wanted@example.com').length, 1);
    assert.equal(emails.filter((email) => email?.match(/^(ada|bob)@/)).length, 1);
  },
);

eachDatabase('asking does the same whether the address has an account or not', async ({ open }) => {
  const writes: string[] = [];
  const deps = depsOn(open({ onWrite: (sql) => writes.push(sql) }));
  await account(deps, 'ada');
  await account(deps, 'bob');
  const session = await signedIn(deps);
  const changer = await changerOf(deps, session);
  const written: string[][] = [];
  // What the account stands on is kept once, whoever is asked for.
  await cancelEmailChange(deps, changer);
  for (const email of ['nobody@example.com', 'bob@example.com']) {
    writes.length = 0;
    assert.ok((await askEmailChange(deps, changer, { email, place: session })).ok);
    // Instants of budgets stand in the statements themselves.
    written.push(writes.map((sql) => sql.replaceAll(/\d{13}/g, 'INSTANT')));
    deps.clock.advance(minutes(2));
    // The row of the change and of its token are there for the second one already.
    await cancelEmailChange(deps, changer);
  }
  assert.deepEqual(written[0], written[1]);
});

eachDatabase('a session that has ended changes nothing any more', async ({ db }) => {
  const deps = depsOn(db);
  await account(deps);
  const session = await signedIn(deps);
  const changer = await changerOf(deps, session);
  const request = { email: 'new@example.com', place: session };
  await askEmailChange(deps, changer, request);
  await db.deleteFrom('sessions').execute();
  const token = await tokenTo(deps, request.email);
  const refused = { ok: false, error: 'session-over' };
  assert.deepEqual(await confirmEmailChange(deps, changer, { ...request, token }), refused);
  deps.clock.advance(minutes(2));
  assert.deepEqual(await askEmailChange(deps, changer, request), refused);
  assert.deepEqual(await resendEmailToken(deps, changer, request).then(({ ok }) => ok), false);
  assert.equal(await emailOf(deps), 'ada@example.com');
});

eachDatabase(
  'what is sent to new addresses is capped for an account, whatever the addresses',
  async ({ db }) => {
    const deps = depsOn(db);
    await account(deps);
    const session = await signedIn(deps);
    const changer = await changerOf(deps, session);
    const asked = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        askEmailChange(deps, changer, { email: `someone${n}@example.com`, place: session }),
      ),
    );
    assert.equal(asked.filter(({ ok }) => ok).length, 10);
  },
);

eachDatabase('the old address undoes the change, once, and everybody is signed out', async ({ db }) => {
  const deps = depsOn(db);
  await account(deps);
  await setVerifiedPhone(db, 'ada', { phone: '+15555550100', verifiedAt: 1 });
  const session = await signedIn(deps);
  await change(deps, session, 'thief@example.com');
  const secret = await secretTo(deps, 'ada@example.com');
  deps.clock.advance(hours(72) - 1);
  assert.deepEqual(await findEmailUndo(deps, secret), {
    accountId: 'ada',
    back: 'ada@example.com',
    from: 'thief@example.com',
  });
  assert.equal(await emailOf(deps), 'thief@example.com', 'looking changes nothing');
  const all = await Promise.all(Array.from({ length: 50 }, () => undo(deps, secret)));
  assert.equal(all.filter(({ ok }) => ok).length, 1);
  assert.equal(await emailOf(deps), 'ada@example.com');
  assert.deepEqual(await db.selectFrom('sessions').selectAll().execute(), []);
  assert.equal(
    (await newestLetter(deps, 'ada@example.com', 'account-changed'))['change'],
    'email-change-undone',
  );
  await newestLetter(deps, 'thief@example.com', 'email-left');
  const links = (await lettersTo(deps, 'thief@example.com')).filter((l) => l.kind === 'email-changed');
  assert.deepEqual(links, [], 'the address that was left gets no link back');
  assert.equal((await findAccount(db, 'ada'))?.phone, '+15555550100', 'a verified number stays');
  assert.equal(await findEmailUndo(deps, secret), undefined);
});

eachDatabase(
  'with the undo a thief keeps no hold: the deletion that they asked for is off, and their notices do nothing',
  async ({ db }) => {
    const deps = depsOn(db);
    await account(deps);
    const before = await changerOf(deps, await signedIn(deps));
    await changePin(deps, before, '2468');
    await change(deps, await signedIn(deps), 'thief@example.com');
    const thief = await changerOf(deps, await signedIn(deps));
    await changePin(deps, thief, '1234');
    const notices = [await noticeTo(deps, 'ada@example.com'), await noticeTo(deps, 'thief@example.com')];
    for (const notice of notices) assert.ok(await findNotice(deps, notice));
    deps.clock.advance(1);
    await askForDeletion(deps, thief);
    assert.ok((await undo(deps, await secretTo(deps, 'ada@example.com'))).ok);
    assert.equal(await findDeletion(db, 'ada'), undefined);
    const kept = (await lettersTo(deps, 'ada@example.com')).map(({ fields }) => fields['change']);
    assert.ok(kept.includes('account-kept'));
    const [owners, thiefs] = notices;
    assert.ok(await findNotice(deps, owners ?? ''), 'those that the owner has still work');
    assert.equal(await findNotice(deps, thiefs ?? ''), undefined);
  },
);

eachDatabase(
  'a phone number that a thief has verified goes with the undo, and the one before is to be verified again',
  async ({ db }) => {
    const deps = depsOn(db);
    await account(deps);
    await setVerifiedPhone(db, 'ada', { phone: '+15555550100', verifiedAt: 1 });
    await change(deps, await signedIn(deps), 'thief@example.com');
    deps.clock.advance(minutes(1));
    await setVerifiedPhone(db, 'ada', { phone: '+15555550166', verifiedAt: deps.clock.now() });
    assert.ok((await undo(deps, await secretTo(deps, 'ada@example.com'))).ok);
    const { phone, phoneVerifiedAt } = (await findAccount(db, 'ada')) ?? {};
    assert.deepEqual([phone, phoneVerifiedAt], ['+15555550100', null]);
    const told = await newestLetter(deps, 'ada@example.com', 'account-changed');
    assert.match(
      String(told['detail']),
      /Back to ada@example\.com, with .+ before, \+1\u00A0555\u00A0555\u00A00100, .+ verified again/,
    );
  },
);

eachDatabase(
  'a deletion that the owner had asked for before stays asked for after an undo',
  async ({ db }) => {
    const deps = depsOn(db);
    await account(deps);
    const owner = await changerOf(deps, await signedIn(deps));
    await askForDeletion(deps, owner);
    await change(deps, await signedIn(deps), 'new@example.com');
    assert.ok((await undo(deps, await secretTo(deps, 'ada@example.com'))).ok);
    assert.ok(await findDeletion(db, 'ada'));
  },
);

eachDatabase('an undo link is good for 72 hours, and no made-up one is', async ({ db }) => {
  const deps = depsOn(db);
  await account(deps);
  await change(deps, await signedIn(deps), 'new@example.com');
  const secret = await secretTo(deps, 'ada@example.com');
  for (const made of ['', 'x', secret.toLowerCase(), `${secret}x`, newId()]) {
    if (made !== secret) assert.deepEqual(await undo(deps, made), { ok: false, error: 'over' });
  }
  deps.clock.advance(hours(72));
  assert.deepEqual(await undo(deps, secret), { ok: false, error: 'over' });
  await sweepEmailChanges(deps);
  assert.deepEqual(await db.selectFrom('emailUndos').selectAll().execute(), []);
  assert.equal(await emailOf(deps), 'new@example.com');
});

eachDatabase(
  'a thief who changes the address twice shakes the owner off in no way: the first address wins',
  async ({ db }) => {
    const deps = depsOn(db);
    await account(deps);
    const session = await signedIn(deps);
    await change(deps, session, 'thief@example.com');
    const first = await secretTo(deps, 'ada@example.com');
    await change(deps, session, 'den@example.com');
    const second = await secretTo(deps, 'ada@example.com');
    const thiefs = await secretTo(deps, 'thief@example.com');
    assert.notEqual(first, second);
    assert.equal((await findEmailUndo(deps, first))?.back, 'ada@example.com');
    assert.ok((await undo(deps, first)).ok);
    assert.equal(await emailOf(deps), 'ada@example.com');
    for (const secret of [first, second, thiefs])
      assert.deepEqual(await undo(deps, secret), { ok: false, error: 'over' });
  },
);

eachDatabase(
  'an owner who has moved on from the thief’s address is fetched back by the thief for no longer than the first address allows',
  async ({ db }) => {
    const deps = depsOn(db);
    await account(deps);
    await change(deps, await signedIn(deps), 'thief@example.com');
    await change(deps, await signedIn(deps), 'owner@example.com');
    deps.clock.advance(hours(72) - 1);
    assert.ok((await undo(deps, await secretTo(deps, 'thief@example.com'))).ok);
    assert.equal(await emailOf(deps), 'thief@example.com');
    deps.clock.advance(hours(71));
    const again = await secretTo(deps, 'ada@example.com');
    assert.ok((await undo(deps, again)).ok, 'the first address has been given a new link');
    assert.equal(await emailOf(deps), 'ada@example.com');
  },
);

eachDatabase(
  'going back to the earlier address by oneself gives the one in between no link',
  async ({ db }) => {
    const deps = depsOn(db);
    await account(deps);
    await change(deps, await signedIn(deps), 'thief@example.com');
    const secret = await secretTo(deps, 'ada@example.com');
    await change(deps, await signedIn(deps), 'ada@example.com');
    assert.equal(await emailOf(deps), 'ada@example.com');
    const links = (await lettersTo(deps, 'thief@example.com')).filter((l) => l.kind === 'email-changed');
    assert.deepEqual(links, []);
    assert.deepEqual(await db.selectFrom('emailUndos').selectAll().execute(), []);
    assert.deepEqual(await undo(deps, secret), { ok: false, error: 'over' });
  },
);

eachDatabase(
  'an undo is refused where the address has got another account, and nothing happens',
  async ({ db }) => {
    const deps = depsOn(db);
    await account(deps);
    const session = await signedIn(deps);
    await change(deps, session, 'new@example.com');
    const secret = await secretTo(deps, 'ada@example.com');
    const rest = { firstName: 'E', lastName: 'E', phone: null, secondFactorChosenAt: null, createdAt: 1 };
    await insertAccount(db, { id: 'eve', email: 'ada@example.com', ...rest });
    assert.deepEqual(await undo(deps, secret), { ok: false, error: 'address-taken' });
    assert.equal(await emailOf(deps), 'new@example.com');
    assert.equal((await db.selectFrom('sessions').select('uid').execute()).length, 1, 'nobody is signed out');
  },
);

eachDatabase('an undo is refused once the account has an address that no change gave it', async ({ db }) => {
  const deps = depsOn(db);
  await account(deps);
  await change(deps, await signedIn(deps), 'new@example.com');
  const secret = await secretTo(deps, 'ada@example.com');
  await db.updateTable('accounts').set({ email: 'by-care@example.com' }).execute();
  assert.deepEqual(await undo(deps, secret), { ok: false, error: 'over' });
});

eachDatabase(
  'an undo that races with a further change ends at the first address or is refused whole',
  async ({ db }) => {
    const deps = depsOn(db);
    await account(deps);
    const session = await signedIn(deps);
    await change(deps, session, 'thief@example.com');
    const secret = await secretTo(deps, 'ada@example.com');
    deps.clock.advance(minutes(2));
    const changer = await changerOf(deps, session);
    const request = { email: 'den@example.com', place: session };
    await askEmailChange(deps, changer, request);
    const token = await tokenTo(deps, request.email);
    const [undone, changed] = await Promise.all([
      undo(deps, secret),
      confirmEmailChange(deps, changer, { ...request, token }),
    ]);
    assert.ok(undone.ok || changed.ok);
    if (!undone.ok) assert.ok((await undo(deps, secret)).ok, 'the same link still counts');
    assert.equal(await emailOf(deps), 'ada@example.com');
    assert.deepEqual(await db.selectFrom('sessions').selectAll().execute(), []);
  },
);

eachDatabase('with the change whatever was pending for the account is void', async ({ db }) => {
  const deps = depsOn(db);
  await account(deps);
  const session = await signedIn(deps);
  const changer = await changerOf(deps, session);
  await sendPhoneToken(deps, changer, { phone: '+15555550100', place: session, allowedPrefixes: ['+1'] });
  for (const subject of ['ada', session, 'somebody else']) {
    await issueToken(deps, { purpose: 'other', subject, browser: 'b', lifetime: minutes(10) });
  }
  await change(deps, session, 'new@example.com');
  const left = await db.selectFrom('tokens').select('subject').execute();
  assert.deepEqual(left, [{ subject: 'somebody else' }]);
  assert.deepEqual(await db.selectFrom('phoneChanges').selectAll().execute(), []);
});

eachDatabase('a recovery drops a pending address and a number that nobody has verified', async ({ db }) => {
  const deps = depsOn(db);
  await account(deps);
  const session = await signedIn(deps);
  const changer = await changerOf(deps, session);
  await db.updateTable('accounts').set({ phone: '+15555550166' }).execute();
  await askEmailChange(deps, changer, { email: 'thief@example.com', place: session });
  await sendPhoneToken(deps, changer, { phone: '+15555550166', place: session, allowedPrefixes: ['+1'] });
  await db
    .transaction()
    .execute((trx) =>
      endUnderWay({ ...deps, db: trx }, { account: changer.account, unverifiedPhone: 'goes' }),
    );
  assert.equal(await findEmailChange(deps, { accountId: 'ada', place: session }), undefined);
  assert.equal((await findAccount(db, 'ada'))?.phone, null);
  for (const table of ['tokens', 'emailChanges', 'phoneChanges'] as const)
    assert.deepEqual(await db.selectFrom(table).selectAll().execute(), []);
});

eachDatabase('neither tokens nor undo links can be read at rest', async ({ db }) => {
  const deps = depsOn(db);
  await account(deps);
  await change(deps, await signedIn(deps), 'new@example.com');
  const secrets = [await tokenTo(deps, 'new@example.com'), await secretTo(deps, 'ada@example.com')];
  const rows = [];
  for (const table of ['tokens', 'emailUndos', 'emailChanges', 'auditEvents', 'messages', 'notices'] as const)
    rows.push(await db.selectFrom(table).selectAll().execute());
  for (const secret of secrets) assert.ok(!JSON.stringify(rows).includes(secret.replace('-', '')), secret);
  for (const secret of secrets) assert.ok(!JSON.stringify(rows).includes(secret), secret);
});
