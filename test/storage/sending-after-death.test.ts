import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoConfiguration } from '../../demo/index.ts';
import { type Configuration, checkConfiguration } from '../../src/config.ts';
import { recordMessage, type SentJournal } from '../../src/features/messages/index.ts';
import { openSending } from '../../src/open-sending.ts';
import { openJournal } from '../../src/platform/journal/index.ts';
import { eachDatabase, type FreshDatabase, onDatabase, temporaryFolder } from '../support/databases.ts';
import { sendingNode } from '../support/sending-node.ts';

function configurationIn(dataDirectory: string): Configuration {
  const ports = { demo: 1, mailbox: 6, smtp: 7, bounces: 8 };
  const input = demoConfiguration({ issuer: 'http://localhost:3000', port: 3000, ports, dataDirectory });
  const checked = checkConfiguration(input);
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
}

const silent = { warn: () => undefined } as unknown as Parameters<typeof openSending>[1]['log'];

/** A message that a process had taken up, and noted as sent, when it was killed. */
async function sentAndKilled({ db, address }: FreshDatabase) {
  const { deps, clock } = sendingNode(db);
  const dataDirectory = temporaryFolder();
  const { id } = await recordMessage(deps, {
    kind: 'account-created',
    to: 'ada@example.com',
    about: 'account:ada',
    fields: { firstName: 'Ada' },
  });
  const lease = { state: 'sending', tries: 1, leasedUntil: clock.now() + 60_000 } as const;
  await db.updateTable('messages').set(lease).execute();
  const journal: SentJournal = openJournal(join(dataDirectory, 'sent-messages.journal'));
  journal.note({
    message: { id, tries: 1 },
    outcome: {
      step: { what: 'sent', source: 'smtp', code: '250', words: 'taken' },
      sentAs: { sentKind: 'account-created', sentSubject: 'Ready' },
    },
    at: clock.now(),
  });
  journal.close();
  const database = 'url' in address ? address : undefined;
  const configuration = { ...configurationIn(dataDirectory), database };
  const start = (configured: typeof configuration = configuration) =>
    openSending(configured, { db, clock, log: silent });
  const states = async () =>
    (await db.selectFrom('messages').select(['state', 'tries']).orderBy('createdAt').execute()).map(
      ({ state, tries }) => [state, Number(tries)],
    );
  return { start, states, deps, clock, configuration, lease, dataDirectory };
}

eachDatabase('what a killed process has sent is settled at its next start', async (fresh) => {
  const { start, states, dataDirectory } = await sentAndKilled(fresh);
  const sending = await start();
  assert.deepEqual(await states(), [['sent', 1]]);
  sending.close();
  assert.equal(readFileSync(join(dataDirectory, 'sent-messages.journal'), 'utf8'), '');
});

onDatabase('postgres', 'what another node has taken over since is left to that node', async (fresh) => {
  const { start, states, lease } = await sentAndKilled(fresh);
  await fresh.db
    .updateTable('messages')
    .set({ ...lease, tries: 2 })
    .execute();
  (await start()).close();
  assert.deepEqual(await states(), [['sending', 2]]);
});

onDatabase('postgres', 'a node that starts frees nothing that another one may be sending', async (fresh) => {
  const { start, deps, clock } = await sentAndKilled(fresh);
  const { id } = await recordMessage(deps, {
    kind: 'account-created',
    to: 'bob@example.com',
    about: 'account:bob',
    fields: { firstName: 'Bob' },
  });
  const leasedUntil = clock.now() + 30_000;
  await fresh.db
    .updateTable('messages')
    .set({ state: 'sending', tries: 1, leasedUntil })
    .where('id', '=', id)
    .execute();
  (await start()).close();
  const bob = await fresh.db
    .selectFrom('messages')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.deepEqual([bob.state, bob.leasedUntil], ['sending', leasedUntil]);
});

onDatabase(
  'postgres',
  'a node without a place of its own for the journal sends all the same',
  async (fresh) => {
    const { start, configuration, dataDirectory } = await sentAndKilled(fresh);
    const first = await start();
    const second = await start();
    assert.ok(first.sentJournal && !second.sentJournal, 'two in one data directory share no journal');
    second.close();
    first.close();
    const file = join(dataDirectory, 'sent-messages.journal');
    const nowhere = await start({ ...configuration, dataDirectory: join(file, 'below a file') });
    assert.equal(nowhere.sentJournal, undefined);
    nowhere.close();
  },
);
