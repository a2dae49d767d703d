import assert from 'node:assert/strict';
import { eachDatabase as eachDatabaseWith } from '../../../test/support/databases.ts';
import {
  accountWithout,
  accountWithTotp,
  codeByOathtool,
  codeOn,
  confirmOffer,
  totpDeps,
} from '../../../test/support/totp-world.ts';
import { minutes, seconds } from '../../kernel/index.ts';
import { migrations as accountsMigrations } from '../accounts/index.ts';
import { currentOffer, deleteEnrolment, findEnrolment, sweepTotp, verifyCode } from './index.ts';
import { migrations as totpMigrations } from './totp.migrations.ts';

const migrations = [...accountsMigrations, ...totpMigrations];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

eachDatabase(
  'a code already accepted is refused the second time, even in a race of two nodes',
  async ({ db, open }) => {
    const deps = totpDeps(db);
    const { id, secret } = await accountWithTotp(deps);
    const other = { ...deps, db: open() };
    const code = codeOn(secret, deps.clock);
    const verdicts = await Promise.all(
      Array.from({ length: 20 }, (_, index) => verifyCode(index % 2 ? deps : other, { accountId: id, code })),
    );
    assert.equal(verdicts.filter(({ ok }) => ok).length, 1);
    deps.clock.advance(seconds(30));
    assert.deepEqual(await verifyCode(deps, { accountId: id, code }), {
      ok: false,
      error: { reason: 'used' },
    });
  },
);

eachDatabase('a code is accepted in its own step and the next, and not later', async ({ db }) => {
  const deps = totpDeps(db);
  const { id, secret } = await accountWithTotp(deps);
  const code = codeOn(secret, deps.clock);
  deps.clock.advance(minutes(1));
  assert.equal((await verifyCode(deps, { accountId: id, code })).ok, false);
});

eachDatabase(
  'a phone whose clock is wrong is diagnosed with its second code, and not with its first',
  async ({ db }) => {
    const deps = totpDeps(db);
    const { id, secret } = await accountWithTotp(deps);
    const behind = () => verifyCode(deps, { accountId: id, code: codeOn(secret, deps.clock, -minutes(4)) });
    assert.deepEqual(await behind(), { ok: false, error: { reason: 'wrong' } });
    deps.clock.advance(seconds(30));
    assert.deepEqual(await behind(), {
      ok: false,
      error: { reason: 'clock', trouble: { minutes: 4, clock: 'behind' } },
    });
  },
);

eachDatabase(
  'between two codes of a wrong clock another wrong one starts the diagnosis afresh',
  async ({ db }) => {
    const deps = totpDeps(db);
    const { id, secret } = await accountWithTotp(deps);
    const ahead = () => verifyCode(deps, { accountId: id, code: codeOn(secret, deps.clock, minutes(3)) });
    await ahead();
    await verifyCode(deps, { accountId: id, code: codeOn(secret, deps.clock, minutes(30)) });
    deps.clock.advance(seconds(30));
    assert.deepEqual(await ahead(), { ok: false, error: { reason: 'wrong' } });
  },
);

eachDatabase(
  'a code that was recognised as one of another moment is not accepted when that moment comes',
  async ({ db }) => {
    const deps = totpDeps(db);
    const { id, secret } = await accountWithTotp(deps);
    const code = codeOn(secret, deps.clock, minutes(2));
    await verifyCode(deps, { accountId: id, code });
    deps.clock.advance(minutes(2));
    assert.equal((await verifyCode(deps, { accountId: id, code })).ok, false);
  },
);

eachDatabase('the code that confirmed the app signs nobody in', async ({ db }) => {
  const deps = totpDeps(db);
  await accountWithout(deps);
  const account = { id: 'ada', email: 'ada@example.com' };
  const { secretText } = await currentOffer(deps, { account, place: 'here', brand: 'Lumen' });
  const code = codeOn(secretText.replaceAll(' ', ''), deps.clock);
  const confirmed = await confirmOffer(deps, { accountId: 'ada', place: 'here', code }, async () => 'kept');
  assert.deepEqual(confirmed, { ok: true, value: 'kept' });
  assert.deepEqual(await verifyCode(deps, { accountId: 'ada', code }), {
    ok: false,
    error: { reason: 'used' },
  });
});

eachDatabase(
  'a code that was recognised at the QR code as one of another moment signs nobody in when that moment comes',
  async ({ db }) => {
    const deps = totpDeps(db);
    await accountWithout(deps);
    const account = { id: 'ada', email: 'ada@example.com' };
    const { secretText } = await currentOffer(deps, { account, place: 'here', brand: 'Lumen' });
    const secret = secretText.replaceAll(' ', '');
    const confirm = (code: string) =>
      confirmOffer(deps, { accountId: 'ada', place: 'here', code }, async () => undefined);
    const ahead = [minutes(2), minutes(3)].map((off) => codeOn(secret, deps.clock, off));
    for (const code of ahead) assert.equal((await confirm(code)).ok, false);
    deps.clock.advance(seconds(30));
    assert.ok((await confirm(codeOn(secret, deps.clock))).ok);
    deps.clock.advance(minutes(2) - seconds(30));
    for (const code of ahead) {
      const verdict = await verifyCode(deps, { accountId: 'ada', code });
      assert.deepEqual(verdict, { ok: false, error: { reason: 'used' } });
      deps.clock.advance(minutes(1));
    }
    assert.ok((await verifyCode(deps, { accountId: 'ada', code: codeOn(secret, deps.clock) })).ok);
  },
);

eachDatabase(
  'a QR code is the same until it runs out after three minutes, and confirms for two more',
  async ({ db }) => {
    const deps = totpDeps(db);
    await accountWithout(deps);
    const account = { id: 'ada', email: 'ada@example.com' };
    const show = () => currentOffer(deps, { account, place: 'here', brand: 'Lumen' });
    const first = await show();
    deps.clock.advance(minutes(3) - 1);
    assert.equal((await show()).secretText, first.secretText);
    deps.clock.advance(1);
    const second = await show();
    assert.notEqual(second.secretText, first.secretText);
    deps.clock.advance(minutes(2) - 1);
    const code = codeOn(first.secretText.replaceAll(' ', ''), deps.clock);
    const confirm = () =>
      confirmOffer(deps, { accountId: 'ada', place: 'here', code }, async () => undefined);
    assert.equal((await confirm()).ok, true);
    assert.deepEqual(await confirm(), { ok: false, error: { reason: 'over' } });
    assert.ok(await findEnrolment(db, 'ada'));
  },
);

eachDatabase('a secret is confirmed nowhere but where it was shown, nor for anybody else', async ({ db }) => {
  const deps = totpDeps(db);
  await accountWithout(deps, 'ada');
  await accountWithout(deps, 'eve');
  const account = { id: 'ada', email: 'ada@example.com' };
  const { secretText } = await currentOffer(deps, { account, place: 'here', brand: 'Lumen' });
  const code = codeOn(secretText.replaceAll(' ', ''), deps.clock);
  for (const [accountId, place] of [
    ['ada', 'there'],
    ['eve', 'here'],
  ] as const) {
    const confirmed = await confirmOffer(deps, { accountId, place, code }, async () => undefined);
    assert.deepEqual(confirmed, { ok: false, error: { reason: 'over' } });
  }
});

eachDatabase(
  'neither the secret of an app nor one that is being shown can be read in the database',
  async ({ db }) => {
    const deps = totpDeps(db);
    const { secret } = await accountWithTotp(deps);
    await accountWithout(deps, 'eve');
    const account = { id: 'eve', email: 'eve@example.com' };
    const offer = await currentOffer(deps, { account, place: 'there', brand: 'Lumen' });
    const kept = JSON.stringify([
      await db.selectFrom('totpEnrolments').selectAll().execute(),
      await db.selectFrom('totpOffers').selectAll().execute(),
    ]);
    assert.ok(kept.includes('eve'));
    assert.ok(!kept.includes(secret));
    assert.ok(!kept.includes(offer.secretText.replaceAll(' ', '')));
  },
);

eachDatabase('an app that was turned off gives no right codes any more', async ({ db }) => {
  const deps = totpDeps(db);
  const { id, secret } = await accountWithTotp(deps);
  assert.equal(await deleteEnrolment(db, id), true);
  const verdict = await verifyCode(deps, { accountId: id, code: codeOn(secret, deps.clock) });
  assert.deepEqual(verdict, { ok: false, error: { reason: 'not-enrolled' } });
});

eachDatabase('a sweep removes what nothing is recognised by any more, and keeps the app', async ({ db }) => {
  const deps = totpDeps(db);
  const { id, secret } = await accountWithTotp(deps);
  await verifyCode(deps, { accountId: id, code: codeOn(secret, deps.clock) });
  deps.clock.advance(minutes(45));
  await sweepTotp(deps);
  assert.deepEqual(await db.selectFrom('totpSpentSteps').selectAll().execute(), []);
  assert.equal((await verifyCode(deps, { accountId: id, code: codeOn(secret, deps.clock) })).ok, true);
});

eachDatabase('the codes of oathtool are accepted', async ({ db }) => {
  const deps = totpDeps(db);
  const { id, secret } = await accountWithTotp(deps);
  const code = codeByOathtool(secret, deps.clock);
  if (code === undefined) return;
  assert.equal((await verifyCode(deps, { accountId: id, code })).ok, true);
});
