import assert from 'node:assert/strict';
import { ada, giveEmail, givePassword, grace } from '../../../../../test/journeys/people.ts';
import type { Browser } from '../../../../../test/support/browser.ts';
import { eachDatabase, onDatabase } from '../../../../../test/support/databases.ts';
import { forge } from '../../../../../test/support/forged-forms.ts';
import { lettersTo } from '../../../../../test/support/letters.ts';
import { signIn, worldOn } from '../../../../../test/support/session-rows.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../../../../../test/support/sign-in-world.ts';
import { findAccount, insertAccount } from '../../../../features/accounts/index.ts';
import { raiseSession } from '../../../../features/sessions/index.ts';
import type { Db } from '../../../../platform/database/index.ts';
import { openSealing } from '../../../../platform/sealing/index.ts';
import { endSessionsOf } from './end-sessions.ts';

/** Ada, signed in as often as there are names. */
async function signedIn(db: Db, ...uids: string[]) {
  const world = worldOn(db);
  const person = { firstName: 'Ada', lastName: 'L', phone: null, secondFactorChosenAt: null, createdAt: 1 };
  await insertAccount(db, { id: 'ada', email: 'ada@example.com', ...person });
  for (const uid of uids) await signIn(world, uid, 'ada', ['managed-hosting']);
  const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  await db.updateTable('sessions').set({ browser }).execute();
  const account = await findAccount(db, 'ada');
  assert.ok(account);
  const where = { browser: 'b', browserWords: 'Firefox on Linux', address: '192.0.2.7', reference: 'R' };
  const left = async () => (await db.selectFrom('sessions').select('uid').execute()).map(({ uid }) => uid);
  return {
    ...world,
    sealing: openSealing([Buffer.alloc(32, 1)]),
    issuer: 'https://account.example',
    left,
    changer: (session: string) => ({ account, session, sessionIds: [`digest of ${session}`], ...where }),
  };
}

eachDatabase('of two sessions that end all others at once, one is left', async ({ db, open }) => {
  const ada = await signedIn(db, 'own', 'thief', 'third');
  const ended = await Promise.all([
    endSessionsOf(ada, ada.changer('own'), 'others'),
    endSessionsOf({ ...ada, db: open() }, ada.changer('thief'), 'others'),
  ]);
  assert.equal(ended.filter(({ ok }) => ok).length, 1);
  assert.deepEqual(await ada.left(), [ended[0]?.ok ? 'own' : 'thief']);
  const events = await db.selectFrom('auditEvents').select(['what', 'browser']).execute();
  assert.deepEqual(events, [{ what: 'session-ended', browser: 'Firefox on Linux' }]);
  const told = (await lettersTo(ada, 'ada@example.com')).map(({ fields }) => fields);
  assert.deepEqual(
    told.map(({ change, detail, browser, address }) => ({ change, detail, browser, address })),
    [
      {
        change: 'other-sessions-ended',
        detail: 'Firefox on Linux, Firefox on Linux',
        browser: 'Firefox on Linux',
        address: '192.0.2.7',
      },
    ],
  );
});

eachDatabase('a session that was ended a moment ago ends none, and one is ended alone', async ({ db }) => {
  const ada = await signedIn(db, 'own', 'thief', 'third');
  assert.deepEqual(await endSessionsOf(ada, ada.changer('own'), { uid: 'thief' }), { ok: true, value: 1 });
  for (const chosen of ['others', { uid: 'own' }] as const)
    assert.deepEqual(await endSessionsOf(ada, ada.changer('thief'), chosen), {
      ok: false,
      error: 'session-over',
    });
  assert.deepEqual((await ada.left()).sort(), ['own', 'third']);
  assert.deepEqual(await endSessionsOf(ada, ada.changer('own'), { uid: 'thief' }), { ok: true, value: 0 });
  const letters = await lettersTo(ada, 'ada@example.com');
  assert.deepEqual(
    letters.map(({ fields }) => fields['change']),
    ['session-ended'],
    'what had ended already is told once',
  );
  const told = await db.selectFrom('logoutNotices').select('clientId').execute();
  assert.deepEqual(told, [{ clientId: 'managed-hosting' }]);
});

eachDatabase('the session of another account is ended by nobody else', async ({ db }) => {
  const ada = await signedIn(db, 'own');
  await signIn(ada, 'eve', 'eve', ['managed-hosting']);
  assert.deepEqual(await endSessionsOf(ada, ada.changer('own'), { uid: 'eve' }), { ok: true, value: 0 });
  assert.ok((await endSessionsOf(ada, ada.changer('own'), 'others')).ok);
  assert.deepEqual((await ada.left()).sort(), ['eve', 'own']);
  assert.deepEqual(await db.selectFrom('auditEvents').select('what').execute(), []);
  assert.deepEqual(await lettersTo(ada, 'ada@example.com'), []);
});

eachDatabase(
  'whoever came under a copied cookie of before ends nobody’s session once its owner has proven more',
  async ({ db }) => {
    const ada = await signedIn(db, 'own', 'other');
    const thief = ada.changer('own');
    const nextId = { under: 'digest of own', digest: 'next id' };
    await raiseSession(ada, { uid: 'own', nextId });
    assert.deepEqual(await endSessionsOf(ada, thief, 'others'), { ok: false, error: 'session-over' });
    assert.deepEqual((await ada.left()).sort(), ['other', 'own']);
    const owner = { ...thief, sessionIds: [nextId.under, nextId.digest] };
    assert.ok((await endSessionsOf(ada, owner, 'others')).ok);
    assert.deepEqual(await ada.left(), ['own']);
  },
);

const NO_SESSION = 'Enter your email address';

async function atSessions(world: SignInWorld, person = ada): Promise<Browser> {
  const browser = world.browser();
  await browser.visit(`${world.issuer}/account/sessions`);
  await giveEmail(browser, person);
  await givePassword(browser, { ...person, password: ada.password });
  browser.isAt('Where you are signed in');
  return browser;
}

const endLinkOf = ({ links }: Browser): string => links.find((words) => words.startsWith('End the')) ?? '';

onDatabase(
  'sqlite',
  'a session is ended on a page that says which, with the password, and its owner is told by email',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const id = await anAccount(world);
    const [other, browser] = [await atSessions(world), await atSessions(world)];
    await browser.reload();
    await browser.follow(endLinkOf(browser));
    browser.isAt('End this session?');
    browser.says('A browser on Linux');
    for (const password of ['', 'not my password at all']) {
      browser.fillIn('currentPassword', password);
      await browser.press('End the session');
      assert.deepEqual([browser.status, browser.problems.length], [422, 1]);
    }
    assert.equal((await fresh.db.selectFrom('sessions').selectAll().execute()).length, 2);
    browser.fillIn('currentPassword', ada.password);
    await browser.press('End the session');
    browser.isAt('Where you are signed in');
    browser.says('The session has ended');
    await other.reload();
    other.isAt(NO_SESSION);
    const told = async () => (await lettersTo(world, ada.email)).map(({ fields }) => fields['change']);
    assert.deepEqual((await told()).slice(-1), ['session-ended']);

    const third = await atSessions(world);
    await browser.reload();
    await browser.follow('End all other sessions');
    browser.isAt('End all other sessions?');
    browser.fillIn('currentPassword', ada.password);
    await browser.press('End all other sessions');
    browser.says('All other sessions have ended');
    await third.reload();
    third.isAt(NO_SESSION);
    assert.deepEqual((await told()).slice(-1), ['other-sessions-ended']);
    const own = await fresh.db.selectFrom('sessions').select('uid').where('accountId', '=', id).execute();
    await browser.visit(`${world.issuer}/account/sessions/${own[0]?.uid}/end`);
    browser.isAt('Sign out everywhere?');
  },
);

onDatabase('sqlite', 'nobody ends a session of another account by its id', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const victim = await anAccount(world, grace);
  const graces = await atSessions(world, grace);
  const eve = await atSessions(world);
  const rows = await fresh.db.selectFrom('sessions').select('uid').where('accountId', '=', victim).execute();
  const path = `/account/sessions/${rows[0]?.uid}/end`;
  const fields = { currentPassword: ada.password };
  // Whose form it is makes no difference.
  await eve.visit(`${world.issuer}/account/contact/names`);
  assert.equal((await forge(world, eve, { path, fields })).location, '/account/sessions?ended=gone');
  // By its address, which nothing is told of: only whoever comes from a page of ours has tried to end something.
  await eve.visit(world.issuer + path);
  eve.isAt('Where you are signed in');
  await graces.reload();
  graces.isAt('Where you are signed in');
});
