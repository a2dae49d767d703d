import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { webhookSettings } from '../../../test/support/provider-calls.ts';
import { openMailer } from '../../platform/smtp/index.ts';
import { openWebhooks, webhookHeaders } from './open-webhooks.ts';

/** The longest that there is: of the try with the longest number. */
const trace = '0123456789abcdefghijklmno-65535-0123456789abcdefghi';

test('a mail arrives at its relay with the trace as each provider reads it', async (t) => {
  const { promise: arrived, resolve } = Promise.withResolvers<string>();
  const relay = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    async onData(stream, _session, done) {
      resolve((await stream.toArray()).join(''));
      done();
    },
  });
  await new Promise<void>((listening) => relay.listen(0, '127.0.0.1', listening));
  const { port } = relay.server.address() as AddressInfo;
  const mailer = openMailer({ host: '127.0.0.1', port, secure: false, requireTls: false });
  t.after(async () => {
    mailer.close();
    await new Promise<void>((closed) => relay.close(closed));
  });
  const { outcome } = await mailer.send({
    from: { name: 'Lumen', address: 'noreply@ctl.io' },
    to: 'ada@example.com',
    subject: 'Lumen Email Validation Token',
    text: 'ABCD-EFGH\n',
    html: '<p>ABCD-EFGH</p>',
    messageId: 'm-1@ctl.io',
    headers: webhookHeaders(webhookSettings)(trace),
  });
  assert.equal(outcome, 'accepted');
  const [head = ''] = (await arrived).split('\r\n\r\n');
  const headers = head.split('\r\n').map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()));
  const expected = [
    `x-ses-message-tags: trace=${trace}`,
    `x-message-trace: ${trace}`,
    `x-smtpapi: {"unique_args":{"trace":"${trace}"}}`,
    `x-pm-metadata-trace: ${trace}`,
    'x-pm-keepid: true',
    `x-mailgun-variables: {"trace":"${trace}"}`,
  ];
  for (const header of expected) assert.ok(headers.includes(header), header);
});

test('only configured providers have a webhook, and headers', () => {
  assert.deepEqual(openWebhooks({}), []);
  assert.deepEqual(webhookHeaders({})(trace), {});
  const { mailgun } = webhookSettings;
  assert.deepEqual(
    openWebhooks({ mailgun }).map(({ provider }) => provider),
    ['mailgun'],
  );
  assert.deepEqual(Object.keys(webhookHeaders({ mailgun })(trace)), ['X-Mailgun-Variables']);
});
