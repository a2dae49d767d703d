import assert from 'node:assert/strict';
import { join } from 'node:path';
import { onDatabase as onDatabaseWith, temporaryFolder } from '../../../../test/support/databases.ts';
import { accepted, sendingNode } from '../../../../test/support/sending-node.ts';
import { seconds } from '../../../kernel/index.ts';
import { openJournal } from '../../../platform/journal/index.ts';
import type { Delivery } from '../../../platform/smtp/index.ts';
import { migrations as accounts } from '../../accounts/index.ts';
import { migrations as throttle } from '../../throttle/index.ts';
import type { NewMessage } from '../message-kinds.ts';
import { migrations as messages } from '../messages.migrations.ts';
import { recordMessage } from '../record-message.ts';
import { recoverMessages } from './recover-messages.ts';
import type { SentNote } from './sent-journal.ts';

const migrations = [...accounts, ...messages, ...throttle];
// One process has its database to itself on SQLite only.
const onSqlite = (title: string, body: Parameters<typeof onDatabaseWith>[2]) =>
  onDatabaseWith('sqlite', title, body, { migrations });
const notice: NewMessage = {
  kind: 'account-created',
  to: 'ada@example.com',
  about: 'account:ada',
  fields: { firstName: 'Ada' },
};
const aJournalFile = () => join(temporaryFolder(), 'sent.journal');
/** As a process that died: it settles nothing any more. */
const never = new Promise<never>(() => undefined);

onSqlite(
  'what was accepted just before the process was killed is known as sent, and not sent again',
  async ({ db, open }) => {
    const file = aJournalFile();
    const dying = sendingNode(db);
    const journal = openJournal<SentNote>(file);
    const noted = Promise.withResolvers<void>();
    const sentJournal = {
      note(note: SentNote) {
        journal.note(note);
        noted.resolve();
        throw new Error('Killed.');
      },
    };
    // The database stands still from the moment of the note on.
    const settled = new Proxy(db, {
      get: (target, name) => {
        if (name === 'transaction' && journalled) return () => ({ execute: () => never });
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    let journalled = false;
    noted.promise.then(() => {
      journalled = true;
    });
    await recordMessage(dying.deps, notice);
    const deps = { ...dying.deps, db: settled, sentJournal, log: { warn: () => {}, error: () => {} } };
    const { openMessageSender } = await import('./message-sender.ts');
    void openMessageSender(deps).sendDueMessages();
    await noted.promise;
    const sentAt = dying.clock.now();

    const next = sendingNode(open(), dying.clock);
    next.clock.advance(seconds(2));
    await recoverMessages(next.deps, openJournal<SentNote>(file), { isAlone: true });
    await next.send();
    assert.deepEqual(next.sent, []);
    const message = await db.selectFrom('messages').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual(
      [message.state, message.sentAt, message.sealedFields, message.sentSubject],
      ['sent', sentAt, null, 'Your Lumen Master Account is ready'],
    );
    assert.deepEqual(openJournal<SentNote>(file).left, []);
  },
);

onSqlite(
  'what had only been taken up is tried again at once, not when its lease is over',
  async ({ db, open }) => {
    const dying = sendingNode(db);
    const handed = Promise.withResolvers<void>();
    dying.relay.answer = () => {
      handed.resolve();
      return never as Promise<Delivery>;
    };
    await recordMessage(dying.deps, notice);
    void dying.send();
    await handed.promise;
    const next = sendingNode(open(), dying.clock);
    await recoverMessages(next.deps, openJournal<SentNote>(aJournalFile()), { isAlone: true });
    await next.send();
    assert.equal(next.sent.length, 1);
  },
);

onSqlite('a note about a try that is over already changes nothing', async ({ db }) => {
  const node = sendingNode(db);
  const { id } = await recordMessage(node.deps, notice);
  node.relay.answer = async () => ({ ...accepted, words: 'the real one' });
  await node.send();
  const file = aJournalFile();
  openJournal<SentNote>(file).note({
    message: { id, tries: 1 },
    outcome: {
      step: { what: 'sent', source: 'smtp', code: '250', words: 'again' },
      sentAs: { sentKind: 'account-created', sentSubject: 'Other' },
    },
    at: node.clock.now(),
  });
  await recoverMessages(node.deps, openJournal<SentNote>(file), { isAlone: true });
  const events = await db.selectFrom('messageEvents').select('words').where('what', '=', 'sent').execute();
  assert.deepEqual(events, [{ words: 'the real one' }]);
});
