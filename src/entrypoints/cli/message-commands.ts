import {
  listMessages,
  type MessageState,
  messageStates,
  type RetryRefusal,
  retryMessage,
  type SeenMessage,
  showMessage,
} from '../../features/messages/index.ts';
import { resendRegistrationToken, type SendTokenDeps } from '../../features/registration/index.ts';
import { messageDetails, messageList, recipientText } from './message-text.ts';
import { done, failed, type OperatorCommand } from './operator-command.ts';

export type MessageCommandDeps = SendTokenDeps;

/** How many words each takes: an id, which may begin with a dash. */
const words = { list: 0, show: 1, retry: 1 };
type MessageCommand = keyof typeof words;

export const messageCommands: OperatorCommand = {
  usage: [
    'messages list [--state STATE] [--to ADDRESS] [--about registration:ID|account:ID|recovery:ID] [--limit N] [--json]',
    'messages show ID [--json]',
    'messages retry ID',
  ],
  notes: ['An id may be shortened to a beginning that is no other’s.'],
  wordsOf: (name) => (Object.hasOwn(words, name) ? words[name as MessageCommand] : undefined),
  options: {
    state: { type: 'string' },
    to: { type: 'string' },
    about: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: (deps, name, { words: [id], options }) =>
    runMessageCommand(deps, name as MessageCommand, { ...(options as MessageOptions), id }),
};

/** Options as the command line has them. */
export interface MessageOptions {
  state?: string | undefined;
  to?: string | undefined;
  about?: string | undefined;
  limit?: string | undefined;
  json?: boolean | undefined;
}

const LONGEST_LIST = 10_000;

/**
 * Runs `messages <name>`.
 * @returns what to print, and the exit code
 * @throws with a sentence where an option cannot be understood
 */
export async function runMessageCommand(
  deps: MessageCommandDeps,
  name: MessageCommand,
  { id = '', ...options }: MessageOptions & { id?: string | undefined },
): Promise<{ text: string; code: number }> {
  switch (name) {
    case 'list':
      return list(deps, options);
    case 'show':
      return show(deps, id, options);
    case 'retry':
      return retry(deps, id);
  }
}

async function list({ db }: MessageCommandDeps, { state, to, about, limit = '50', json }: MessageOptions) {
  if (state !== undefined && !isState(state)) {
    throw new Error(`There is no state "${state}". States: ${messageStates.join(', ')}.`);
  }
  const number = /^\d{1,5}$/.test(limit) ? Number(limit) : 0;
  if (number < 1 || number > LONGEST_LIST) throw new Error(`--limit is a number from 1 to ${LONGEST_LIST}.`);
  const messages = await listMessages(db, { state, to, about, limit: number });
  return done(json ? JSON.stringify(messages.map(asJson), null, 2) : messageList(messages));
}

const isState = (text: string): text is MessageState => (messageStates as readonly string[]).includes(text);

async function show({ db }: MessageCommandDeps, id: string, { json }: MessageOptions) {
  const found = await showMessage(db, id);
  if (!found.ok) return failed(sentences[found.error](id));
  const { message, events } = found.value;
  if (!json) return done(messageDetails(message, events));
  const steps = events.map(({ at, try: number, what, source, code, words, server }) => ({
    at: new Date(at).toISOString(),
    try: number,
    what,
    source,
    code,
    words,
    server,
  }));
  return done(JSON.stringify({ ...asJson(message), events: steps }, null, 2));
}

async function retry(deps: MessageCommandDeps, id: string) {
  const tried = await retryMessage(deps, id);
  if (!tried.ok) return failed(sentences[tried.error](id));
  const { outcome, message } = tried.value;
  return outcome === 'put-back'
    ? done(`The message to ${recipientText(message.recipient)} is tried again at once.`)
    : sendNewToken(deps, message);
}

/** A token that has expired, or is gone, is of no use to anybody: whoever owns it makes a new one. */
async function sendNewToken(deps: MessageCommandDeps, { kind, about, recipient }: SeenMessage) {
  if (kind !== 'registration-token') {
    return failed(
      'Its token is of no use any more. The person asks for a new one on the page that wants it.',
    );
  }
  const registrationId = about.slice(about.indexOf(':') + 1);
  const sent = await resendRegistrationToken(deps, { registrationId, to: recipient });
  return sent.ok
    ? done(`A new token is sent to ${recipient}, as a new message; the one before is void.`)
    : failed(
        'Its registration is over, or has another address by now: there is nothing to send a token for.',
      );
}

const sentences: Record<RetryRefusal, (id: string) => string> = {
  unknown: (id) => `There is no message ${id}.`,
  ambiguous: (id) =>
    `More than one message may be meant by ${id}: give more of its id, at least 4 characters.`,
  'under-way': () => 'The message is being tried at this moment.',
  'body-gone': () =>
    'What was in the message is gone: it was sent, or refused more than a week ago. It cannot be sent again.',
};

const asJson = ({ createdAt, dueAt, notAfter, sentAt, learnedAt, ...message }: SeenMessage) => ({
  ...message,
  createdAt: new Date(createdAt).toISOString(),
  dueAt: new Date(dueAt).toISOString(),
  notAfter: new Date(notAfter).toISOString(),
  sentAt: sentAt === null ? null : new Date(sentAt).toISOString(),
  learnedAt: learnedAt === null ? null : new Date(learnedAt).toISOString(),
});
