import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { createTransport } from 'nodemailer';
import { deliveryStatus } from '../../../test/support/delivery-status.ts';
import { aFollowedMail, returnDomain } from '../../../test/support/followed-mail.ts';
import { takeInBounces } from './index.ts';
import { listenForBounces } from './listen-for-bounces.ts';

test('a bounce that a mail server sends is filed with its message before the server is told so', async (t) => {
  const { deps, returnPath, bounces, db, logged } = await aFollowedMail(t);
  const { port, stop } = await listenForBounces(deps, { host: '127.0.0.1', port: 0 });
  t.after(stop);
  const mta = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  t.after(() => mta.close());
  await mta.sendMail({
    envelope: { from: '', to: returnPath },
    raw: deliveryStatus({ to: returnPath, words: '550 5.1.1 <ada@example.com>: no such mailbox' }),
  });
  assert.deepEqual(
    (await bounces()).map(({ what }) => what),
    ['bounced'],
  );
  const { state } = await db.selectFrom('messages').select('state').executeTakeFirstOrThrow();
  assert.equal(state, 'bounced');
  const [[level, facts]] = logged as [[string, object]];
  assert.equal(level, 'info');
  assert.doesNotMatch(JSON.stringify(facts), /bounce\+/, 'whoever reads the log cannot forge a bounce');
});

test('a port that another program has is said in a sentence', async (t) => {
  const { deps } = await aFollowedMail(t);
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await assert.rejects(
    takeInBounces(deps, { domain: returnDomain, listen: { host: '127.0.0.1', port } }),
    new RegExp(`Port ${port}, which the listener for bounces needs, is taken by another program`),
  );
});

test('without a word of bounces in the configuration nothing is started', async (t) => {
  const { deps } = await aFollowedMail(t);
  const before = process.getActiveResourcesInfo().length;
  const intake = await takeInBounces(deps, undefined);
  assert.equal(process.getActiveResourcesInfo().length, before, 'no server, no timer');
  await intake.stop();
});
