import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { fakeClock } from '../../../../test/support/clock.ts';
import { eachDatabase as eachDatabaseWith, type FreshDatabase } from '../../../../test/support/databases.ts';
import { accepted, sendingNode } from '../../../../test/support/sending-node.ts';
import { minutes, seconds } from '../../../kernel/index.ts';
import type { Delivery } from '../../../platform/smtp/index.ts';
import { migrations as accountsMigrations } from '../../accounts/index.ts';
import { migrations as throttleMigrations } from '../../throttle/index.ts';
import type { NewMessage } from '../message-kinds.ts';
import { migrations as messagesMigrations } from '../messages.migrations.ts';
import { recordMessage } from '../record-message.ts';

const migrations = [...accountsMigrations, ...messagesMigrations, ...throttleMigrations];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

const greylisted: Delivery = { outcome: 'not-now', code: '451', words: '4.7.1 greylisted' };
const notice: NewMessage = {
  kind: 'account-created',
  to: 'ada@example.com',
  about: 'account:ada',
  fields: { firstName: 'Ada' },
};

const onlyMessage = (db: FreshDatabase['db']) =>
  db.selectFrom('messages').selectAll().executeTakeFirstOrThrow();
const until = async (met: () => boolean | Promise<boolean>) => {
  while (!(await met())) await sleep(10);
};

eachDatabase(
  'two nodes that take up thirty messages at once send each of them once',
  async ({ db, open }) => {
    const clock = fakeClock();
    const nodes = [sendingNode(db, clock), sendingNode(open(), clock)];
    for (let index = 0; index < 30; index++) {
      await recordMessage((nodes[0] ?? assert.fail()).deps, { ...notice, to: `ada${index}@example.com` });
    }
    await Promise.all(nodes.map((node) => node.send()));
    const sent = nodes.flatMap((node) => node.sent.map((mail) => mail.to));
    assert.equal(sent.length, 30);
    assert.equal(new Set(sent).size, 30);
  },
);

eachDatabase(
  'a message under way when its node died is taken over once the lease is over',
  async ({ db, open }) => {
    const clock = fakeClock();
    const [dying, other] = [sendingNode(db, clock), sendingNode(open(), clock)];
    const { promise: never } = Promise.withResolvers<Delivery>();
    dying.relay.answer = () => never;
    await recordMessage(dying.deps, notice);
    void dying.send();
    await until(() => dying.sent.length > 0);
    clock.advance(seconds(59));
    await other.send();
    assert.equal(other.sent.length, 0);
    clock.advance(seconds(1));
    await other.send();
    assert.equal(other.sent.length, 1);
    assert.equal((await onlyMessage(db)).state, 'sent');
  },
);

eachDatabase(
  'a node that lost its lease settles nothing that another one has taken up',
  async ({ db, open }) => {
    const clock = fakeClock();
    const [slow, other] = [sendingNode(db, clock), sendingNode(open(), clock)];
    const [slowReply, otherReply] = [Promise.withResolvers<Delivery>(), Promise.withResolvers<Delivery>()];
    slow.relay.answer = () => slowReply.promise;
    other.relay.answer = () => otherReply.promise;
    await recordMessage(slow.deps, notice);
    const late = slow.send();
    await until(() => slow.sent.length > 0);
    clock.advance(minutes(5));
    const timely = other.send();
    await until(() => other.sent.length > 0);
    slowReply.resolve(greylisted);
    await late;
    assert.equal((await onlyMessage(db)).state, 'sending');
    otherReply.resolve(accepted);
    await timely;
    assert.equal((await onlyMessage(db)).state, 'sent');
  },
);

eachDatabase('a slow message holds up no other', async ({ db }) => {
  const { deps, send, relay } = sendingNode(db);
  const { promise, resolve } = Promise.withResolvers<Delivery>();
  relay.answer = (mail) => (mail.to === 'slow@example.com' ? promise : Promise.resolve(accepted));
  await recordMessage(deps, { ...notice, to: 'slow@example.com' });
  const first = send();
  await recordMessage(deps, notice);
  const second = send();
  const stateOf = async (recipient: string) =>
    (await db.selectFrom('messages').select('state').where('recipient', '=', recipient).executeTakeFirst())
      ?.state;
  await until(async () => (await stateOf(notice.to)) === 'sent');
  resolve(accepted);
  await Promise.all([first, second]);
});

eachDatabase('more messages than fit on a page are all sent in one go', async ({ db }) => {
  const { deps, send, sent } = sendingNode(db);
  await db.transaction().execute(async (trx) => {
    for (let index = 0; index < 120; index++) {
      await recordMessage({ ...deps, db: trx }, { ...notice, to: `ada${index}@example.com` });
    }
  });
  await send();
  assert.equal(sent.length, 120);
});

eachDatabase(
  'a domain that is slow over a hundred messages stops the mail to no other, and gets its own one after another',
  async ({ db }) => {
    const { deps, send, sent, relay } = sendingNode(db);
    const { promise: answer, resolve } = Promise.withResolvers<Delivery>();
    relay.answer = (mail) => (mail.to.endsWith('@slow.example') ? answer : Promise.resolve(accepted));
    await db.transaction().execute(async (trx) => {
      for (let index = 0; index < 100; index++) {
        await recordMessage({ ...deps, db: trx }, { ...notice, to: `ada${index}@slow.example` });
      }
    });
    const all = send();
    await until(() => sent.length === 5);
    await recordMessage(deps, notice);
    void send();
    await until(() => sent.some(({ to }) => to === notice.to));
    assert.equal(sent.length, 6);
    resolve(accepted);
    await all;
    assert.equal(new Set(sent.map(({ to }) => to)).size, 101);
  },
);
