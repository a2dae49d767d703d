import type { TokenFault } from '../../../../features/tokens/index.ts';
import type { Problem } from '../../../../ui/index.ts';

/** Why a token was not accepted, in words. Where there is none to enter any more, there is no field to lead to. */
export const tokenProblem = (refusal: TokenFault | 'empty', of: 'email' | 'text message'): Problem => ({
  ...(refusal !== 'expired' && refusal !== 'void' && { field: 'token' }),
  message: textOf(refusal, of),
});

function textOf(refusal: TokenFault | 'empty', of: string): string {
  switch (refusal) {
    case 'empty':
      return `Enter the token from the ${of}.`;
    case 'malformed':
      return `The token has eight characters, and no 0, 1, I, L or O among them. Nothing was tried: compare it with the ${of}.`;
    case 'wrong':
      return `This is not the token of the newest ${of}. Compare the two, character by character.`;
    case 'expired':
      return 'The token has expired. Send a new token, and enter that one.';
    case 'void':
      return 'The token is not valid any more: it was used, or tried five times. Send a new token, and enter that one.';
  }
}
