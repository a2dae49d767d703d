// What a page says that asks for a token, in a registration, a recovery and a change: its field, and why one was not accepted.
import type { TokenFault } from '../../../features/tokens/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import { type Banner, durationText, field, type Html, type Problem } from '../../../ui/index.ts';

export interface TokenField {
  token: string;
  problems: readonly Problem[];
  /** How long it is valid, where that stands nowhere else on the page. */
  validity?: string;
}

export const tokenField = ({ token, problems, validity }: TokenField): Html =>
  field({
    label: 'Token',
    name: 'token',
    autocomplete: 'one-time-code',
    value: token,
    hint: ['Eight characters, in capital or small letters, with or without the dash.', validity]
      .join(' ')
      .trim(),
    problems,
    required: true,
    look: 'token',
  });

/**
 * Why the token was not accepted, in words.
 * @param by what brought it: a `message` may be either
 */
export const tokenProblem = (refusal: TokenFault | 'empty', by: Bearer): Problem => ({
  // Where there is no token to enter any more, there is no field to lead to.
  ...(refusal !== 'expired' && refusal !== 'void' && { field: 'token' }),
  message: textOf(refusal, by),
});

type Bearer = 'email' | 'text message' | 'message';

function textOf(refusal: TokenFault | 'empty', by: Bearer): string {
  switch (refusal) {
    case 'empty':
      return by === 'message' ? 'Enter the token that was sent to you.' : `Enter the token from the ${by}.`;
    case 'malformed':
      return `The token has eight characters, and no 0, 1, I, L or O among them. Nothing was tried: compare it with the ${by}.`;
    case 'wrong':
      return `This is not the token of the newest ${by}. Compare it with the ${by}, character by character.`;
    case 'expired':
      return 'The token has expired. Send a new token, and enter that one.';
    case 'void':
      return 'The token is not valid any more: it was used, or tried five times. Send a new token, and enter that one.';
  }
}

export const newTokenSent: Banner = {
  tone: 'success',
  title: 'A new token is on its way',
  text: 'Only the newest token counts.',
};

/** A token cannot be sent yet. */
export const tokenHasToWait = (retryAt: Instant, now: Instant): Banner =>
  noTokenSent(
    `Tokens to one address are sent one minute apart, and five an hour. The next one can be sent in ${durationText(retryAt - now)}.`,
  );

/** @param why with when to try again */
export const noTokenSent = (why: string): Banner => ({
  tone: 'warning',
  title: 'No token was sent just now',
  text: why,
});
