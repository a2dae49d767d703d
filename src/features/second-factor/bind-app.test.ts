import assert from 'node:assert/strict';
import { eachDatabase, onDatabase } from '../../../test/support/databases.ts';
import { lettersTo } from '../../../test/support/letters.ts';
import { accountWithout, codeOn, totpDeps } from '../../../test/support/totp-world.ts';
import { hours, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { findAccount } from '../accounts/index.ts';
import { insertSession } from '../sessions/index.ts';
import { spendTry } from '../throttle/index.ts';
import { currentOffer, findEnrolment } from '../totp/index.ts';
import { bindApp, permitBinding, sendBindingToken, takeBindingToken, turnOffApp } from './index.ts';

/** Ada, signed in in one session, at a QR code. */
async function adaAtQrCode(db: Db) {
  const deps = {
    ...totpDeps(db),
    issuer: 'https://account.example.test',
  };
  const now = deps.clock.now();
  const account = await findAccount(db, await accountWithout(deps));
  assert.ok(account);
  const times = { authenticatedAt: now, createdAt: now, lastSeenAt: now, expiresAt: now + hours(12) };
  const proof = { amr: ['pwd'], acr: 'aal1', browser: null, address: null };
  const accountId = account.id;
  await insertSession(db, { uid: 'here', idDigest: 'digest of here', accountId, ...times, ...proof });
  const changer = {
    account,
    session: 'here',
    sessionIds: ['digest of here'],
    browser: 'laptop',
    browserWords: undefined,
    address: '192.0.2.1',
    reference: 'TEST-TEST',
  };
  const freshCode = async () => {
    const offer = await currentOffer(deps, { account, place: 'here', brand: 'Lumen' });
    return codeOn(offer.secretText.replaceAll(' ', ''), deps.clock);
  };
  const bind = async (code: string) => {
    const session = await db
      .selectFrom('sessions')
      .select('idDigest')
      .where('uid', '=', 'here')
      .executeTakeFirst();
    const nextId = { under: session?.idDigest ?? '', digest: `next id at ${deps.clock.now()}` };
    changer.sessionIds = [nextId.under, nextId.digest];
    return bindApp(deps, changer, { code, nextId });
  };
  return { deps, changer, freshCode, bind, at: { place: 'here', browser: 'laptop' } };
}

eachDatabase(
  'no app is bound without a permit of this session and browser, and of the right kind',
  async ({ db }) => {
    const { deps, freshCode, bind, at } = await adaAtQrCode(db);
    const refused = { ok: false, error: { reason: 'not-permitted' } };
    const attempt = async () => bind(await freshCode());
    assert.deepEqual(await attempt(), refused);
    await permitBinding(deps, { ...at, place: 'elsewhere' }, 'first');
    await permitBinding(deps, { ...at, browser: 'phone' }, 'first');
    await permitBinding(deps, at, 'next');
    assert.deepEqual(await attempt(), refused);
    assert.equal(await findEnrolment(db, 'ada'), undefined);
    await permitBinding(deps, at, 'first');
    deps.clock.advance(minutes(21));
    assert.deepEqual(await attempt(), refused, 'it has run out');
    await permitBinding(deps, at, 'first');
    assert.ok((await attempt()).ok);
    const first = await findEnrolment(db, 'ada');
    deps.clock.advance(minutes(1));
    // What permits a first app permits no other in its place.
    await permitBinding(deps, at, 'first');
    assert.deepEqual(await attempt(), refused);
    assert.deepEqual(await findEnrolment(db, 'ada'), first);
  },
);

eachDatabase('where the session has ended nothing is bound and nothing turned off', async ({ db }) => {
  const { deps, changer, freshCode, bind, at } = await adaAtQrCode(db);
  await permitBinding(deps, at, 'first');
  const bound = await bind(await freshCode());
  assert.ok(bound.ok && bound.value.recoveryCodes.length === 10);
  await permitBinding(deps, at, 'next');
  const code = await freshCode();
  await db.deleteFrom('sessions').execute();
  assert.equal((await bind(code)).ok, false);
  const off = await turnOffApp(deps, changer, { mayBeLast: true });
  assert.deepEqual(off, { ok: false, error: 'session-over' });
  assert.ok(await findEnrolment(db, 'ada'));
});

eachDatabase(
  'an app that somebody requires is not turned off, whatever the caller saw before',
  async ({ db }) => {
    const { deps, changer, freshCode, bind, at } = await adaAtQrCode(db);
    await permitBinding(deps, at, 'first');
    assert.ok((await bind(await freshCode())).ok);
    const off = await turnOffApp(deps, changer, { mayBeLast: false });
    assert.deepEqual(off, { ok: false, error: 'required' });
    assert.ok(await findEnrolment(db, 'ada'));
  },
);

onDatabase(
  'sqlite',
  'with a password alone five tokens an hour are mailed, from however many browsers; one that the owner has signed in with has its own, and a stranger’s recoveries use up none of them',
  async ({ db }) => {
    const { deps, changer, at } = await adaAtQrCode(db);
    const { account } = changer;
    for (let tries = 0; tries < 6; tries++) await spendTry(deps, 'new-tokens', account.email);
    const sentTo = async (browser: string, knownDevice?: string) => {
      let sent = 0;
      for (let tries = 0; tries < 6; tries++) {
        sent += Number((await sendBindingToken(deps, { ...at, browser }, account, knownDevice)).ok);
        deps.clock.advance(minutes(1));
      }
      return sent;
    };
    assert.equal(await sentTo('thief'), 5);
    assert.equal(await sentTo('another of the thief'), 0);
    assert.equal(await sentTo('laptop', 'laptop'), 5);
    assert.equal(await sentTo('tablet', 'tablet'), 5);
    assert.equal(await sentTo('phone', 'phone'), 0, 'ten an hour from browsers that are known');
    assert.equal((await lettersTo(deps, account.email)).length, 15);
    deps.clock.advance(hours(1));
    assert.equal(await sentTo('thief'), 5);
  },
);

eachDatabase(
  'whoever types the mailed token in has read mail at the address: what came back from there before is forgotten',
  async ({ db }) => {
    const { deps, changer, at } = await adaAtQrCode(db);
    const { email } = changer.account;
    const cameBack = { address: email, since: deps.clock.now(), messageId: 'm' };
    await db.insertInto('undeliverableAddresses').values(cameBack).execute();
    assert.ok((await sendBindingToken(deps, at, changer.account, undefined)).ok);
    const letter = (await lettersTo(deps, email)).find(({ kind }) => kind === 'second-factor-token');
    const typed = String(letter?.fields['token']);
    assert.ok((await takeBindingToken(deps, at, { email, typed })).ok);
    assert.deepEqual(await db.selectFrom('undeliverableAddresses').selectAll().execute(), []);
  },
);
