// The whole product with a real Postfix as its relay: a person registers, and the email comes back.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { reportOf } from '../../src/features/messages/delivery-report.ts';
import { listEvents } from '../../src/features/messages/events.queries.ts';
import { openDatabase } from '../../src/platform/database/index.ts';
import {
  ada,
  answerQuestions,
  arriveFrom,
  choosePassword,
  declineSecondFactor,
  giveContact,
  giveEmail,
} from '../journeys/people.ts';
import { freePorts } from '../support/ports.ts';
import { postfixTest, startPostfix, until } from '../support/postfix.ts';
import { aWorld } from '../support/world.ts';
import { routeTo, startNextHop } from './next-hop.ts';

postfixTest(
  'an email that the relay accepted and the next server refused is reported as bounced',
  async (t) => {
    const bouncesPort = await freePorts(1);
    const hop = await startNextHop();
    t.after(() => hop.stop());
    hop.answer = () => '550 5.1.1 No Ada lives here';
    const { port } = await startPostfix(t, {
      transport: { 'example.com': hop.route, 'bounces.example.net': routeTo(bouncesPort) },
    });
    const world = await aWorld(t, (configuration) => ({
      ...configuration,
      mail: {
        ...configuration.mail,
        smtp: { host: '127.0.0.1', port, requireTls: false },
        bounces: { domain: 'bounces.example.net', listen: { port: bouncesPort } },
      },
    }));
    const browser = world.browser();
    await arriveFrom(browser, world, 'managed-hosting');
    await giveEmail(browser, ada);
    await giveContact(browser, ada);
    await choosePassword(browser, ada);
    await declineSecondFactor(browser);
    await answerQuestions(browser);
    browser.isAt('Verify your email');

    const { db, close } = openDatabase({ file: join(world.dataDirectory, 'master-account.sqlite') });
    t.after(() => close());
    const message = () => db.selectFrom('messages').selectAll().executeTakeFirstOrThrow();
    await until('the message bounces', async () => (await message()).state === 'bounced');
    const bounced = await message();
    const report = reportOf(bounced, await listEvents(db, bounced.id));
    assert.equal(report.state, 'bounced');
    assert.match(report.reason ?? '', /No Ada lives here/);
  },
);
