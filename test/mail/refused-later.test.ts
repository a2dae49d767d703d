// Postfix as our relay: it has accepted a message, and what becomes of it further on comes back in a bounce.
import assert from 'node:assert/strict';
import { after, type TestContext } from 'node:test';
import { freePorts } from '../support/ports.ts';
import { postfixTest, sharedPostfix } from '../support/postfix.ts';
import { takingBounces } from './bounces.ts';
import { routeTo, startNextHop } from './next-hop.ts';
import { aSender, followed } from './sender.ts';

const bouncesPort = await freePorts(1);
const hop = await startNextHop();
after(() => hop.stop());

const another = sharedPostfix(async () => ({
  main: { relay_domains: 'example.org', relay_recipient_maps: 'inline:{ { bob@example.org = here } }' },
}));

const relay = sharedPostfix(async () => ({
  main: { virtual_alias_maps: 'inline:{ { ada@old.example = ada.lovelace@example.com } }' },
  transport: {
    'example.com': hop.route,
    'example.org': `smtp:${(await another()).nextHop}`,
    'bounces.example.com': routeTo(bouncesPort),
    'away.example': routeTo(await freePorts(1)),
  },
}));

async function sending(t: TestContext, answer: typeof hop.answer = () => undefined) {
  hop.answer = answer;
  const sender = await aSender(t, await relay(), { follow: followed() });
  await takingBounces(sender, { port: bouncesPort });
  return sender;
}

postfixTest('a mailbox that the next server does not have bounces what the relay had accepted', async (t) => {
  const sender = await sending(t, () => '550 5.1.1 No Ada lives here');
  const id = await sender.sendTo('ada@example.com');
  const bounced = await sender.becomes(id, 'bounced');
  assert.deepEqual([bounced.source, bounced.code], ['bounce', '5.1.1']);
  assert.match(bounced.words ?? '', /No Ada lives here/);
  assert.deepEqual(await sender.report(id), { state: 'bounced', reason: 'No Ada lives here' });
  assert.equal((await sender.learns(id, 'sent')).code, '250');
  assert.equal((await sender.tryAgain(id)).tries, 1, 'nothing is sent again by itself');
});

postfixTest('a next server that does not want our mail blocks it', async (t) => {
  const sender = await sending(t, () => '554 5.7.1 Your network is listed');
  const id = await sender.sendTo('ada@example.com');
  const { code, words } = await sender.becomes(id, 'blocked');
  assert.deepEqual([code, words], ['5.7.1', 'Your network is listed']);
  assert.deepEqual(await sender.report(id), { state: 'blocked', reason: 'Your network is listed' });
});

postfixTest('a next server that is another Postfix is quoted with its own words', async (t) => {
  const sender = await sending(t);
  const bounced = await sender.becomes(await sender.sendTo('ada@example.org'), 'bounced');
  assert.match(bounced.words ?? '', /User unknown in relay recipient table/);
});

postfixTest('a domain that does not exist bounces', async (t) => {
  const sender = await sending(t);
  const bounced = await sender.becomes(await sender.sendTo('ada@nowhere.invalid'), 'bounced');
  assert.match(bounced.words ?? '', /nowhere\.invalid/);
});

postfixTest('a recipient that the relay rewrites to another address is still the message’s', async (t) => {
  const sender = await sending(t, (recipient) =>
    recipient === 'ada.lovelace@example.com' ? '550 5.2.1 Mailbox disabled' : undefined,
  );
  const bounced = await sender.becomes(await sender.sendTo('ada@old.example'), 'bounced');
  assert.match(bounced.words ?? '', /Mailbox disabled/);
});

postfixTest('of many messages refused at once each is told what became of it', async (t) => {
  const sender = await sending(t, (recipient) => {
    const number = Number(/\d+/.exec(recipient)?.[0]);
    return [`550 5.1.1 No ${number}`, `554 5.7.1 No ${number}`, undefined][number % 3];
  });
  const ids = await Promise.all(
    Array.from({ length: 12 }, (_, number) => sender.sendTo(`ada-${number}@example.com`)),
  );
  for (const [number, id] of ids.entries()) {
    const state = (['bounced', 'blocked', 'sent'] as const)[number % 3] ?? 'sent';
    const said = await sender.becomes(id, state);
    if (state !== 'sent') assert.match(said.words ?? '', new RegExp(`No ${number}\\b`));
  }
});
