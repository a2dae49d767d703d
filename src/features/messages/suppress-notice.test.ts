import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachDatabase as eachDatabaseWith, type FreshDatabase } from '../../../test/support/databases.ts';
import { accepted, sendingNode } from '../../../test/support/sending-node.ts';
import { days, seconds } from '../../kernel/index.ts';
import { migrations as accounts, insertAccount } from '../accounts/index.ts';
import { migrations as throttle } from '../throttle/index.ts';
import { fileWord } from './file-word.ts';
import { isHardBounce } from './hard-bounce.ts';
import { forgetUndeliverable, rememberRead } from './index.ts';
import type { NewMessage } from './message-kinds.ts';
import { traceOf } from './message-trace.ts';
import { migrations as messages } from './messages.migrations.ts';
import { recordMessage } from './record-message.ts';
import { sweepMessages } from './sweep-messages.ts';

const migrations = [...accounts, ...messages, ...throttle];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

const notice: NewMessage = {
  kind: 'account-created',
  to: 'ada@example.com',
  about: 'account:ada',
  fields: { firstName: 'Ada' },
};

/** An address that the relay has just refused for good. */
async function bouncing(db: FreshDatabase['db'], words = '5.1.1 no such mailbox') {
  const node = sendingNode(db);
  node.relay.answer = async () => ({ outcome: 'refused', code: '550', words });
  await recordMessage(node.deps, notice);
  await node.send();
  node.relay.answer = async () => accepted;
  node.sent.length = 0;
  const sendNotice = async (change: Partial<NewMessage> = {}) => {
    const { id } = await recordMessage(node.deps, { ...notice, ...change } as NewMessage);
    await node.send();
    return db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  };
  return { ...node, sendNotice };
}

const tokenTo = (to: string, expiresAt: number): NewMessage => ({
  kind: 'registration-token',
  to,
  about: 'registration:1',
  fields: { token: 'ABCD-EFGH', link: 'https://account.example.com/', expiresAt },
});

eachDatabase('a notice to an address that bounced for good is not sent, and says why', async ({ db }) => {
  const { sendNotice, sent } = await bouncing(db);
  const { id, state } = await sendNotice();
  assert.deepEqual([state, sent.length], ['abandoned', 0]);
  const events = await db.selectFrom('messageEvents').selectAll().where('messageId', '=', id).execute();
  const last = events.find(({ what }) => what === 'abandoned');
  assert.equal(last?.source, 'worker');
  assert.match(last?.words ?? '', /came back on 2026-05-04/);
  assert.equal((await sendNotice({ to: 'bob@example.com' })).state, 'sent');
});

eachDatabase('a full mailbox suppresses nothing', async ({ db }) => {
  const { sendNotice } = await bouncing(db, '5.2.2 mailbox full');
  assert.equal((await sendNotice()).state, 'sent');
});

eachDatabase(
  'a token is always sent, and its report is the same whether or not the address has an account',
  async ({ db }) => {
    const { deps, send, sent, clock } = await bouncing(db);
    const states = [];
    for (const hasAccount of [false, true]) {
      if (hasAccount) {
        const ada = {
          email: 'ada@example.com',
          firstName: 'Ada',
          lastName: 'L',
          phone: null,
          secondFactorChosenAt: null,
        };
        await insertAccount(db, { id: 'ada', createdAt: clock.now(), ...ada });
      }
      const { id } = await recordMessage(deps, tokenTo('ada@example.com', clock.now() + days(1)));
      await send();
      states.push(
        (await db.selectFrom('messages').select('state').where('id', '=', id).executeTakeFirstOrThrow())
          .state,
      );
    }
    assert.deepEqual(states, ['sent', 'sent']);
    assert.deepEqual(
      sent.map(({ subject }) => subject),
      ['Lumen Email Validation Token', 'You already have a Lumen Master Account'],
    );
  },
);

eachDatabase('a later bounce suppresses as well, and a later delivery ends it', async ({ db }) => {
  const { deps, send, sent, clock } = sendingNode(db);
  const { id } = await recordMessage(deps, notice);
  await send();
  const word = { trace: traceOf(deps.sealing, { messageId: id, try: 1 }), at: clock.now() };
  await fileWord(deps, { ...word, what: 'bounced', source: 'bounce', wordId: '1', code: '5.1.1' });
  await recordMessage(deps, notice);
  await send();
  assert.equal(sent.length, 1);
  await fileWord(deps, { ...word, what: 'delivered', source: 'bounce', wordId: '2' });
  await recordMessage(deps, notice);
  await send();
  assert.equal(sent.length, 2);
});

eachDatabase(
  'suppression lapses after thirty days, and ends when a token sent there is used',
  async ({ db }) => {
    const { sendNotice, clock, deps } = await bouncing(db);
    clock.advance(days(30) - 1);
    await sweepMessages(deps);
    assert.equal((await sendNotice()).state, 'abandoned');
    clock.advance(1);
    assert.equal((await sendNotice()).state, 'sent');
    await sweepMessages(deps);
    assert.deepEqual(await db.selectFrom('undeliverableAddresses').selectAll().execute(), []);
    const again = await bouncing(db);
    await forgetUndeliverable(db, 'ada@example.com');
    assert.equal((await again.sendNotice()).state, 'sent');
  },
);

eachDatabase('what warns the owner of an account is sent, whatever came back', async ({ db }) => {
  const { sendNotice } = await bouncing(db);
  assert.equal((await sendNotice()).state, 'abandoned');
  const change = {
    change: 'name-changed' as const,
    detail: undefined,
    at: 0,
    address: undefined,
    browser: undefined,
  };
  const fields = { firstName: 'Ada', ...change, link: 'https://account.example.com/' } as const;
  assert.equal((await sendNotice({ kind: 'account-changed', fields })).state, 'sent');
});

/** A message that was sent, and a bounce of it that anybody might have written who has a copy. */
async function bouncedLater(db: FreshDatabase['db']) {
  const node = sendingNode(db);
  const { deps, send, sent } = node;
  const sendOne = async () => {
    const { id } = await recordMessage(deps, notice);
    await send();
    return id;
  };
  const say = (id: string, what: 'bounced' | 'delivered', source: 'bounce' | 'postmark' = 'bounce') =>
    fileWord(deps, {
      ...{ what, source, code: what === 'bounced' ? '5.1.1' : '2.0.0', wordId: `${what} ${sent.length}` },
      ...{ trace: traceOf(deps.sealing, { messageId: id, try: 1 }), at: deps.clock.now() },
    });
  const isSuppressed = async () =>
    (await db.selectFrom('undeliverableAddresses').selectAll().execute()).length > 0;
  return { ...node, sendOne, say, isSuppressed };
}

eachDatabase(
  'a bounce that comes a day after the message says nothing of its address, unless a provider signs it',
  async ({ db }) => {
    const { sendOne, say, isSuppressed, clock } = await bouncedLater(db);
    const [first, second] = [await sendOne(), await sendOne()];
    clock.advance(days(1) + 1);
    assert.equal(await say(first, 'bounced'), 'filed');
    assert.equal(await isSuppressed(), false);
    await say(second, 'bounced', 'postmark');
    assert.equal(await isSuppressed(), true);
  },
);

eachDatabase(
  'a bounce of a message that was read, or that one after was, is not believed',
  async ({ db }) => {
    const { sendOne, say, isSuppressed, clock } = await bouncedLater(db);
    const [first, second] = [await sendOne(), await sendOne()];
    clock.advance(seconds(60));
    await rememberRead(db, notice.to, clock.now());
    for (const id of [first, second]) {
      assert.equal(await say(id, 'bounced'), 'filed');
      assert.equal(await isSuppressed(), false);
    }
    clock.advance(seconds(60));
    await say(await sendOne(), 'bounced');
    assert.equal(await isSuppressed(), true, 'the mailbox may be gone since');
  },
);

eachDatabase('a bounce after which another message was delivered is not believed', async ({ db }) => {
  const { sendOne, say, isSuppressed, clock } = await bouncedLater(db);
  const first = await sendOne();
  clock.advance(seconds(60));
  await say(await sendOne(), 'delivered');
  await say(first, 'bounced');
  assert.equal(await isSuppressed(), false);
});

eachDatabase('mail that is read lifts what a bounce has brought about', async ({ db }) => {
  const { sendOne, say, isSuppressed, clock } = await bouncedLater(db);
  await say(await sendOne(), 'bounced');
  assert.equal(await isSuppressed(), true);
  await rememberRead(db, notice.to, clock.now());
  assert.equal(await isSuppressed(), false);
});

test('only what says that there is no such mailbox counts as such', () => {
  for (const [code, words] of [
    ['550', '5.1.1 <ada@example.com>: user unknown'],
    ['5.1.1', ''],
    ['5.1.10', 'RESOLVER.ADR.RecipientNotFound; not found'],
    ['550', 'No such user here'],
    ['553', 'sorry, that mailbox does not exist'],
  ] as const) {
    assert.ok(isHardBounce({ code, words }), `${code} ${words}`);
  }
  for (const [code, words] of [
    ['552', '5.2.2 mailbox full'],
    ['5.1.8', 'bad sender'],
    ['5.1.1', 'mailbox is over quota'],
    ['550', 'mailbox of this user is full, address not found'],
    ['550', 'message refused'],
    ['5.4.7', 'delivery time expired'],
  ] as const) {
    assert.ok(!isHardBounce({ code, words }), `${code} ${words}`);
  }
});
