// Postfix as our relay, and a next server that is away or busy: Postfix warns, delivers and reports, or gives up.
import assert from 'node:assert/strict';
import { chownSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'node:test';
import { temporaryFolder } from '../support/databases.ts';
import { freePorts } from '../support/ports.ts';
import { postfixTest, sharedPostfix, startPostfix } from '../support/postfix.ts';
import { takingBounces } from './bounces.ts';
import { routeTo, startNextHop } from './next-hop.ts';
import { aSender, followed } from './sender.ts';

/** Postfix delivers into mailboxes as somebody who is not root. */
const NOBODY = 65_534;

/** Each of these waits for a Postfix, most of the time: they wait side by side. */
const sideBySide = (body: () => void) => suite('while a relay still tries', { concurrency: true }, body);

const [bouncesPort, hopPort] = [await freePorts(1), await freePorts(1)];

/** Warns after a second. Nobody listens where it brings mail for example.com, unless a test does. */
const warning = sharedPostfix(async () => ({
  main: {
    delay_warning_time: '1s',
    virtual_alias_maps: 'inline:{ { ada@old.example = ada@away.example } }',
  },
  transport: {
    'example.com': routeTo(hopPort),
    'away.example': routeTo(await freePorts(1)),
    'bounces.example.com': routeTo(bouncesPort),
  },
}));

sideBySide(() => {
  postfixTest('a delay is still being tried, and then delivered, which Postfix reports', async (t) => {
    const sender = await aSender(t, await warning(), { follow: followed() });
    await takingBounces(sender, { port: bouncesPort });
    const id = await sender.sendTo('ada@example.com');
    const rewritten = await sender.sendTo('ada@old.example');
    assert.equal((await sender.learns(id, 'sent')).source, 'smtp');
    const delayed = await sender.becomes(id, 'delayed');
    assert.match(`${delayed.code} ${delayed.words}`, /^4\..*Connection refused/);
    assert.deepEqual(await sender.report(id), { state: 'waiting' });
    assert.equal((await sender.tryAgain(id)).tries, 1, 'the relay tries it, so we do not');
    const hop = await startNextHop({ port: hopPort });
    t.after(() => hop.stop());
    await sender.becomes(id, 'sent');
    assert.equal((await sender.learns(id, 'delivered')).source, 'bounce');
    assert.deepEqual(await sender.report(id), { state: 'sent' });
    assert.equal((await hop.mailsTo('ada@example.com')).length, 1);
    // That the relay has put another address in place of ours is no delivery yet.
    await sender.becomes(rewritten, 'delayed');
    assert.deepEqual(await sender.report(rewritten), { state: 'waiting' });
  });

  postfixTest('when the relay gives up, the last reply is the reason', async (t) => {
    const [bouncesPort, hop] = [await freePorts(1), await startNextHop()];
    t.after(() => hop.stop());
    hop.answer = () => '450 4.3.2 Busy, come back';
    const relay = await startPostfix(t, {
      main: { maximal_queue_lifetime: '2s', bounce_queue_lifetime: '2s' },
      transport: { 'example.com': hop.route, 'bounces.example.com': routeTo(bouncesPort) },
    });
    const sender = await aSender(t, relay, { follow: followed() });
    await takingBounces(sender, { port: bouncesPort });
    const id = await sender.sendTo('ada@example.com');
    const bounced = await sender.becomes(id, 'bounced');
    assert.deepEqual([bounced.source, bounced.code], ['bounce', '4.3.2']);
    assert.deepEqual(await sender.report(id), { state: 'bounced', reason: 'Busy, come back' });
  });

  postfixTest('a final server that reports deliveries is asked to by the relay, and believed', async (t) => {
    const bouncesPort = await freePorts(1);
    const mailboxes = temporaryFolder();
    chownSync(mailboxes, NOBODY, NOBODY);
    t.after(() => rmSync(mailboxes, { recursive: true }));
    const final = await startPostfix(t, {
      main: {
        virtual_mailbox_domains: 'example.com',
        virtual_mailbox_base: mailboxes,
        virtual_mailbox_maps: 'inline:{ { ada@example.com = ada/ } }',
        virtual_uid_maps: `static:${NOBODY}`,
        virtual_gid_maps: `static:${NOBODY}`,
      },
      transport: { 'bounces.example.com': routeTo(bouncesPort) },
    });
    const relay = await startPostfix(t, {
      transport: { 'example.com': `smtp:${final.nextHop}`, 'bounces.example.com': routeTo(bouncesPort) },
    });
    const sender = await aSender(t, relay, { follow: followed() });
    await takingBounces(sender, { port: bouncesPort });
    const id = await sender.sendTo('ada@example.com');

    const delivered = await sender.learns(id, 'delivered');
    assert.equal(delivered.source, 'bounce');
    assert.equal((await sender.message(id)).state, 'sent');
    assert.equal(readdirSync(join(mailboxes, 'ada/new')).length, 1);
  });
});
