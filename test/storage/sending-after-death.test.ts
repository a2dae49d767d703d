import assert from 'node:assert/strict';
import { join } from 'node:path';
import { demoConfiguration } from '../../demo/index.ts';
import { type Configuration, checkConfiguration } from '../../src/config.ts';
import { recordMessage, type SentJournal } from '../../src/features/messages/index.ts';
import { openSending } from '../../src/open-sending.ts';
import { openJournal } from '../../src/platform/journal/index.ts';
import { eachDatabase, temporaryFolder } from '../support/databases.ts';
import { sendingNode } from '../support/sending-node.ts';

function configurationIn(dataDirectory: string): Configuration {
  const ports = { demo: 1, mailbox: 6, smtp: 7, bounces: 8 };
  const input = demoConfiguration({ issuer: 'http://localhost:3000', port: 3000, ports, dataDirectory });
  const checked = checkConfiguration(input);
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
}

eachDatabase(
  'what a killed process has sent is settled before anything is sent, where the database is its own',
  async ({ db, address, kind }) => {
    const { deps, clock } = sendingNode(db);
    const dataDirectory = temporaryFolder();
    const { id } = await recordMessage(deps, {
      kind: 'account-created',
      to: 'ada@example.com',
      about: 'account:ada',
      fields: { firstName: 'Ada' },
    });
    await db
      .updateTable('messages')
      .set({ state: 'sending', tries: 1, leasedUntil: clock.now() + 60_000 })
      .execute();
    const journal: SentJournal = openJournal(join(dataDirectory, 'sent-messages.journal'));
    journal.note({
      message: { id, tries: 1 },
      outcome: {
        step: { what: 'sent', source: 'smtp', code: '250', words: 'taken' },
        sentAs: { sentKind: 'account-created', sentSubject: 'Ready' },
      },
      at: clock.now(),
    });
    const database = 'url' in address ? address : undefined;
    const sending = await openSending({ ...configurationIn(dataDirectory), database }, { db, clock });
    sending.close();
    const { state } = await db.selectFrom('messages').select('state').executeTakeFirstOrThrow();
    // On PostgreSQL another node may have it by now.
    assert.equal(state, kind === 'sqlite' ? 'sent' : 'sending');
    assert.equal(sending.sentJournal !== undefined, kind === 'sqlite');
  },
);
