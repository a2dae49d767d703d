// A relay that is away, that takes the connection and says nothing, that breaks off, and that lies (what is said to be taken
// and comes back is in test/mail/whole-product.test.ts): whoever registers is
// answered at once all the same, and has their token, once, when the relay is well again.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { seconds } from '../../src/kernel/index.ts';
import { ada, enterToken, registerAlone } from '../journeys/people.ts';
import { until } from './until.ts';
import { aFaultWorld } from './world.ts';

type Treatment = (client: Socket, relay: () => Socket) => void;

/** What the wire to the relay does to each connection. */
const treatments: Record<string, Treatment> = {
  'is away': (client) => client.destroy(),
  'says nothing': () => undefined,
  'greets with nonsense': (client) => client.write('HTTP/1.1 200 OK\r\n\r\n'),
  'breaks off when it is given the message': (client, relay) => {
    const real = relay();
    client.on('data', (chunk) => (/^DATA/m.test(String(chunk)) ? client.destroy() : real.write(chunk)));
    real.pipe(client);
  },
  'refuses for now': (client) => client.write('421 4.3.2 too busy\r\n'),
  'takes the envelope and then refuses for now': (client) => {
    client.write('220 relay\r\n');
    client.on('data', (chunk) => {
      client.write(/^DATA/m.test(String(chunk)) ? '451 4.3.0 not after all\r\n' : '250 ok\r\n');
    });
  },
};

/** A wire to the relay that can be changed while it is used. */
async function aWire(t: TestContext) {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined).once('close', () => sockets.delete(socket)));
    return socket;
  };
  const passOn: Treatment = (client, relay) => void client.pipe(relay()).pipe(client);
  const wire = { relayPort: 0, treat: passOn, seen: 0, port: 0, passOn };
  const server = createServer((client) => {
    keep(client);
    wire.seen += 1;
    wire.treat(client, () => keep(connect(wire.relayPort, '127.0.0.1')));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  wire.port = (server.address() as AddressInfo).port;
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    wire,
    /** Whoever is connected is thrown off. */
    change(treat: Treatment) {
      wire.treat = treat;
      for (const socket of sockets) socket.destroy();
    },
  };
}

test('a relay that is away, silent, broken or lying delays the token, and nobody gets two', async (t) => {
  const { wire, change } = await aWire(t);
  const world = await aFaultWorld(t, {
    change(configuration) {
      const { mail } = configuration;
      wire.relayPort = mail.smtp.port ?? 0;
      return { ...configuration, mail: { ...mail, smtp: { ...mail.smtp, port: wire.port } } };
    },
  });
  const messageTo = (email: string) =>
    world.db.selectFrom('messages').selectAll().where('recipient', '=', email).executeTakeFirstOrThrow();

  for (const [number, [what, treat]] of Object.entries(treatments).entries()) {
    change(treat);
    await world.db.deleteFrom('throttleCounters').execute();
    const person = { ...ada, email: `person-${number}@example.com` };
    const browser = world.browser();
    const seen = wire.seen;
    const begunAt = performance.now();
    await registerAlone(browser, world.issuer, person);
    assert.ok(performance.now() - begunAt < seconds(30), `${what}: pages do not wait for the relay`);
    await until(`${what}: the relay was tried`, () => wire.seen > seen);
    await until(`${what}: the message waits for its next try`, async () => {
      return (await messageTo(person.email)).state === 'deferred';
    });
    assert.deepEqual(await world.mailbox.mailsTo(person.email), [], what);

    change(wire.passOn);
    // Its next try, and the time for which a relay that let nobody in is left alone, are brought forward.
    await until(`${what}: the message is sent`, async () => {
      const due = world.db.updateTable('messages').set({ dueAt: Date.now() - 1 });
      await due.where('recipient', '=', person.email).where('state', '=', 'deferred').execute();
      return (await messageTo(person.email)).state === 'sent';
    });
    assert.equal((await world.mailbox.mailsTo(person.email)).length, 1, what);
    await enterToken(browser, { mailbox: world.mailbox, service: () => '' }, person);
    browser.isAt('Your account is ready');
  }
});
