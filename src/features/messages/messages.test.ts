import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachDatabase as eachDatabaseWith, type FreshDatabase } from '../../../test/support/databases.ts';
import { accepted, sendingNode } from '../../../test/support/sending-node.ts';
import { days, hours, minutes, seconds } from '../../kernel/index.ts';
import type { Delivery } from '../../platform/smtp/index.ts';
import { migrations as accountsMigrations, insertAccount } from '../accounts/index.ts';
import { migrations as throttleMigrations } from '../throttle/index.ts';
import { deliveryReport } from './delivery-report.ts';
import type { NewMessage } from './message-kinds.ts';
import { migrations as messagesMigrations } from './messages.migrations.ts';
import { deleteMessagesOf } from './messages.queries.ts';
import { recordMessage } from './record-message.ts';
import { nextTry } from './sending/retries.ts';

const migrations = [...accountsMigrations, ...messagesMigrations, ...throttleMigrations];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

const greylisted: Delivery = { outcome: 'not-now', code: '451', words: '4.7.1 greylisted' };

const notice: NewMessage = {
  kind: 'account-created',
  to: 'ada@example.com',
  about: 'account:ada',
  fields: { firstName: 'Canary' },
};
const tokenFor = (to: string, expiresAt: number): NewMessage => ({
  kind: 'registration-token',
  to,
  about: 'registration:1',
  fields: {
    token: 'ABCD-EFGH',
    link: 'https://account.example.com/register/verify-email?token=ABCD-EFGH',
    expiresAt,
  },
});

const stepsOf = async (db: FreshDatabase['db']) => {
  const events = await db.selectFrom('messageEvents').selectAll().orderBy('at').execute();
  return events.map(({ try: tries, what }) => `${tries} ${what}`).sort();
};
const onlyMessage = (db: FreshDatabase['db']) =>
  db.selectFrom('messages').selectAll().executeTakeFirstOrThrow();

eachDatabase('a message is sent to its address, and what filled it is gone after', async ({ db }) => {
  const { deps, send, sent, clock } = sendingNode(db);
  const { id } = await recordMessage(deps, notice);
  assert.doesNotMatch(JSON.stringify(await onlyMessage(db)), /Canary/);
  await send();
  const [mail] = sent;
  assert.equal(mail?.to, 'ada@example.com');
  assert.equal(mail.messageId, `${id}@ctl.io`);
  assert.match(mail.text, /Canary/);
  const { state, sealedFields, sentAt, sentSubject, sentKind } = await onlyMessage(db);
  assert.deepEqual(
    { state, sealedFields, sentAt, sentSubject, sentKind },
    {
      state: 'sent',
      sealedFields: null,
      sentAt: clock.now(),
      sentSubject: 'Your Lumen Master Account is ready',
      sentKind: 'account-created',
    },
  );
  assert.deepEqual(await stepsOf(db), ['0 queued', '1 sending', '1 sent']);
  await send();
  assert.equal(sent.length, 1);
});

eachDatabase('a message is not sent when what it is about was rolled back', async ({ db }) => {
  const { deps, send, sent } = sendingNode(db);
  const failing = db.transaction().execute(async (trx) => {
    await recordMessage({ ...deps, db: trx }, notice);
    throw new Error('The account could not be kept.');
  });
  await assert.rejects(failing, /could not be kept/);
  await send();
  assert.deepEqual(sent, []);
});

eachDatabase(
  'a message that the relay does not take now is tried again later, and says what was answered',
  async ({ db }) => {
    const { deps, send, sent, relay, clock } = sendingNode(db);
    await recordMessage(deps, notice);
    relay.answer = async () => greylisted;
    await send();
    await send();
    assert.equal(sent.length, 1);
    assert.equal((await onlyMessage(db)).state, 'deferred');
    const deferred = await db
      .selectFrom('messageEvents')
      .selectAll()
      .where('what', '=', 'deferred')
      .executeTakeFirst();
    assert.deepEqual(
      [deferred?.source, deferred?.code, deferred?.words],
      ['smtp', '451', '4.7.1 greylisted'],
    );
    relay.answer = async () => accepted;
    clock.advance(seconds(10));
    await send();
    assert.equal((await onlyMessage(db)).state, 'sent');
    assert.equal(sent[0]?.messageId, sent[1]?.messageId);
  },
);

eachDatabase('a message is given up after a day of trying', async ({ db }) => {
  const { deps, send, sent, relay, clock } = sendingNode(db);
  await recordMessage(deps, notice);
  relay.answer = async () => greylisted;
  for (let passed = 0; passed <= days(1); passed += minutes(5)) {
    await send();
    clock.advance(minutes(5));
  }
  assert.equal((await onlyMessage(db)).state, 'abandoned');
  assert.ok(sent.length > 20 && sent.length < 40, `tried ${sent.length} times`);
});

eachDatabase('a message refused for good is not tried again, and is known as bounced', async ({ db }) => {
  const { deps, send, relay } = sendingNode(db);
  await recordMessage(deps, notice);
  relay.answer = async () => ({ outcome: 'refused', code: '550', words: '5.1.1 no such mailbox' });
  await send();
  assert.deepEqual(await stepsOf(db), ['0 queued', '1 bounced', '1 sending']);
  assert.equal((await onlyMessage(db)).state, 'bounced');
});

eachDatabase('a message whose token has expired is not sent any more', async ({ db }) => {
  const { deps, send, sent, clock } = sendingNode(db);
  await recordMessage(deps, tokenFor('ada@example.com', clock.now() + minutes(10)));
  clock.advance(minutes(10));
  await send();
  assert.deepEqual(sent, []);
  assert.equal((await onlyMessage(db)).state, 'abandoned');
});

eachDatabase(
  'a token that expires while its message waits for another try is not sent, and the last answer is the reason',
  async ({ db }) => {
    const { deps, send, sent, relay, clock } = sendingNode(db);
    const asked = { about: 'registration:1', to: 'ada@example.com', kind: 'registration-token' } as const;
    await recordMessage(deps, tokenFor(asked.to, clock.now() + minutes(10)));
    relay.answer = async () => ({ outcome: 'not-now', code: '451', words: '4.7.1 Greylisted, come back' });
    await send();
    assert.equal((await deliveryReport({ db }, asked)).state, 'waiting');
    relay.answer = async () => accepted;
    clock.advance(minutes(10));
    await send();
    assert.equal(sent.length, 1, 'not after it has expired');
    const { state, at, reason, timeline } = await deliveryReport({ db }, asked);
    assert.deepEqual(
      { state, at, reason },
      { state: 'bounced', at: clock.now(), reason: 'Greylisted, come back' },
    );
    assert.equal(timeline.at(-1)?.text, 'Given up');
    clock.advance(hours(1));
    await send();
    assert.equal(sent.length, 1, 'nor later');
    // The one that is asked for then is another message, and the report is about that one.
    await recordMessage(deps, tokenFor(asked.to, clock.now() + minutes(10)));
    assert.equal((await deliveryReport({ db }, asked)).state, 'waiting');
    await send();
    assert.deepEqual([sent.length, (await deliveryReport({ db }, asked)).state], [2, 'sent']);
  },
);

eachDatabase('a token that a newer one has voided is not sent after it', async ({ db }) => {
  const { deps, send, sent, relay, clock } = sendingNode(db);
  const record = async (change: Partial<NewMessage> = {}) => {
    clock.advance(minutes(1));
    const token = tokenFor('ada@example.com', clock.now() + hours(1));
    await recordMessage(deps, { ...token, ...change } as NewMessage);
  };
  relay.answer = async () => greylisted;
  await record();
  await send();
  // The address was corrected: nothing goes to the wrong one any more.
  await record({ to: 'grace@example.com' });
  // Neither of another registration, nor of another browser of one account.
  await record({ about: 'registration:2' });
  const change = { kind: 'email-change-token', about: 'account:ada', to: 'eve@example.com' } as const;
  await record(change);
  await record(change);
  relay.answer = async () => accepted;
  await send();
  const states = await db.selectFrom('messages').select('state').orderBy('createdAt').execute();
  assert.deepEqual(
    states.map(({ state }) => state),
    ['abandoned', 'sent', 'sent', 'sent', 'sent'],
  );
  assert.equal(sent.length, 5);
});

eachDatabase('an address that has an account is sent a notice in place of a token', async ({ db }) => {
  const { deps, send, sent, clock } = sendingNode(db);
  const ada = {
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'L',
    phone: null,
    secondFactorChosenAt: null,
  };
  await insertAccount(db, { id: 'ada', createdAt: clock.now(), ...ada });
  for (const to of ['ada@example.com', 'bob@example.com']) {
    await recordMessage(deps, tokenFor(to, clock.now() + days(1)));
  }
  await send();
  const subjects = new Map(sent.map((mail) => [mail.to, mail.subject]));
  assert.equal(subjects.get('ada@example.com'), 'You already have a Lumen Master Account');
  assert.equal(subjects.get('bob@example.com'), 'Lumen Email Validation Token');
  assert.doesNotMatch(JSON.stringify(sent.filter((mail) => mail.to === 'ada@example.com')), /ABCD-EFGH/);
});

test('pauses between tries grow, and no try comes after the end', () => {
  const notAfter = hours(24);
  const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 9, 50].map((tries) => nextTry({ tries, notAfter }, 0));
  assert.deepEqual(
    pauses,
    [2, 5, 10, 30, 120, 300, 900, 1800, 3600, 3600].map((each) => seconds(each)),
  );
  assert.equal(nextTry({ tries: 9, notAfter }, hours(23)), undefined);
});

eachDatabase(
  'with an account goes its mail, and not what went to its address about another',
  async ({ db }) => {
    const { deps } = sendingNode(db);
    await recordMessage(deps, notice);
    await recordMessage(deps, tokenFor('ada@example.com', deps.clock.now() + hours(24)));
    await recordMessage(deps, { ...notice, about: 'account:bob' });
    await recordMessage(deps, { ...notice, about: 'recovery:1', accountId: 'bob' });
    await deleteMessagesOf(db, { id: 'ada', email: 'ada@example.com', phone: null });
    const left = await db.selectFrom('messages').select('about').orderBy('about').execute();
    assert.deepEqual(left, [{ about: 'account:bob' }, { about: 'recovery:1' }]);
  },
);
