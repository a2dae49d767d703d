import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { deliveryStatus } from '../../../test/support/delivery-status.ts';
import { type Dovecot, dovecotTest, startDovecot } from '../../../test/support/dovecot.ts';
import { aFollowedMail } from '../../../test/support/followed-mail.ts';
import { type MailboxSettings, pollMailbox } from './poll-mailbox.ts';

const settingsFor = ({ host, port, password }: Omit<Dovecot, 'log'>): MailboxSettings => ({
  host,
  port,
  secure: false,
  user: 'bounces',
  password,
  mailbox: 'INBOX',
  every: 3600,
});

/** A mailbox with somebody who delivers to it and reads it, and a mail of ours that may bounce to it. */
async function aMailbox(t: TestContext) {
  const dovecot = await startDovecot(t);
  const settings = settingsFor(dovecot);
  const { host, port, password } = dovecot;
  const owner = new ImapFlow({
    host,
    port,
    secure: false,
    auth: { user: 'bounces', pass: password },
    logger: false,
  });
  await owner.connect();
  await owner.mailboxOpen('INBOX');
  t.after(() => owner.close());
  const mail = await aFollowedMail(t);
  return {
    ...mail,
    dovecot,
    settings,
    owner,
    deliver: (raw: string, flags: string[] = []) => owner.append('INBOX', raw, flags),
    /** The subject of each mail there, and its flags. */
    async contents() {
      await owner.noop();
      const found = await owner.fetchAll('1:*', { flags: true, envelope: true });
      return found.map(({ flags, envelope }) => [
        envelope?.subject,
        [...(flags ?? [])].filter((f) => f !== '\\Recent'),
      ]);
    },
    poll(changed: Partial<MailboxSettings> = {}) {
      const polling = pollMailbox(mail.deps, { ...settings, ...changed });
      t.after(polling.stop);
      return polling;
    },
  };
}

/** As the server that delivers into a mailbox leaves it: the envelope's recipient is in a header. */
const deliveredTo = (returnPath: string, raw = deliveryStatus({ to: 'undisclosed-recipients:;' })) =>
  `Delivered-To: ${returnPath}\r\n${raw}`;

const stranger =
  'From: Mallory <mallory@example.net>\r\nTo: bounces@example.com\r\nSubject: Offer\r\n\r\nBuy.';

dovecotTest('a bounce that arrives in the mailbox is filed and removed', async (t) => {
  const { deliver, returnPath, poll, bounces, contents } = await aMailbox(t);
  await deliver(deliveredTo(returnPath));
  await poll().look();
  assert.deepEqual(
    (await bounces()).map(({ what }) => what),
    ['bounced'],
  );
  assert.deepEqual(await contents(), []);
});

dovecotTest('a mail that is not ours is marked as seen and left, a forged return path too', async (t) => {
  const { deliver, returnPath, poll, bounces, contents } = await aMailbox(t);
  await deliver(stranger);
  await deliver(deliveredTo(returnPath.replace('-1-', '-2-')));
  await poll().look();
  assert.deepEqual(await bounces(), []);
  assert.deepEqual(await contents(), [
    ['Offer', ['\\Seen']],
    ['Undelivered Mail Returned to Sender', ['\\Seen']],
  ]);
});

dovecotTest('what somebody else has seen or marked for removal is not touched', async (t) => {
  const { deliver, returnPath, poll, contents } = await aMailbox(t);
  await deliver(stranger, ['\\Deleted', '\\Seen']);
  await deliver(deliveredTo(returnPath), ['\\Seen']);
  await deliver(deliveredTo(returnPath));
  await poll().look();
  assert.deepEqual(await contents(), [
    ['Offer', ['\\Deleted', '\\Seen']],
    ['Undelivered Mail Returned to Sender', ['\\Seen']],
  ]);
});

dovecotTest('a bounce that cannot be filed stays as it was, and is filed at a later look', async (t) => {
  const { deliver, returnPath, poll, bounces, contents, breakDatabase, logged } = await aMailbox(t);
  await deliver(deliveredTo(returnPath));
  const mend = await breakDatabase();
  const { look } = poll();
  await look();
  assert.deepEqual(await contents(), [['Undelivered Mail Returned to Sender', []]]);
  assert.deepEqual(
    logged.map(([level]) => level),
    ['error'],
  );
  await mend();
  await look();
  assert.equal((await bounces()).length, 1);
  assert.deepEqual(await contents(), []);
});

dovecotTest('several nodes may read one mailbox: the bounce is filed once', async (t) => {
  const { deliver, returnPath, poll, bounces, contents, logged } = await aMailbox(t);
  for (let copy = 0; copy < 5; copy++) await deliver(deliveredTo(returnPath));
  await Promise.all([1, 2, 3].map(() => poll().look()));
  assert.equal((await bounces()).length, 1);
  assert.deepEqual(await contents(), []);
  assert.deepEqual(
    logged.filter(([level]) => level !== 'info'),
    [],
  );
});

dovecotTest('of a large bounce only the beginning is fetched, and it says what it says', async (t) => {
  const { deliver, returnPath, poll, bounces, dovecot } = await aMailbox(t);
  const original = `${'x'.repeat(998)}\r\n`.repeat(3000);
  await deliver(deliveredTo(returnPath, deliveryStatus({ to: returnPath, original })));
  await poll().look();
  assert.equal((await bounces()).length, 1);
  let sent: number[] = [];
  for (; sent.length === 0; await turn()) {
    sent = [...dovecot.log().matchAll(/ out=(\d+) deleted=1/g)].map(([, bytes]) => Number(bytes));
  }
  assert.ok(sent.every((bytes) => bytes < 512 * 1024));
});

dovecotTest('the mailbox is looked at again by itself', async (t) => {
  const { deliver, returnPath, poll, bounces } = await aMailbox(t);
  await poll({ every: 0.05 }).look();
  await deliver(deliveredTo(returnPath));
  while ((await bounces()).length === 0) await turn();
});

dovecotTest('a mailbox that lets nobody in is one line of the log, without the password', async (t) => {
  const { poll, logged } = await aMailbox(t);
  await poll({ password: 'wrong-and-secret' }).look();
  await poll({ mailbox: 'There is none' }).look();
  assert.deepEqual(
    logged.map(([level]) => level),
    ['warn', 'warn'],
  );
  const text = JSON.stringify(logged);
  assert.match(text, /Authentication failed/i);
  assert.doesNotMatch(text, /wrong-and-secret|that-belongs-in-no-log/);
});

dovecotTest('no password goes to another machine in the clear', async (t) => {
  const { poll, logged, dovecot } = await aMailbox(t);
  const before = dovecot.log().match(/Login: user/g)?.length;
  // The same server, by an address that is not said to be this machine's.
  await poll({ host: '0.0.0.0' }).look();
  assert.deepEqual(
    logged.map(([level]) => level),
    ['warn'],
  );
  assert.equal(dovecot.log().match(/Login: user/g)?.length, before);
});

test('a server that is not there is one line of the log, and one that never answers does not hold up the stop', async (t) => {
  const { deps, logged } = await aFollowedMail(t);
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const settings = settingsFor({ host: '127.0.0.1', port, password: 'secret' });
  const waiting = pollMailbox(deps, settings);
  const [socket] = await once(silent, 'connection');
  const started = performance.now();
  await waiting.stop();
  assert.ok(performance.now() - started < 1000);
  assert.equal(logged.length, 0);
  socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
  const refused = pollMailbox(deps, settings);
  await refused.look();
  await refused.stop();
  assert.deepEqual(
    logged.map(([level]) => level),
    ['warn'],
  );
});
