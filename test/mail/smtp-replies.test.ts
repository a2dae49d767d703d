// What a real Postfix answers while it is handed a message, and what becomes of the message by that.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { freePorts } from '../support/ports.ts';
import { postfixTest, sharedPostfix } from '../support/postfix.ts';
import { startNextHop } from './next-hop.ts';
import { startPolicy } from './policy.ts';
import { aSender } from './sender.ts';

const policy = await startPolicy();
const mailboxes = await startNextHop();
after(async () => {
  policy.stop();
  await mailboxes.stop();
});

const recipientsServer = sharedPostfix(async () => ({
  main: {
    ...policy.main,
    relay_domains: 'example.com',
    // Everybody has a mailbox there, but for those who are called nobody.
    relay_recipient_maps: 'regexp:{ { !/^nobody/ here } }',
    header_checks: 'regexp:{ { /^To:.*unwanted@/ REJECT 5.7.1 Unwanted } }',
  },
  transport: { 'example.com': mailboxes.route },
}));

const atRecipient =
  (answer: string): typeof policy.answer =>
  ({ state }) =>
    state === 'RCPT' ? answer : undefined;

/** A sender whose relay is the recipient's own server, as it answers in this test. */
async function sending(t: Parameters<typeof aSender>[0], answer: typeof policy.answer = () => undefined) {
  policy.answer = answer;
  return aSender(t, await recipientsServer());
}

postfixTest('a mailbox that does not exist bounces the message at once, in Postfix’s words', async (t) => {
  const sender = await sending(t);
  const id = await sender.sendTo('nobody@example.com');
  const { state, sealedFields, tries } = await sender.message(id);
  assert.deepEqual([state, tries], ['bounced', 1]);
  assert.notEqual(sealedFields, null, 'an operator can send it again');
  const report = await sender.report(id);
  assert.equal(report.state, 'bounced');
  assert.match(report.reason ?? '', /Recipient address rejected: User unknown in relay recipient table$/);
  assert.deepEqual(await sender.history(id), [
    {
      what: 'bounced',
      source: 'smtp',
      code: '550',
      words: '5.1.1 <nobody@example.com>: Recipient address rejected: User unknown in relay recipient table',
    },
  ]);
});

postfixTest('a mailbox that is full now is tried again, and full for good bounces', async (t) => {
  const sender = await sending(t, atRecipient('452 4.2.2 Mailbox full'));
  const id = await sender.sendTo('full@example.com');
  assert.equal((await sender.message(id)).state, 'deferred');
  assert.deepEqual(await sender.report(id), { state: 'waiting' });
  policy.answer = atRecipient('552 5.2.2 Over quota');
  assert.equal((await sender.tryAgain(id)).state, 'bounced');
  const words = '<full@example.com>: Recipient address rejected:';
  assert.deepEqual(
    (await sender.history(id)).map((said) => [said.what, said.code, said.words?.replace(words, '…')]),
    [
      ['deferred', '452', '4.2.2 … Mailbox full'],
      ['bounced', '552', '5.2.2 … Over quota'],
    ],
  );
});

for (const state of ['RCPT', 'DATA', 'END-OF-MESSAGE'] as const) {
  postfixTest(`a policy that refuses for good at ${state} blocks the message`, async (t) => {
    const sender = await sending(t, (asked) => (asked.state === state ? '554 5.7.1 Listed' : undefined));
    const id = await sender.sendTo('ada@example.com');
    assert.equal((await sender.message(id)).state, 'blocked');
    const [blocked, ...more] = await sender.history(id);
    assert.deepEqual([blocked?.what, blocked?.code, more], ['blocked', '554', []]);
    assert.match(blocked?.words ?? '', /^5\.7\.1 <.*>: .* rejected: Listed$/);
  });
}

postfixTest('a header that the server does not want blocks the message after DATA', async (t) => {
  const sender = await sending(t);
  const id = await sender.sendTo('unwanted@example.com');
  assert.equal((await sender.message(id)).state, 'blocked');
  const [blocked] = await sender.history(id);
  assert.deepEqual([blocked?.code, blocked?.words], ['550', '5.7.1 Unwanted']);
  assert.deepEqual(await sender.report(id), { state: 'blocked', reason: 'Unwanted' });
});

postfixTest('a greylisted message arrives at the second try, under the same Message-ID', async (t) => {
  const sender = await sending(t, atRecipient('450 4.7.1 Greylisted'));
  const id = await sender.sendTo('grey@example.com');
  assert.equal((await sender.message(id)).state, 'deferred', 'a greylisting is no block');
  policy.answer = () => undefined;
  const { state, tries, sealedFields } = await sender.tryAgain(id);
  assert.deepEqual([state, tries, sealedFields], ['sent', 2, null]);
  const [deferred, sent] = await sender.history(id);
  assert.match(`${deferred?.code} ${deferred?.words}`, /^450 4\.7\.1 .*Greylisted$/);
  assert.match(`${sent?.code} ${sent?.words}`, /^250 2\.0\.0 Ok: queued as \w+$/);
  const [{ mail }] = (await mailboxes.mailsTo('grey@example.com')) as [(typeof mailboxes.arrived)[number]];
  assert.equal(mail.messageId, `<${id}@ctl.io>`);
});

postfixTest('a message that the server could not take in after DATA is tried again', async (t) => {
  const sender = await sending(t, ({ state }) =>
    state === 'END-OF-MESSAGE' ? '451 4.3.0 Try later' : undefined,
  );
  const id = await sender.sendTo('later@example.com');
  assert.equal((await sender.message(id)).state, 'deferred');
  policy.answer = () => undefined;
  assert.equal((await sender.tryAgain(id)).state, 'sent');
  assert.equal((await mailboxes.mailsTo('later@example.com')).length, 1);
});

postfixTest('a relay that hangs up in the middle leaves the message to be tried again', async (t) => {
  const sender = await sending(t, atRecipient('521 5.3.2 Closing'));
  const id = await sender.sendTo('hung-up@example.com');
  assert.equal((await sender.message(id)).state, 'deferred');
  policy.answer = () => undefined;
  assert.equal((await sender.tryAgain(id)).state, 'sent');
});

postfixTest('where nobody listens the message waits, and is sent once somebody does', async (t) => {
  const port = await freePorts(1);
  const sender = await aSender(t, { port });
  const id = await sender.sendTo('ada@example.com');
  assert.equal((await sender.message(id)).state, 'deferred');
  const [deferred] = await sender.history(id);
  assert.equal(deferred?.code, null);
  assert.match(deferred?.words ?? '', /ECONNREFUSED/);
  const server = await startNextHop({ port });
  t.after(() => server.stop());
  assert.equal((await sender.tryAgain(id)).state, 'sent');
});

postfixTest('where TLS is required and not offered nothing is sent, and it is tried again', async (t) => {
  policy.answer = () => undefined;
  const sender = await aSender(t, { ...(await recipientsServer()), requireTls: true });
  const id = await sender.sendTo('tls@example.com');
  assert.equal((await sender.message(id)).state, 'deferred');
  assert.deepEqual(
    mailboxes.arrived.filter(({ to }) => to === 'tls@example.com'),
    [],
  );
});

postfixTest('where our sender is refused the message is blocked, whatever the code says', async (t) => {
  const sender = await sending(t, ({ state }) => (state === 'MAIL' ? '550 5.1.8 Not you' : undefined));
  const id = await sender.sendTo('mail-from@example.com');
  assert.equal((await sender.message(id)).state, 'blocked');
});
