import {
  type ActRefusal,
  type Call,
  callOf,
  checkCallerPin,
  endSessions,
  findForCare,
  listMessagesForCare,
  moveLinkForCare,
  questionsForReturn,
  questionsToAsk,
  removeLinkForCare,
  resetFactor,
  returnEmailForCare,
  showMessageForCare,
  startReset,
  unlockAccount,
} from '../../features/care/index.ts';
import type { Result } from '../../kernel/index.ts';
import { resend, wordsOfResend } from './care-resend.ts';
import { actRefused, answersRefused, callRefused, foundText, linkRefused, pinRefused } from './care-text.ts';
import { messageDetails, messageList } from './message-text.ts';
import {
  type Ask,
  done,
  failed,
  type Given,
  type OperatorCommand,
  type OperatorDeps,
  type Said,
} from './operator-command.ts';
import { plain } from './text-table.ts';

type Run = (deps: OperatorDeps, call: Call, given: Given) => Promise<Said>;

/** What an agent has done is told in one sentence. */
const act =
  (
    perform: (deps: OperatorDeps, call: Call) => Promise<Result<unknown, ActRefusal>>,
    sentence: (call: Call) => string,
  ): Run =>
  async (deps, call) => {
    const performed = await perform(deps, call);
    return performed.ok ? done(sentence(call)) : failed(actRefused(performed.error, call));
  };

/** Each by its name: how many words stand before the options, and what it does. */
const commands: Record<string, { words: 1 | 2 | typeof wordsOfResend; run: Run }> = {
  find: {
    words: 1,
    async run(deps, call) {
      const found = await findForCare(deps, call);
      return found
        ? done(foundText(found, { call, services: deps.services }))
        : failed(`Nobody has the address ${call.email}, and no registration of it is under way.`);
    },
  },
  'check-pin': { words: 1, run: checkPin },
  messages: {
    words: 1,
    async run(deps, call) {
      const listed = await listMessagesForCare(deps, call, { limit: 50 });
      return listed.ok ? done(messageList(listed.value)) : failed(actRefused(listed.error, call));
    },
  },
  message: { words: 2, run: showMessage },
  resend: { words: wordsOfResend, run: resend },
  unlock: {
    words: 1,
    run: act(unlockAccount, ({ email }) => `The waits of ${email} are over. The owner is told by email.`),
  },
  'start-reset': {
    words: 1,
    run: act(startReset, ({ email }) => `The way to a new password is mailed to ${email}.`),
  },
  'reset-factor': { words: 1, run: resetSecondFactor },
  'return-email': { words: 2, run: returnAddress },
  'move-link': { words: 2, run: moveLink },
  'remove-link': { words: 2, run: removeLink },
  'end-sessions': {
    words: 1,
    run: act(
      endSessions,
      ({ email }) =>
        `${email} is signed out everywhere; the services are being told. The owner is told by email.`,
    ),
  },
};

export const careCommands: OperatorCommand = {
  usage: [
    'care find EMAIL',
    'care check-pin EMAIL                 asks for the PIN that the caller says',
    'care messages EMAIL',
    'care message EMAIL ID',
    'care resend EMAIL [ID]               a message; without ID the newest, to a registration a new token',
    'care unlock EMAIL',
    'care start-reset EMAIL',
    'care reset-factor EMAIL              asks for the answers that the caller gives',
    'care return-email EMAIL OTHER-EMAIL  asks for the answers that the caller gives',
    'care move-link EMAIL SERVICE',
    'care remove-link EMAIL SERVICE',
    'care end-sessions EMAIL',
  ],
  notes: [
    'Each with --agent NAME --reason TEXT: who you are, and why (a ticket; never a PIN or an answer). Both are kept,',
    'and the user of the operating system with them.',
    'All but find and check-pin want a yes of check-pin for that customer by the same agent, not older than 15 minutes.',
  ],
  wordsOf(name, given) {
    const words = Object.hasOwn(commands, name) ? commands[name]?.words : undefined;
    return typeof words === 'function' ? words(given) : words;
  },
  options: { agent: { type: 'string' }, reason: { type: 'string' } },
  async run(deps, name, given) {
    const { agent = '', reason = '' } = given.options as { agent?: string; reason?: string };
    const { operatingUser } = deps;
    const call = callOf({ email: given.words[0] ?? '', agent, reason, operatingUser });
    if (!call.ok) return failed(callRefused(call.error));
    const command = commands[name];
    if (!command) throw new Error(`There is no command care ${name}.`);
    return command.run(deps, call.value, given);
  },
};

/** Yes or no, and nothing else. */
async function checkPin(deps: OperatorDeps, call: Call, { ask }: Given): Promise<Said> {
  const typed = await ask('PIN that the caller says: ');
  if (typed.trim() === '') return failed('Nothing was typed: nothing was compared.');
  const checked = await checkCallerPin(deps, call, typed);
  if (!checked.ok) return failed(pinRefused(checked.error, call));
  return checked.value === 'yes' ? done('yes') : failed('no');
}

async function showMessage(deps: OperatorDeps, call: Call, { words: [, id = ''] }: Given): Promise<Said> {
  const shown = await showMessageForCare(deps, call, { id });
  if (shown.ok) return done(messageDetails(shown.value.message, shown.value.events));
  switch (shown.error) {
    case 'no-message':
      return failed(`No message ${id} was sent to ${call.email}.`);
    case 'ambiguous':
      return failed(
        `More than one message may be meant by ${id}: give more of its id, at least 4 characters.`,
      );
    default:
      return failed(actRefused(shown.error, call));
  }
}

async function resetSecondFactor(deps: OperatorDeps, call: Call, { ask }: Given): Promise<Said> {
  const asked = await questionsToAsk(deps, call);
  if (!asked.ok) return failed(answersRefused(asked.error, call));
  const reset = await resetFactor(deps, call, asked.value, await answersTo(asked.value, ask));
  if (!reset.ok) return failed(answersRefused(reset.error, call));
  return done(
    `The second factor of ${call.email} is reset, and everybody is signed out. The next sign-in asks for a token that is sent to that address, and then for a new app. The owner is told by email.`,
  );
}

async function answersTo(asked: readonly { question: string }[], ask: Ask): Promise<string[]> {
  const answers: string[] = [];
  for (const { question } of asked) answers.push(await ask(`${plain(question)} `));
  return answers;
}

/** For a caller who has moved to another address, and whom somebody at the old one has cut off. */
async function returnAddress(
  deps: OperatorDeps,
  call: Call,
  { words: [, to = ''], ask }: Given,
): Promise<Said> {
  const asked = await questionsForReturn(deps, call, to);
  if (!asked.ok) return failed(answersRefused(asked.error, call));
  const answers = await answersTo(asked.value, ask);
  const returned = await returnEmailForCare(deps, call, to, { asked: asked.value, answers });
  if (!returned.ok) return failed(answersRefused(returned.error, call));
  return done(
    `The account of ${call.email} has the address ${plain(to)} again, and everybody is signed out. Its password opens nothing: the caller chooses a new one by “Forgot your password” there. All its addresses are told by email.`,
  );
}

async function moveLink(deps: OperatorDeps, call: Call, { words: [, serviceId = ''] }: Given): Promise<Said> {
  const moved = await moveLinkForCare(deps, call, { serviceId });
  if (!moved.ok) return failed(linkRefused(moved.error, { call, serviceId }));
  const username = plain(moved.value.username);
  return done(
    `The link to ${serviceId}, as ${username}, is ${call.email}’s now. Both owners are told by email.`,
  );
}

async function removeLink(
  deps: OperatorDeps,
  call: Call,
  { words: [, serviceId = ''] }: Given,
): Promise<Said> {
  const removed = await removeLinkForCare(deps, call, { serviceId });
  if (!removed.ok) return failed(linkRefused(removed.error, { call, serviceId }));
  const username = plain(removed.value.username);
  return done(`The link to ${serviceId}, as ${username}, is removed. The owner is told by email.`);
}
