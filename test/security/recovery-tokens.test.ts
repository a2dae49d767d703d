// THREATS 19, 20, 27, 30: tokens of recoveries, guessed, borrowed, raced, and asked for too often.
import assert from 'node:assert/strict';
import { normaliseEmail } from '../../src/features/accounts/index.ts';
import { beginRecovery, findRecovery } from '../../src/features/recovery/index.ts';
import { rememberDevice } from '../../src/features/sign-in/devices.queries.ts';
import { budgets } from '../../src/features/throttle/index.ts';
import { issueToken } from '../../src/features/tokens/index.ts';
import { hours, minutes } from '../../src/kernel/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { lettersTo } from '../support/letters.ts';
import { accountToRecover, phone, recovering, recoveryDeps, recoveryTokenTo } from '../support/recoveries.ts';

const fault = (verdict: { ok: boolean; error?: unknown }) => (verdict.ok ? 'accepted' : verdict.error);

eachDatabase(
  'a token counts for its own recovery in its own browser, and for no other, not even of the same address',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { email } = await accountToRecover(deps);
    const bob = await accountToRecover(deps, { id: 'bob' });
    const ada = await recovering(deps, email);
    await ada.send();
    const token = await recoveryTokenTo(deps, email);
    const thief = await recovering(deps, email);
    const other = await recovering(deps, bob.email);
    for (const person of [thief, other]) {
      deps.clock.advance(minutes(1));
      await person.send();
      assert.equal(fault(await person.token(token)), 'wrong');
    }
    assert.equal(await findRecovery(deps, { ...ada.keys(), browser: thief.keys().browser }), undefined);
    assert.equal(await findRecovery(deps, { ...ada.keys(), secret: thief.keys().secret }), undefined);
    assert.equal(fault(await ada.token(token)), 'accepted');
  },
);

eachDatabase('a token for another purpose, or an older one, is refused', async ({ db }) => {
  const deps = recoveryDeps(db);
  const { id, email } = await accountToRecover(deps);
  const ada = await recovering(deps, email);
  const binding = { browser: (await ada.now()).recovery.browser, lifetime: hours(1) };
  await ada.send();
  const older = await recoveryTokenTo(deps, email);
  deps.clock.advance(minutes(1));
  await ada.send();
  const foreign = [
    await issueToken(deps, { ...binding, purpose: 'bind-second-factor', subject: ada.keys().id }),
    await issueToken(deps, { ...binding, purpose: 'email-change', subject: id }),
  ];
  for (const token of [...foreign, older]) assert.equal(fault(await ada.token(token)), 'wrong');
  assert.equal(fault(await ada.token(await recoveryTokenTo(deps, email))), 'accepted');
});

eachDatabase('of twenty requests with the right token at once one gets in', async ({ db }) => {
  const deps = recoveryDeps(db);
  const { email } = await accountToRecover(deps);
  const ada = await recovering(deps, email);
  await ada.send();
  const token = await recoveryTokenTo(deps, email);
  const verdicts = await Promise.all(
    Array.from({ length: 20 }, () =>
      ada.token(token).catch((fault: Error) => ({ ok: false, error: fault.name })),
    ),
  );
  assert.equal(verdicts.filter(({ ok }) => ok).length, 1);
});

eachDatabase(
  'guesses in parallel have five tries, and the right token has none left after them',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { email } = await accountToRecover(deps);
    const ada = await recovering(deps, email);
    await ada.send();
    const verdicts = await Promise.all(
      Array.from('23456789ACDEFGHJKMNP', (sign) => ada.token(`AAAA-AAA${sign}`)),
    );
    const tried = verdicts.filter((verdict) => fault(verdict) !== 'void').length;
    assert.ok(tried <= 4, `${tried} guesses were told that there is another one`);
    assert.equal(fault(await ada.token(await recoveryTokenTo(deps, email))), 'void');
    const refused = await db.selectFrom('auditEvents').selectAll().where('outcome', '=', 'refused').execute();
    assert.equal(refused.length, 5, 'so many as it has are in the audit: whoever goes on fills nothing');
  },
);

eachDatabase(
  'an address gets five tokens an hour, however it is spelled and whoever asks from wherever',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    await accountToRecover(deps, { verified: true });
    const spellings = ['ada@example.com', ' ADA@Example.com', 'ａｄａ＠example.com', 'Ada@EXAMPLE.COM'];
    let sent = 0;
    for (let asked = 0; asked < 40; asked++) {
      const email = normaliseEmail(spellings[asked % spellings.length] ?? '');
      assert.ok(email.ok);
      const person = await recovering(deps, email.value, { address: `198.51.${asked}.1` });
      if ((await person.send(asked % 2 === 0 ? 'email' : 'sms')).ok) sent++;
      deps.clock.advance(minutes(1) + 1);
    }
    assert.equal(sent, budgets['new-tokens'].tries);
    const messages = [...(await lettersTo(deps, 'ada@example.com')), ...(await lettersTo(deps, phone))];
    assert.equal(messages.length, sent);
  },
);

eachDatabase('one network begins twenty recoveries an hour, and no more at once either', async ({ db }) => {
  const deps = recoveryDeps(db);
  const { tries } = budgets.recoveries;
  const begin = (index: number) =>
    beginRecovery(
      deps,
      { email: `${index}@example.com` },
      { browser: `b${index}`, address: `203.0.113.${index}`, reference: 'TEST-TEST' },
    );
  const verdicts = await Promise.all(Array.from({ length: tries + 10 }, (_, index) => begin(index)));
  assert.equal(verdicts.filter(({ ok }) => ok).length, tries);
  assert.equal((await db.selectFrom('recoveries').select('id').execute()).length, tries);
  deps.clock.advance(hours(1));
  assert.ok((await begin(1)).ok);
});

eachDatabase(
  'whoever has used up the recoveries of a network keeps nobody out who recovers in a browser of their own there',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { id, email } = await accountToRecover(deps);
    const other = await accountToRecover(deps, { id: 'bob' });
    await rememberDevice(db, id, deps.sealing.digest('laptop', 'device'), deps.clock.now());
    const begin = (whose: string, browser: string) =>
      beginRecovery(deps, { email: whose }, { browser, address: '203.0.113.7', reference: 'TEST-TEST' });
    for (let tries = 0; tries < budgets.recoveries.tries; tries++)
      await begin('grace@example.com', 'neighbour');
    const verdicts = [];
    for (const [whose, browser] of [
      [email, 'neighbour'],
      [other.email, 'laptop'],
      ['grace@example.com', 'laptop'],
      [email, 'laptop'],
    ] as const)
      verdicts.push((await begin(whose, browser)).ok);
    assert.deepEqual(verdicts, [false, false, false, true]);
  },
);

eachDatabase('a text goes to a verified number and to no other', async ({ db }) => {
  const deps = recoveryDeps(db);
  const { email } = await accountToRecover(deps);
  await (await recovering(deps, email)).send('sms');
  const texts = () => db.selectFrom('messages').selectAll().where('channel', '=', 'sms').execute();
  assert.deepEqual(await texts(), []);
  await db.updateTable('accounts').set({ phoneVerifiedAt: 1, disabledAt: 1 }).execute();
  deps.clock.advance(minutes(1));
  await (await recovering(deps, email)).send('sms');
  assert.deepEqual(await texts(), [], 'a disabled account is like none');
});
