import assert from 'node:assert/strict';
import { ImapFlow } from 'imapflow';
import { dovecotTest, startDovecot } from '../../../test/support/dovecot.ts';
import { lookIntoMailbox } from './imap-mailbox.ts';

dovecotTest('mails that fail again and again do not keep others from being looked at', async (t) => {
  const { host, port, password } = await startDovecot(t);
  const settings = { host, port, password, secure: false, user: 'bounces', mailbox: 'INBOX' };
  const owner = new ImapFlow({
    host,
    port,
    secure: false,
    auth: { user: 'bounces', pass: password },
    logger: false,
  });
  t.after(() => owner.close());
  await owner.connect();
  for (const subject of ['bad', 'bad', 'bad', 'bad', 'good']) {
    await owner.append('INBOX', `Subject: ${subject}\r\n\r\n`);
  }
  const judged: string[] = [];
  const failed = new Set<number>();
  const look = () =>
    lookIntoMailbox({
      settings,
      failed,
      signal: new AbortController().signal,
      onFault: () => undefined,
      async judge(raw) {
        judged.push(raw.toString().trim());
        if (raw.includes('bad')) throw new Error('This one cannot be read.');
        return 'remove';
      },
    });
  await look();
  assert.equal(judged.includes('Subject: good'), false, 'three faults end a look: it may be the database');
  await look();
  assert.equal(judged.includes('Subject: good'), true);
});
