import { ok, type Result, refuse } from '../../kernel/index.ts';
import { type ImapSettings, openClient, sentenceOf } from './imap-mailbox.ts';

/** Signs in to a mailbox and opens it for reading: no mail is touched. A refusal has no password in it. */
export async function checkMailbox(settings: ImapSettings): Promise<Result<{ mails: number }, string>> {
  const client = await openClient(settings);
  client.on('error', () => {});
  try {
    await client.connect();
    const mailbox = await client.mailboxOpen(settings.mailbox, { readOnly: true });
    return ok({ mails: mailbox.exists });
  } catch (fault) {
    return refuse(sentenceOf(fault));
  } finally {
    client.close();
  }
}
