import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Mail {
  id: number;
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
}

/** The demo's mailbox, read as JSON. */
export interface Mailbox {
  /** Newest first. */
  mailsTo(address: string): Promise<Mail[]>;
  /** Waits for the newest mail to the address; with `after`, for one newer than that. */
  newestMailTo(address: string, options?: { after?: Mail }): Promise<Mail>;
}

export function mailboxAt(url: string): Mailbox {
  const mailsTo = async (address: string): Promise<Mail[]> => {
    const answer = await fetch(`${url}/api/messages?to=${encodeURIComponent(address)}`);
    return (await answer.json()) as Mail[];
  };
  return {
    mailsTo,
    async newestMailTo(address, { after } = {}) {
      for (let tries = 0; tries < 300; tries++) {
        const [newest] = await mailsTo(address);
        if (newest && newest.id > (after?.id ?? 0)) return newest;
        await sleep(100);
      }
      return assert.fail(`No mail to ${address} came within 30 seconds.`);
    },
  };
}

/** Waits for a mail to the address whose subject or text says this; the newest of them. */
export async function mailSaying(
  { mailbox }: { mailbox: Mailbox },
  address: string,
  words: RegExp,
): Promise<Mail> {
  for (let tries = 0; tries < 600; tries++) {
    const mail = (await mailbox.mailsTo(address)).find(({ subject, text }) =>
      words.test(`${subject}\n${text}`),
    );
    if (mail) return mail;
    await sleep(50);
  }
  return assert.fail(`No mail to ${address} that says ${words} came within 30 seconds.`);
}

/** The token that a mail carries: `XXXX-XXXX`. */
export function tokenIn({ text }: Mail): string {
  const [token] = text.match(/\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/) ?? [];
  assert.ok(token, `The mail carries a token:\n${text}`);
  return token;
}

/** The link in a mail whose address contains `part`. */
export function linkIn({ text }: Mail, part: string): string {
  const link = (text.match(/https?:\/\/[^\s<>"]+/g) ?? []).find((each) => each.includes(part));
  assert.ok(link, `The mail carries a link with ${part}:\n${text}`);
  return link;
}
