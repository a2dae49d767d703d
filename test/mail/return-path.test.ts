// The way back of a bounce through other Postfixes than the one that wrote it, and how much of the message it brings.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { freePorts } from '../support/ports.ts';
import { postfixTest, sharedPostfix } from '../support/postfix.ts';
import { takingBounces } from './bounces.ts';
import { routeTo, startNextHop } from './next-hop.ts';
import { aSender, followed } from './sender.ts';

const bouncesPort = await freePorts(1);
const hop = await startNextHop();
hop.answer = () => '550 5.1.1 No Ada lives here';
after(() => hop.stop());

/** A Postfix that carries bounces, beside the relay itself, which takes `+`, by what it takes for the end of a mailbox's name. */
const carrier = (domain: string, delimiter: string) =>
  sharedPostfix(async () => ({
    main: { recipient_delimiter: delimiter, relay_domains: domain },
    transport: { [domain]: routeTo(bouncesPort) },
  }));
const carriers = [
  { domain: 'bare.example.net', delimiter: '' },
  { domain: 'dash.example.net', delimiter: '-+' },
].map((each) => ({ ...each, carrier: carrier(each.domain, each.delimiter) }));

const relay = sharedPostfix(async () => {
  const started = await Promise.all(
    carriers.map(async ({ domain, carrier }) => [domain, `smtp:${(await carrier()).nextHop}`] as const),
  );
  return {
    main: { recipient_delimiter: '+' },
    transport: {
      ...Object.fromEntries(started),
      'example.com': hop.route,
      'bounces.example.com': routeTo(bouncesPort),
    },
  };
});

for (const { domain, delimiter } of carriers) {
  postfixTest(
    `a bounce finds its message through a Postfix with recipient_delimiter “${delimiter}”`,
    async (t) => {
      const sender = await aSender(t, await relay(), { follow: followed({ domain }) });
      const bounces = await takingBounces(sender, { port: bouncesPort, domain });
      const id = await sender.sendTo('ada@example.com');
      await sender.becomes(id, 'bounced');
      assert.deepEqual(
        bounces.taken.map(({ outcome }) => outcome),
        ['filed'],
      );
    },
  );
}

postfixTest('a bounce says the same with the whole message in it as with its headers only', async (t) => {
  const told = [];
  for (const reports of [false, true]) {
    const sender = await aSender(t, await relay(), { follow: followed({ reports }) });
    const bounces = await takingBounces(sender, { port: bouncesPort });
    const { code, words } = await sender.becomes(await sender.sendTo('ada@example.com'), 'bounced');
    const [{ size }] = (await bounces.come(1)) as [(typeof bounces.taken)[number]];
    await bounces.stop();
    told.push({ code, words, size });
  }
  const [whole, headers] = told;
  assert.ok(
    whole && headers && whole.size > headers.size + 2000,
    'one brings the message, the other does not',
  );
  assert.deepEqual([whole.code, whole.words], [headers.code, headers.words]);
});
