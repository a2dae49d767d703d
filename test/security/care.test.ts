// THREATS 16, 19, 20, 40, 42, 43: what agents of Customer Care may do, and what a caller who is not the owner gets out of them.
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { setSecondFactorDue } from '../../src/features/accounts/index.ts';
import { sealEvents, verifyChain } from '../../src/features/audit/index.ts';
import {
  type Call,
  checkCallerPin,
  endSessions,
  listMessagesForCare,
  moveLinkForCare,
  questionsToAsk,
  removeLinkForCare,
  resetFactor,
  showMessageForCare,
  startReset,
  unlockAccount,
} from '../../src/features/care/index.ts';
import { replaceSealedPin } from '../../src/features/pins/pins.queries.ts';
import { listQuestions } from '../../src/features/security-questions/index.ts';
import { days, minutes } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { ada, giveEmail, givePassword } from '../journeys/people.ts';
import {
  afterPin,
  auditOf,
  type CareTestDeps,
  callFor,
  careDeps,
  customer,
  giveApp,
  prove,
  rightPin,
} from '../support/care-world.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { lettersTo } from '../support/letters.ts';
import { otpAppOf } from '../support/otp-app.ts';
import { rightAnswers } from '../support/recoveries.ts';
import { anAccount, aSignInWorld } from '../support/sign-in-world.ts';

const managedHosting = { serviceId: 'managed-hosting' };

/** Every act that wants a PIN, as whoever types the command sees its refusal. */
const acts: Record<string, (deps: CareTestDeps, call: Call) => Promise<{ ok: boolean; error?: unknown }>> = {
  messages: (deps, call) => listMessagesForCare(deps, call, { limit: 9 }),
  message: (deps, call) => showMessageForCare(deps, call, { id: 'abcd' }),
  unlock: unlockAccount,
  'start-reset': startReset,
  questions: questionsToAsk,
  'reset-factor': async (deps, call) =>
    resetFactor(deps, call, await listQuestions(deps.db, 'ada'), rightAnswers),
  'move-link': (deps, call) => moveLinkForCare(deps, call, managedHosting),
  'remove-link': (deps, call) => removeLinkForCare(deps, call, managedHosting),
  'end-sessions': endSessions,
};

/** All that is in the database, but for the audit. */
async function everything(db: Db): Promise<string> {
  const names = (await db.introspection.getTables()).map(({ name }) => name);
  const tables = [];
  for (const name of names.filter((each) => each !== 'auditEvents').sort()) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(db);
    tables.push([name, rows.map((row) => JSON.stringify(row)).sort()]);
  }
  return JSON.stringify(tables);
}

async function someoneToProtect(deps: CareTestDeps) {
  await customer(deps);
  await giveApp(deps);
  await prove(deps, 'ada');
}

eachDatabase('without the caller’s PIN an agent can do nothing, and each try is recorded', async ({ db }) => {
  const deps = careDeps(db);
  await someoneToProtect(deps);
  await customer(deps, 'eve');
  // Eve has said hers: she is nobody else for that.
  await afterPin(deps, callFor('eve'));
  await afterPin(deps, callFor('ada', { agent: 'linus' }));
  const before = await everything(db);
  for (const [name, act] of Object.entries(acts)) {
    const { ok, error } = await act(deps, callFor());
    const refused = typeof error === 'object' ? (error as { reason: string }).reason : error;
    assert.deepEqual([ok, refused], [false, 'no-pin'], name);
  }
  assert.ok((await everything(db)) === before, 'nothing was changed');
  const tried = (await auditOf(db)).filter(
    (event) => event.startsWith('agent:grace.hopper') && event.includes('account:ada'),
  );
  assert.equal(tried.length, Object.keys(acts).length);
  assert.ok(tried.every((event) => event.includes(' no-pin ')));
  assert.ok(
    tried.includes('agent:grace.hopper second-factor-reset no-pin → account:ada (ticket 4711: lost phone)'),
  );
});

eachDatabase(
  'five wrong PINs a day, whichever agents and nodes they are said to, and the right one is none of them',
  async ({ db, open }) => {
    const one = careDeps(db);
    await customer(one);
    const nodes = [one, careDeps(open(), one.clock)];
    const guesses = await Promise.all(
      Array.from({ length: 20 }, (_, nth) =>
        checkCallerPin(
          nodes[nth % 2] as CareTestDeps,
          callFor('ada', { agent: `agent-${nth}` }),
          `1000${nth}`,
        ),
      ),
    );
    assert.equal(guesses.filter((guess) => guess.ok && guess.value === 'no').length, 5);
    for (const deps of nodes) {
      const late = await checkCallerPin(deps, callFor(), rightPin);
      assert.equal(!late.ok && late.error.reason, 'too-many-tries', 'nobody is told that it was right');
      assert.deepEqual(await endSessions(deps, callFor()), { ok: false, error: 'no-pin' });
    }
    one.clock.advance(days(1) - 1);
    assert.ok(!(await checkCallerPin(one, callFor(), rightPin)).ok);
    one.clock.advance(1);
    await afterPin(one, callFor());
    for (let nth = 0; nth < 8; nth++) await afterPin(one, callFor());
    const outcomes = (await auditOf(db)).map((event) => event.split(' ')[2]);
    assert.equal(outcomes.filter((outcome) => outcome === 'no').length, 5);
    assert.equal(outcomes.filter((outcome) => outcome === 'too-many-tries').length, 18);
  },
);

eachDatabase(
  'what was given on one node counts on the other, and a wrong PIN there takes it away here',
  async ({ db, open }) => {
    const here = careDeps(db);
    const there = careDeps(open(), here.clock);
    await someoneToProtect(here);
    await afterPin(there, callFor());
    assert.ok((await startReset(here, callFor())).ok);
    assert.deepEqual(await checkCallerPin(there, callFor(), '1'), { ok: true, value: 'no' });
    assert.deepEqual(await startReset(here, callFor()), { ok: false, error: 'no-pin' });
    // Raced, the act is wholly before the wrong PIN or not done at all.
    await afterPin(here, callFor());
    const [ended] = await Promise.all([
      removeLinkForCare(here, callFor(), managedHosting),
      checkCallerPin(there, callFor(), '11111'),
    ]);
    const links = await db.selectFrom('links').selectAll().execute();
    assert.equal(links.length, ended.ok ? 0 : 1);
    assert.deepEqual(await startReset(here, callFor()), { ok: false, error: 'no-pin' });
  },
);

eachDatabase('another PIN ends what the one before has permitted', async ({ db }) => {
  const deps = careDeps(db);
  await customer(deps);
  await afterPin(deps, callFor());
  const sealedPin = deps.sealing.seal(rightPin, 'pin:ada');
  await replaceSealedPin(db, { accountId: 'ada', sealedPin, setAt: deps.clock.now() });
  assert.deepEqual(await endSessions(deps, callFor()), { ok: false, error: 'no-pin' });
});

eachDatabase('answers are compared only while the PIN counts', async ({ db }) => {
  const deps = careDeps(db);
  await someoneToProtect(deps);
  await afterPin(deps, callFor());
  const asked = await questionsToAsk(deps, callFor());
  assert.ok(asked.ok);
  deps.clock.advance(minutes(15));
  for (const answers of [rightAnswers, ['a', 'b', 'c']]) {
    assert.deepEqual(await resetFactor(deps, callFor(), asked.value, answers), {
      ok: false,
      error: { reason: 'no-pin' },
    });
  }
  assert.ok(!(await auditOf(db)).some((event) => event.includes('answers-given')));
});

eachDatabase('an account that is disabled is not acted on, whatever was said before', async ({ db }) => {
  const deps = careDeps(db);
  await someoneToProtect(deps);
  await afterPin(deps, callFor());
  await db.updateTable('accounts').set({ disabledAt: deps.clock.now() }).execute();
  for (const [name, act] of Object.entries(acts)) {
    const { ok } = await act(deps, callFor());
    assert.ok(!ok, name);
  }
});

eachDatabase(
  'the audit says who did it and why, holds nothing that the caller said, and still proves itself',
  async ({ db }) => {
    const deps = careDeps(db);
    await someoneToProtect(deps);
    const telling = callFor('ada', { reason: `ticket 4711, PIN ${rightPin} was right` });
    const refused = { ok: false, error: { reason: 'secret-in-reason' } };
    assert.deepEqual(await checkCallerPin(deps, telling, rightPin), refused);
    await afterPin(deps, callFor());
    const asked = await questionsToAsk(deps, callFor());
    assert.ok(asked.ok);
    const chatty = callFor('ada', { reason: 'pet is BAGHEERA, says he' });
    assert.deepEqual(await resetFactor(deps, chatty, asked.value, rightAnswers), refused);
    assert.ok(
      (await startReset(deps, telling)).ok,
      'that it held the PIN is not said: it would tell a guesser',
    );
    assert.ok((await resetFactor(deps, callFor(), asked.value, rightAnswers)).ok);
    const audit = await auditOf(db);
    for (const event of [
      'reset-started done → account:ada ((left out: it held the PIN))',
      'second-factor-reset done → account:ada (ticket 4711: lost phone)',
    ]) {
      assert.ok(audit.includes(`agent:grace.hopper ${event}`), event);
    }
    const held =
      JSON.stringify(await db.selectFrom('auditEvents').selectAll().execute()) + (await everything(db));
    for (const secret of [rightPin, 'Bagheera', 'BAGHEERA', 'Goldberg Variations'])
      assert.ok(!held.includes(secret), secret);
    const sealing = { ...deps, log: { info: () => undefined } };
    await sealEvents(sealing);
    assert.deepEqual((await verifyChain(deps)).faults, []);
    for (const reason of ['because', null]) {
      const changed = db.updateTable('auditEvents').set({ reason }).where('what', '=', 'second-factor-reset');
      await changed.execute();
      assert.deepEqual(
        (await verifyChain(deps)).faults.map(({ fault }) => fault),
        ['changed'],
        String(reason),
      );
    }
  },
);

onDatabase(
  'sqlite',
  'after a reset by Customer Care a stolen password binds no phone and goes on without none, though the account be new',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const id = await anAccount(world, ada);
    await setSecondFactorDue(fresh.db, id, Date.now());
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    browser.isAt('Confirm that it is you');
    browser.says('Your second factor was reset by Customer Care');
    assert.ok(!browser.has('Not now'));
    const hub = browser.url.pathname.split('/').slice(0, 3).join('/');
    await forge(world, browser, { path: `${hub}/enrol-totp`, fields: { act: 'decline' } });
    await browser.visit(`${world.issuer}${hub}`);
    browser.isAt('Confirm that it is you');
    const letters = await lettersTo(world, ada.email);
    browser.fillIn(
      'token',
      String(letters.findLast(({ kind }) => kind === 'second-factor-token')?.fields['token']),
    );
    await browser.press('Continue');
    browser.isAt('Set up your OTP app');
    browser.fillIn('code', otpAppOf(browser).code());
    await browser.press('Turn on');
    browser.isAt('Keep your recovery codes');
    const { secondFactorDueAt } = await fresh.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow();
    assert.equal(secondFactorDueAt, null, 'it is over with the new app');
  },
);
