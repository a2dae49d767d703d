import { type Call, type ResendRefusal, resendForCare } from '../../features/care/index.ts';
import { actRefused } from './care-text.ts';
import { done, failed, type Given, type OperatorDeps, type Said } from './operator-command.ts';

/** What `care resend` takes: an address, and perhaps the id of a message, which may begin with a dash as options do. */
export const wordsOfResend = ([, second]: readonly string[]): 1 | 2 =>
  second === undefined || /^--(agent|reason|config)(=|$)/.test(second) ? 1 : 2;

/** "No email came": sent again by the agent whom the caller has told the PIN. */
export async function resend(deps: OperatorDeps, call: Call, { words: [, id] }: Given): Promise<Said> {
  const resent = await resendForCare(deps, call, { id });
  if (!resent.ok) return failed(resendRefused(resent.error, { call, id }));
  const { outcome, to } = resent.value;
  return outcome === 'put-back'
    ? done(`The message to ${to} is tried again at once.`)
    : done(`A new token is sent to ${to}; the one before is void.`);
}

function resendRefused(refusal: ResendRefusal, { call, id }: { call: Call; id: string | undefined }): string {
  switch (refusal) {
    case 'no-message':
      return id === undefined
        ? `Nothing was sent to ${call.email} yet.`
        : `No message ${id} was sent to ${call.email}.`;
    case 'ambiguous':
      return `More than one message may be meant by ${id}: give more of its id, at least 4 characters.`;
    case 'under-way':
      return 'The message is being tried at this moment.';
    case 'body-gone':
      return 'What was in the message is gone: it was sent, or refused more than a week ago. It cannot be sent again.';
    case 'token-over':
      return 'Its token is of no use any more. The caller asks for a new one on the page that wants it.';
    default:
      return actRefused(refusal, call);
  }
}
