import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { lettersTo } from '../../../test/support/letters.ts';
import { hours, minutes, newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { findAccount, insertAccount } from '../accounts/index.ts';
import type { Changer } from '../notices/index.ts';
import { formatPhone } from '../phones/index.ts';
import { insertSession } from '../sessions/index.ts';
import {
  cancelPhoneChange,
  changeNames,
  changePhone,
  confirmPhone,
  findPhoneChange,
  removePhone,
  resendPhoneToken,
  sendPhoneToken,
  sweepPhoneChanges,
} from './index.ts';

const EMAIL = 'ada@example.com';
const [OLD, NEW] = ['+15555550100', '+442079460000'];
/** As people write it, in mail. */
const written = formatPhone;
const allowedPrefixes = ['+1', '+44'];
const names = { firstName: 'Ada', lastName: 'Lovelace' };

/** Ada, signed in, with a number that may be verified. */
async function world(db: Db, phone: { phone?: string; verifiedAt?: number } = {}) {
  const clock = fakeClock();
  const deps = { db, clock, sealing: openSealing([Buffer.alloc(32, 4)]), issuer: 'https://id.example.com' };
  const now = clock.now();
  const rest = { phone: phone.phone ?? null, secondFactorChosenAt: null, createdAt: 1 };
  await insertAccount(db, { id: 'ada', email: EMAIL, ...names, ...rest });
  await db
    .updateTable('accounts')
    .set({ phoneVerifiedAt: phone.verifiedAt ?? null })
    .execute();
  const session = {
    uid: newId(),
    idDigest: newId(),
    accountId: 'ada',
    authenticatedAt: now,
    amr: ['pwd'],
    acr: 'aal1',
    browser: null,
    address: null,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + hours(12),
  };
  await insertSession(db, session);
  const place = session.uid;
  const changer = async (): Promise<Changer> => {
    const account = await findAccount(db, 'ada');
    assert.ok(account);
    const where = { address: '192.0.2.7', browserWords: 'Firefox on Linux', reference: 'AAAA-BBBB' };
    return { account, session: session.uid, sessionIds: [session.idDigest], browser: 'browser', ...where };
  };
  return {
    ...deps,
    place,
    changer,
    ask: async (typed: string, prefixes: readonly string[] | undefined = allowedPrefixes) =>
      changePhone(deps, await changer(), { phone: typed, place, allowedPrefixes: prefixes }),
    async tokenTo(number: string) {
      const texts = await lettersTo(deps, number);
      return String(texts.at(-1)?.fields['token']);
    },
    async confirm(number: string, token: string) {
      return confirmPhone(deps, await changer(), { phone: number, place, token });
    },
    async phone() {
      const account = await findAccount(db, 'ada');
      return [account?.phone, account?.phoneVerifiedAt !== null];
    },
    told: async () =>
      (await lettersTo(deps, EMAIL)).map(({ fields }) => [fields['change'], fields['detail']]),
  };
}

eachDatabase('a new name is kept as it is written, and told; one that is the same is not', async ({ db }) => {
  const ada = await world(db);
  const changer = await ada.changer();
  assert.deepEqual(await changeNames(ada, changer, { firstName: ' Ada ', lastName: 'Lovelace' }), {
    ok: true,
    value: 'same',
  });
  assert.deepEqual(await ada.told(), []);
  const typed = { firstName: 'Augusta  Ada', lastName: "O'King\r\nBcc: x" };
  assert.deepEqual(await changeNames(ada, changer, typed), { ok: true, value: 'changed' });
  const { firstName, lastName } = (await ada.changer()).account;
  assert.deepEqual([firstName, lastName], ['Augusta Ada', "O'King Bcc: x"]);
  assert.deepEqual(await ada.told(), [['name-changed', "From Ada Lovelace to Augusta Ada O'King Bcc: x"]]);
});

eachDatabase('names that are missing or too long are both said, and nothing is changed', async ({ db }) => {
  const ada = await world(db);
  const typed = { firstName: ' ', lastName: 'x'.repeat(101) };
  assert.deepEqual(await changeNames(ada, await ada.changer(), typed), {
    ok: false,
    error: [
      { field: 'firstName', fault: 'name-missing' },
      { field: 'lastName', fault: 'name-too-long' },
    ],
  });
  assert.equal((await ada.changer()).account.firstName, 'Ada');
});

eachDatabase('a verified number stays until the token of the new one is entered', async ({ db }) => {
  const ada = await world(db, { phone: OLD, verifiedAt: 1 });
  assert.deepEqual(await ada.ask('+44 20 7946 0000'), { ok: true, value: 'token-sent' });
  assert.deepEqual(await ada.phone(), [OLD, true]);
  assert.deepEqual(await findPhoneChange(ada, { accountId: 'ada', place: ada.place }), {
    phone: NEW,
    here: true,
  });
  assert.deepEqual(await ada.confirm(NEW, await ada.tokenTo(NEW)), { ok: true, value: undefined });
  assert.deepEqual(await ada.phone(), [NEW, true]);
  assert.deepEqual(await ada.told(), [['phone-changed', `${written(NEW)}, verified`]]);
  assert.equal(await findPhoneChange(ada, { accountId: 'ada', place: ada.place }), undefined);
});

eachDatabase(
  'a number that was never verified is replaced at once, and counts with its token',
  async ({ db }) => {
    const ada = await world(db, { phone: OLD });
    assert.ok((await ada.ask(NEW)).ok);
    assert.deepEqual(await ada.phone(), [NEW, false]);
    assert.ok((await ada.confirm(NEW, await ada.tokenTo(NEW))).ok);
    assert.deepEqual(await ada.phone(), [NEW, true]);
    assert.deepEqual(await ada.told(), [
      ['phone-changed', `${written(NEW)}, not verified yet`],
      ['phone-verified', `${written(NEW)}, verified`],
    ]);
  },
);

eachDatabase('of a token entered fifty times at once one verifies the number, once', async ({ db }) => {
  const ada = await world(db);
  await ada.ask(NEW);
  const token = await ada.tokenTo(NEW);
  const all = await Promise.all(Array.from({ length: 50 }, () => ada.confirm(NEW, token)));
  assert.equal(all.filter(({ ok }) => ok).length, 1);
  const told = (await ada.told()).filter(([change]) => change === 'phone-verified');
  assert.equal(told.length, 1);
});

eachDatabase('the token of one number verifies no other, and only the newest counts', async ({ db }) => {
  const ada = await world(db);
  await ada.ask(OLD);
  const first = await ada.tokenTo(OLD);
  await ada.ask(NEW);
  const second = await ada.tokenTo(NEW);
  for (const [number, token] of [
    [OLD, first],
    [NEW, first],
    [OLD, second],
  ] as const)
    assert.equal((await ada.confirm(number, token)).ok, false);
  assert.deepEqual(await ada.phone(), [NEW, false]);
  assert.ok((await ada.confirm(NEW, second)).ok);
});

eachDatabase('a token is good for ten minutes, in its place and for its account only', async ({ db }) => {
  const ada = await world(db);
  await ada.ask(NEW);
  const token = await ada.tokenTo(NEW);
  const elsewhere = { phone: NEW, place: 'elsewhere', token };
  assert.equal((await confirmPhone(ada, await ada.changer(), elsewhere)).ok, false);
  ada.clock.advance(minutes(10));
  assert.deepEqual(await ada.confirm(NEW, token), { ok: false, error: 'expired' });
  assert.deepEqual(await ada.phone(), [NEW, false]);
});

eachDatabase('numbers that are sent no texts are refused before anything is kept or sent', async ({ db }) => {
  const ada = await world(db);
  for (const [number, error] of [
    ['+8821612345678', 'prefix-not-allowed'],
    ['+19005550100', 'kind-not-allowed'],
    ['555-0100', 'phone-form'],
    ['+1 555', 'phone-impossible'],
    [' ', 'phone-missing'],
  ] as const)
    assert.deepEqual(await ada.ask(number), { ok: false, error }, number);
  assert.deepEqual(await ada.phone(), [null, false]);
  assert.deepEqual(await db.selectFrom('messages').selectAll().execute(), []);
  assert.deepEqual(await db.selectFrom('throttleCounters').selectAll().execute(), []);
});

eachDatabase(
  'texts to a number are a minute apart, and capped for an account over all numbers',
  async ({ db }) => {
    const ada = await world(db);
    assert.ok((await ada.ask(NEW)).ok);
    const again = await ada.ask(NEW);
    assert.deepEqual(again, { ok: false, error: { retryAt: ada.clock.now() + minutes(1) } });
    const changer = await ada.changer();
    const asked = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        sendPhoneToken(ada, changer, { phone: `+155555501${10 + n}`, place: ada.place, allowedPrefixes }),
      ),
    );
    assert.equal(asked.filter(({ ok }) => ok).length, 9);
  },
);

eachDatabase('without a gateway a number is kept, unverified, and nothing is sent there', async ({ db }) => {
  const ada = await world(db, { phone: OLD, verifiedAt: 1 });
  const changer = await ada.changer();
  const asked = { phone: NEW, place: ada.place, allowedPrefixes: undefined };
  assert.deepEqual(await changePhone(ada, changer, asked), { ok: true, value: 'kept' });
  assert.deepEqual(await ada.phone(), [NEW, false]);
  assert.deepEqual(await lettersTo(ada, NEW), []);
});

eachDatabase('a removed number is gone with whatever was pending, and is told', async ({ db }) => {
  const ada = await world(db, { phone: OLD, verifiedAt: 1 });
  await ada.ask(NEW);
  const token = await ada.tokenTo(NEW);
  assert.deepEqual(await removePhone(ada, await ada.changer(), OLD), { ok: true, value: true });
  assert.deepEqual(await ada.phone(), [null, false]);
  assert.deepEqual(await ada.told(), [['phone-removed', written(OLD)]]);
  assert.equal((await ada.confirm(NEW, token)).ok, false);
  assert.deepEqual(await ada.phone(), [null, false]);
});

eachDatabase(
  'a page that shows another number than the account has by now removes none, and calls nothing off',
  async ({ db }) => {
    const ada = await world(db, { phone: OLD, verifiedAt: 1 });
    const stale = await ada.changer();
    await ada.ask(NEW);
    assert.ok((await ada.confirm(NEW, await ada.tokenTo(NEW))).ok);
    assert.deepEqual(await removePhone(ada, stale, OLD), { ok: true, value: false });
    assert.deepEqual(await ada.phone(), [NEW, true]);
    assert.deepEqual((await ada.told()).at(-1), ['phone-changed', `${written(NEW)}, verified`]);
    const all = await Promise.all(Array.from({ length: 9 }, () => removePhone(ada, stale, NEW)));
    assert.equal(all.filter((each) => each.ok && each.value).length, 1, 'pressed often, it is told once');
  },
);

eachDatabase(
  'a new token goes to a number that waits still: not to one that was given up or verified in another tab',
  async ({ db }) => {
    const ada = await world(db);
    const again = async (phone: string) => {
      ada.clock.advance(minutes(2));
      return resendPhoneToken(ada, await ada.changer(), { phone, place: ada.place, allowedPrefixes });
    };
    await ada.ask(OLD);
    await ada.ask(NEW);
    assert.deepEqual(await again(OLD), { ok: false, error: 'over' });
    assert.ok((await again(NEW)).ok);
    assert.ok((await ada.confirm(NEW, await ada.tokenTo(NEW))).ok);
    const sent = (await lettersTo(ada, NEW)).length;
    assert.deepEqual(await again(NEW), { ok: false, error: 'over' });
    await ada.ask(OLD);
    await cancelPhoneChange(ada, await ada.changer());
    assert.deepEqual(await again(OLD), { ok: false, error: 'over' });
    assert.equal((await lettersTo(ada, NEW)).length, sent);
    assert.equal(await findPhoneChange(ada, { accountId: 'ada', place: ada.place }), undefined);
  },
);

eachDatabase('a verification that was given up leaves the number, and voids the token', async ({ db }) => {
  const ada = await world(db, { phone: OLD, verifiedAt: 1 });
  await ada.ask(NEW);
  const token = await ada.tokenTo(NEW);
  assert.ok((await cancelPhoneChange(ada, await ada.changer())).ok);
  assert.equal((await ada.confirm(NEW, token)).ok, false);
  assert.deepEqual(await ada.phone(), [OLD, true]);
});

eachDatabase('a session that has ended changes neither name nor number', async ({ db }) => {
  const ada = await world(db, { phone: OLD, verifiedAt: 1 });
  await ada.ask(NEW);
  const token = await ada.tokenTo(NEW);
  await db.deleteFrom('sessions').execute();
  const refused = { ok: false, error: 'session-over' };
  const changer = await ada.changer();
  assert.deepEqual(await ada.confirm(NEW, token), refused);
  assert.deepEqual(await removePhone(ada, changer, OLD), refused);
  assert.deepEqual(await changeNames(ada, changer, { firstName: 'Eve', lastName: 'E' }), refused);
  ada.clock.advance(minutes(2));
  assert.deepEqual(await ada.ask(NEW), refused);
  assert.deepEqual(await ada.phone(), [OLD, true]);
});

eachDatabase('a number whose token nobody entered is forgotten', async ({ db }) => {
  const ada = await world(db);
  await ada.ask(NEW);
  await sweepPhoneChanges(ada);
  assert.equal((await db.selectFrom('phoneChanges').selectAll().execute()).length, 1);
  ada.clock.advance(hours(1));
  await sweepPhoneChanges(ada);
  assert.deepEqual(await db.selectFrom('phoneChanges').selectAll().execute(), []);
});
