import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greeted } from '../../../test/support/smtp-line.ts';
import { openSmtpIntake, type TakenMail } from './index.ts';

const settings = {
  host: '127.0.0.1',
  need: { port: 0, for: 'the test', setting: 'another one' },
  name: 'mail.example.com',
  onFault: (fault: unknown) => assert.fail(String(fault)),
};

test('a mail is handed on with its recipient and client, as it was sent, with the dots that SMTP adds taken off', async (t) => {
  const taken: TakenMail[] = [];
  const accepts = (address: string) => address === 'ada@xn--mnchen-3ya.example';
  const intake = await openSmtpIntake({ ...settings, accepts, take: async (mail) => void taken.push(mail) });
  t.after(intake.stop);
  const line = await greeted(intake.port);
  await line.say('MAIL FROM:<>');
  assert.match(await line.say('RCPT TO:<ada@xn--mnchen-3ya.example>'), /^250/, 'a domain is known in ASCII');
  await line.say('DATA');
  assert.match(await line.say('Subject: x\r\n\r\n..dot\r\n.'), /^250/);
  assert.deepEqual(
    taken.map((mail) => ({ ...mail, raw: mail.raw.toString() })),
    [{ recipient: 'ada@xn--mnchen-3ya.example', from: '127.0.0.1', raw: 'Subject: x\r\n\r\n.dot\r\n' }],
  );
});

test('a mail whose filing is under way is answered before the intake stops', async (t) => {
  const filing = Promise.withResolvers<void>();
  const began = Promise.withResolvers<void>();
  const take = () => {
    began.resolve();
    return filing.promise;
  };
  const intake = await openSmtpIntake({ ...settings, accepts: () => true, take });
  t.after(intake.stop);
  const line = await greeted(intake.port);
  for (const command of ['MAIL FROM:<>', 'RCPT TO:<ada@example.com>', 'DATA']) await line.say(command);
  const answer = line.say('Subject: x\r\n\r\n.');
  await began.promise;
  const stopped = intake.stop();
  filing.resolve();
  assert.match(await answer, /^250/);
  await stopped;
});
