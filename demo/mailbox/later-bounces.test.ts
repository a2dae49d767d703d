import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { systemClock } from '../../src/kernel/index.ts';
import { openLaterBounces } from './later-bounces.ts';

test('a mail that was taken comes back as a delivery status notification, to its return path', async (t) => {
  const arrived = Promise.withResolvers<{ from: unknown; to: string[]; raw: string }>();
  let connections = 0;
  const listener = new SMTPServer({
    onConnect(_, done) {
      connections += 1;
      done();
    },
    authOptional: true,
    hideSTARTTLS: true,
    async onData(stream, { envelope }, done) {
      const raw = (await stream.toArray()).join('');
      arrived.resolve({ from: envelope.mailFrom, to: envelope.rcptTo.map(({ address }) => address), raw });
      done();
    },
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.server.address() as AddressInfo;
  const bounces = openLaterBounces({ clock: systemClock, port, after: 0 });
  t.after(() => {
    bounces.stop();
    listener.close();
  });
  const refusal = { code: 550, words: '5.1.1 The mailbox does not exist' };
  const mail = { recipient: 'ada@bounce.test', refusal, headers: 'Subject: Hello' };
  bounces.bounceLater({ ...mail, returnPath: '' });
  bounces.bounceLater({ ...mail, returnPath: 'bounce+abc@bounces.lumen.test' });
  const { from, to, raw } = await arrived.promise;
  assert.equal(connections, 1, 'a bounce is answered by none');
  assert.deepEqual(to, ['bounce+abc@bounces.lumen.test']);
  assert.equal((from as { address: string }).address, '');
  assert.match(raw, /^Content-Type: multipart\/report; report-type=delivery-status;/m);
  assert.match(raw, /^Action: failed\r?$/m);
  assert.match(raw, /^Status: 5\.1\.1\r?$/m);
  assert.match(raw, /^Diagnostic-Code: smtp; 550 5\.1\.1 The mailbox does not exist\r?$/m);
  const { attachments, text } = await simpleParser(raw);
  assert.match(text ?? '', /could not be delivered/);
  assert.ok(attachments.length > 0);
});
