import assert from 'node:assert/strict';
import { eachDatabase as eachDatabaseWith, type FreshDatabase } from '../../../../test/support/databases.ts';
import { accepted, sendingNode } from '../../../../test/support/sending-node.ts';
import { hours } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import { openLog, withReference } from '../../../platform/log/index.ts';
import { migrations as accountsMigrations } from '../../accounts/index.ts';
import { migrations as throttleMigrations } from '../../throttle/index.ts';
import type { NewMessage } from '../message-kinds.ts';
import { migrations as messagesMigrations } from '../messages.migrations.ts';
import { recordMessage } from '../record-message.ts';

const migrations = [...accountsMigrations, ...messagesMigrations, ...throttleMigrations];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

const notice: NewMessage = {
  kind: 'account-created',
  to: 'ada@example.com',
  about: 'account:ada',
  fields: { firstName: 'Canary' },
};

const onlyMessage = (db: FreshDatabase['db']) =>
  db.selectFrom('messages').selectAll().executeTakeFirstOrThrow();

/** A database on which the next `count.faults` transactions fail. */
function failingNow(db: Db, count: { faults: number }): Db {
  return new Proxy(db, {
    get(target, name) {
      if (name === 'transaction' && count.faults-- > 0) throw new Error('The database is away.');
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

eachDatabase(
  'a message that the relay has accepted is not sent again, though the database failed after',
  async ({ db }) => {
    const count = { faults: 0 };
    const { deps, send, sent, relay, clock } = sendingNode(failingNow(db, count));
    const lines: unknown[] = [];
    deps.log = { warn: () => undefined, error: (line) => lines.push(line) };
    await recordMessage(deps, notice);
    relay.answer = async () => {
      count.faults = 2;
      return accepted;
    };
    await send();
    const { state, tries } = await onlyMessage(db);
    assert.deepEqual([state, tries], ['sent', 1]);
    clock.advance(hours(1));
    await send();
    assert.equal(sent.length, 1);
    assert.equal(lines.length, 2);
  },
);

eachDatabase('a try that failed by a fault of our own takes nothing off the budgets', async ({ db }) => {
  const { deps, send, relay } = sendingNode(db);
  deps.log = { warn: () => undefined, error: () => undefined };
  await recordMessage(deps, notice);
  relay.answer = async () => {
    throw new Error('A fault of our own.');
  };
  await send();
  assert.equal((await onlyMessage(db)).state, 'deferred');
  const counters = await db.selectFrom('throttleCounters').select(['budget', 'tries']).execute();
  assert.deepEqual(
    counters.map(({ tries }) => tries),
    [0, 0],
  );
});

eachDatabase(
  'what is logged of a message bears the number that its person has seen, and no other',
  async ({ db }) => {
    const { deps, send, relay } = sendingNode(db);
    const lines: { message?: string; reference?: string }[] = [];
    deps.log = openLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
    const { id } = await withReference(
      () => 'K7QM-2XWD',
      () => recordMessage(deps, notice),
    );
    const other = await recordMessage(deps, { ...notice, to: 'bob@example.com' });
    relay.answer = async () => {
      throw new Error('A fault of our own.');
    };
    // Whoever looks after messages was set off by somebody else's request.
    await withReference(
      () => 'XXXX-XXXX',
      () => send(),
    );
    const referenceOf = (message: string) => lines.find((line) => line.message === message);
    assert.equal(referenceOf(id)?.reference, 'K7QM-2XWD');
    assert.ok(referenceOf(other.id));
    assert.equal(referenceOf(other.id)?.reference, undefined);
  },
);
