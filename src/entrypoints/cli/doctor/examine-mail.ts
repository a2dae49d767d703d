import { connect } from 'node:net';
import { seconds } from '../../../kernel/index.ts';
import { checkMailbox, type ImapSettings } from '../../../platform/mail-intake/index.ts';
import { checkRelay, type RelayFault, type SmtpSettings } from '../../../platform/smtp/index.ts';
import { attention, type Finding, fault, well } from './finding.ts';

/** Whether a relay lets us in; nothing is sent. */
export async function examineRelay(relay: SmtpSettings): Promise<Finding[]> {
  const about = `relay ${relay.name ?? relay.host}`;
  const checked = await checkRelay(relay);
  if (!checked.ok) return [fault(about, checked.error.words, whatToDo[checked.error.at](relay))];
  const text = `lets us in at port ${relay.port}${relay.user === undefined ? ' without a sign-in' : ''}`;
  const isHere = /^(localhost|127\.[\d.]+|::1)$/.test(relay.host);
  if (relay.secure || relay.requireTls || isHere) return [well(about, text)];
  const todo = 'Set requireTls: tokens travel in these mails, and anybody on the way could read them.';
  return [attention(about, `${text}, and would take mail without TLS`, todo)];
}

const whatToDo: Record<RelayFault['at'], (relay: SmtpSettings) => string> = {
  connection: ({ host, port }) =>
    `Look whether ${host} can be reached from here at port ${port}: name, firewall.`,
  tls: () => 'Look at its certificate and name, and whether secure (port 465) or STARTTLS (587) is meant.',
  'sign-in': () => 'Look at user and password of this relay.',
  greeting: () => 'Ask its operator whether this machine may send by it.',
};

export interface ExaminedBounces {
  listen?: { host: string; port: number } | undefined;
  imap?: ImapSettings | undefined;
}

/** Whether bounces can come in. */
export async function examineBounces({ listen, imap }: ExaminedBounces): Promise<Finding[]> {
  return [...(listen ? [await examineListener(listen)] : []), ...(imap ? [await examineMailbox(imap)] : [])];
}

async function examineListener({ host, port }: { host: string; port: number }): Promise<Finding> {
  const about = 'bounces';
  const greeting = await greetingAt(['0.0.0.0', '::'].includes(host) ? 'localhost' : host, port);
  if (greeting?.startsWith('220')) return well(about, `the listener at port ${port} answers`);
  const says = `nothing that takes mail answers at port ${port}`;
  return attention(
    about,
    says,
    'It answers while the server runs; if it does, see whether another program has the port.',
  );
}

function greetingAt(host: string, port: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const socket = connect({ host, port, timeout: seconds(5) });
  socket.once('data', (data) => resolve(String(data)));
  for (const end of ['error', 'timeout', 'close'] as const) socket.once(end, () => resolve(undefined));
  return promise.finally(() => socket.destroy());
}

async function examineMailbox(imap: ImapSettings): Promise<Finding> {
  const about = 'bounces';
  const checked = await checkMailbox(imap);
  if (checked.ok)
    return well(about, `mailbox ${imap.mailbox} at ${imap.host} opens (${checked.value.mails} mails)`);
  return fault(
    about,
    `the mailbox: ${checked.error}`,
    'Look at mail.bounces.imap: host, port, user, password, mailbox.',
  );
}
