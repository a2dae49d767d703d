// A mail goes out and comes back, over real SMTP both times: our sender, the company's relay, and the listener.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { recordMessage } from '../../src/features/messages/index.ts';
import { systemClock } from '../../src/kernel/index.ts';
import { type FreshDatabase, onDatabase } from '../support/databases.ts';
import { deliveryStatus } from '../support/delivery-status.ts';
import { freePorts } from '../support/ports.ts';
import { aSignInWorld } from '../support/sign-in-world.ts';

/** The whole of Master Account, the relay that it sends by, and a mail server that has a bounce to bring. */
async function sendingWorld(fresh: FreshDatabase, t: TestContext) {
  const { port: relayPort, returnPaths } = await aRelay(t);
  const port = await freePorts(1);
  const smtp = { host: '127.0.0.1', port: relayPort, requireTls: false };
  const bounces = { domain: 'bounces.example.com', listen: { port } };
  const world = await aSignInWorld(fresh, t, {
    change: (configuration) => ({ ...configuration, mail: { from: 'noreply@ctl.io', smtp, bounces } }),
  });
  const { db } = world;
  await recordMessage(
    { ...world, clock: systemClock },
    { kind: 'account-created', to: 'ada@example.com', about: 'account:ada', fields: { firstName: 'Ada' } },
  );
  const mta = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  t.after(() => mta.close());
  return {
    db,
    returnPath: await returnPaths.next().then(({ value }) => value as string),
    /** Resolves with the reply's code. */
    bring: (to: string): Promise<number> =>
      mta
        .sendMail({ envelope: { from: '', to }, raw: deliveryStatus({ to }) })
        .then(({ response }) => Number(response.slice(0, 3)))
        .catch(({ responseCode }: { responseCode: number }) => responseCode),
    states: async () => (await db.selectFrom('messages').select('state').execute()).map(({ state }) => state),
  };
}

/** Takes every mail, and tells the envelope's sender of each. */
async function aRelay(t: TestContext) {
  const came: string[] = [];
  const relay = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onData(stream, { envelope }, done) {
      stream.resume().once('end', () => {
        came.push(envelope.mailFrom ? envelope.mailFrom.address : '');
        done();
      });
    },
  });
  await once(relay.listen(0, '127.0.0.1'), 'listening');
  t.after(() => new Promise<void>((resolve) => relay.close(resolve)));
  async function* returnPaths(): AsyncGenerator<string> {
    for (;;) {
      const [next] = came.splice(0, 1);
      if (next === undefined) await sleep(10);
      else yield next;
    }
  }
  return { port: (relay.server.address() as AddressInfo).port, returnPaths: returnPaths() };
}

onDatabase('sqlite', 'a mail that bounces after it was sent is known to be bounced', async (fresh, t) => {
  const { returnPath, bring, states } = await sendingWorld(fresh, t);
  assert.match(returnPath, /^bounce\+[0-9a-z-]+@bounces\.example\.com$/);
  while ((await states()).includes('sending')) await sleep(10);
  assert.deepEqual(await states(), ['sent']);
  assert.equal(await bring(returnPath.replace('-1-', '-2-')), 550, 'a forged one is refused');
  assert.deepEqual(await states(), ['sent']);
  assert.equal(await bring(returnPath), 250);
  assert.deepEqual(await states(), ['bounced']);
});

onDatabase(
  'sqlite',
  'a bounce that comes while the database is away is asked to come again',
  async (fresh, t) => {
    const { db, returnPath, bring, states } = await sendingWorld(fresh, t);
    while ((await states()).includes('sending')) await sleep(10);
    await db.schema.alterTable('messageEvents').renameTo('hidden').execute();
    assert.equal(await bring(returnPath), 451);
    await db.schema
      .alterTable('hidden' as 'messageEvents')
      .renameTo('messageEvents')
      .execute();
    assert.equal(await bring(returnPath), 250);
    assert.deepEqual(await states(), ['bounced']);
  },
);
