// A text from being recorded to what became of it: the real sender, the demo's phone as the gateway, and its callbacks,
// over HTTP.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { demoConfiguration } from '../../demo/index.ts';
import { openPhone } from '../../demo/phone/index.ts';
import { checkConfiguration } from '../../src/config.ts';
import { smsWebhooks } from '../../src/entrypoints/sms-webhooks/index.ts';
import { migrations as accounts } from '../../src/features/accounts/index.ts';
import {
  type MessageState,
  migrations as messages,
  openMessageSender,
  recordMessage,
} from '../../src/features/messages/index.ts';
import { migrations as throttle } from '../../src/features/throttle/index.ts';
import { minutes, seconds } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { startHttpServer } from '../../src/platform/http/index.ts';
import { smsSenderOf } from '../../src/sms-gateway.ts';
import { fakeClock } from '../support/clock.ts';
import { eachDatabase as eachDatabaseWith, temporaryFolder } from '../support/databases.ts';
import { freePorts } from '../support/ports.ts';
import { sendingNode } from '../support/sending-node.ts';
import { phoneToken } from '../support/texting-node.ts';

const migrations = [...accounts, ...messages, ...throttle];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

/** Master Account as far as texts go, with the demo's phone, both listening. */
async function world(db: Db, t: TestContext) {
  // The libraries that the phone checks signatures with read the machine's clock.
  const clock = fakeClock(Date.now());
  const dataDirectory = temporaryFolder();
  const first = await freePorts(8);
  const issuer = `http://localhost:${first}`;
  const ports = { demo: first + 2, mailbox: first + 1, smtp: first + 7, bounces: first + 6 };
  const checked = checkConfiguration(demoConfiguration({ issuer, port: first, ports, dataDirectory }));
  assert.ok(checked.ok);
  const { sms } = checked.value;
  const node = sendingNode(db, clock);
  const deps = { ...node.deps, issuer, sms };
  const phone = openPhone({ dataDirectory, clock, wordAfter: 20 });
  const ways = { [first]: smsWebhooks(deps), [first + 1]: new Hono().route('/', phone.routes) };
  const servers = await Promise.all(
    Object.entries(ways).map(([port, app]) =>
      startHttpServer(getRequestListener(app.fetch), { host: '127.0.0.1', port: Number(port) }),
    ),
  );
  t.after(async () => {
    await phone.stop();
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(dataDirectory, { recursive: true });
  });
  const sender = smsSenderOf(checked.value, { clock });
  const { sendDueMessages } = openMessageSender({ ...deps, sms: sender });
  const stateBecomes = async (to: string, wanted: MessageState, what?: string) => {
    for (let looks = 0; looks < 500; looks++) {
      const found = await db
        .selectFrom('messages')
        .innerJoin('messageEvents', 'messageEvents.messageId', 'messages.id')
        .select(['state', 'what', 'words'])
        .where('recipient', '=', to)
        .execute();
      const last = found.find((event) => event.what === (what ?? wanted));
      if (found[0]?.state === wanted && last) return last.words;
      await sleep(10);
    }
    return assert.fail(`The text to ${to} did not become ${wanted}.`);
  };
  const ask = (to: string) => recordMessage(deps, phoneToken(to, clock.now()));
  return { clock, ask, send: sendDueMessages, stateBecomes };
}

eachDatabase(
  'a text goes to the phone, and its state follows what the gateway says, at once and later',
  async ({ db }, t) => {
    const { clock, ask, send, stateBecomes } = await world(db, t);
    for (const ending of ['00', '01', '02', '03', '04', '05', '06']) await ask(`+155555501${ending}`);
    await send();
    await stateBecomes('+15555550100', 'sent', 'delivered');
    assert.match((await stateBecomes('+15555550101', 'bounced')) ?? '', /switched off/);
    assert.match((await stateBecomes('+15555550102', 'bounced')) ?? '', /no such number/);
    assert.match((await stateBecomes('+15555550104', 'blocked')) ?? '', /filters/);
    await stateBecomes('+15555550105', 'delayed');
    await stateBecomes('+15555550103', 'deferred');
    clock.advance(seconds(10));
    await send();
    await stateBecomes('+15555550103', 'sent', 'delivered');
    await stateBecomes('+15555550106', 'deferred');
    clock.advance(minutes(10));
    await send();
    await stateBecomes('+15555550106', 'abandoned');
  },
);
