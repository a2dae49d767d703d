import type { ImapFlow, ImapFlowError } from 'imapflow';
import { minutes, seconds } from '../../kernel/index.ts';
import { KEPT } from './first-bytes.ts';

export interface ImapSettings {
  host: string;
  port: number;
  /** TLS from the first byte. Without it STARTTLS is insisted on, but for this very machine. */
  secure: boolean;
  user: string;
  password: string;
  mailbox: string;
}

/** What becomes of a mail: removed, or marked as seen and left to whoever reads that mailbox. */
export type Verdict = 'remove' | 'leave';

interface Look {
  settings: ImapSettings;
  /** Where it throws, the mail stays as it was, and is met again at the next look. */
  judge(raw: Buffer): Promise<Verdict>;
  onFault(fault: unknown): void;
  /** Mails that were judged in vain before; they come last. */
  failed: Set<number>;
  signal: AbortSignal;
}

const MOST_MAILS = 200;
const MOST_FAULTS = 3;
const LONGEST_LOOK = minutes(2);

/**
 * Looks at every unseen mail of the mailbox once, and does with it what is found right.
 * @throws with a sentence in which no password is, when the mailbox cannot be reached or used
 */
export async function lookIntoMailbox({ settings, signal, ...look }: Look): Promise<void> {
  const client = await openClient(settings);
  const ended = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_LOOK)]);
  const end = () => client.close();
  // What it emits, it also throws at whatever was waiting.
  client.on('error', () => {});
  ended.addEventListener('abort', end, { once: true });
  try {
    ended.throwIfAborted();
    await client.connect();
    await client.mailboxOpen(settings.mailbox);
    await judgeUnseen(client, look, ended);
  } catch (fault) {
    if (!signal.aborted) throw new Error(sentenceOf(fault));
  } finally {
    ended.removeEventListener('abort', end);
    client.close();
  }
}

/** Loaded where there is a mailbox to look into. */
export async function openClient({ host, port, secure, user, password }: ImapSettings): Promise<ImapFlow> {
  const { ImapFlow } = await import('imapflow');
  return new ImapFlow({
    host,
    port,
    secure,
    ...(!secure && !/^(localhost|127\.[\d.]+|::1)$/.test(host) && { doSTARTTLS: true }),
    auth: { user, pass: password },
    // Its own log has every command in it.
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    connectionTimeout: seconds(10),
    greetingTimeout: seconds(10),
    socketTimeout: seconds(30),
    maxLiteralSize: 2 * KEPT,
    maxResponseSize: 4 * KEPT,
    maxLineLength: KEPT,
  });
}

async function judgeUnseen(
  client: ImapFlow,
  { judge, onFault, failed }: Omit<Look, 'settings' | 'signal'>,
  ended: AbortSignal,
): Promise<void> {
  const found = (await client.search({ seen: false, deleted: false }, { uid: true })) || [];
  const inOrder = found.toSorted((a, b) => Number(failed.has(a)) - Number(failed.has(b)) || a - b);
  let faults = 0;
  for (const uid of inOrder.slice(0, MOST_MAILS)) {
    ended.throwIfAborted();
    const mail = await client.fetchOne(
      String(uid),
      { uid: true, source: { maxLength: KEPT } },
      { uid: true },
    );
    // Another node may have been quicker.
    if (!mail || !Buffer.isBuffer(mail.source)) continue;
    try {
      await settle(client, uid, await judge(mail.source));
      failed.delete(uid);
    } catch (fault) {
      ended.throwIfAborted();
      failed.add(uid);
      onFault(fault);
      faults += 1;
      if (faults === MOST_FAULTS) return;
    }
  }
}

async function settle(client: ImapFlow, uid: number, verdict: Verdict): Promise<void> {
  const range = String(uid);
  const flags = verdict === 'remove' ? ['\\Seen', '\\Deleted'] : ['\\Seen'];
  await client.messageFlagsAdd(range, flags, { uid: true });
  // Without UIDPLUS this would remove what others have marked as well; the server does it some day.
  if (verdict === 'remove' && client.capabilities.has('UIDPLUS')) {
    await client.messageDelete(range, { uid: true });
  }
}

/** Only what the server or the network says: a fault of this library carries the command that it was about. */
export function sentenceOf(fault: unknown): string {
  const { message, responseText, code } = fault as ImapFlowError;
  return [message, responseText ?? code].filter(Boolean).join(': ').slice(0, 300);
}
