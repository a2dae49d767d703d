import type { SecondFactorRefusal } from '../../../features/second-factor/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import type { Problem } from '../../../ui/index.ts';
import { waitText } from '../refusals/wait-text.page.ts';

/**
 * Why a code was not accepted, in words, at its field; where no more are taken, there is none.
 * @param hasApp false where only a recovery code is asked for: of an app nothing is said then
 */
export const codeProblem = (
  refusal: SecondFactorRefusal,
  now: Instant,
  { hasApp = true }: { hasApp?: boolean } = {},
): Problem => ({
  ...(refusal.reason !== 'attempt-spent' && { field: 'code' }),
  message: !hasApp && OF_THE_APP.includes(refusal.reason) ? NO_RECOVERY_CODE : textOf(refusal, now),
});

/** With a way to begin anew beside it. */
export const CODES_SPENT = 'The code was wrong five times, so no more are taken here.';
/** In Manage My Account, where it is the session that takes no more. */
export const CODES_OF_SESSION_SPENT = `${CODES_SPENT} Sign out and sign in again, then go on.`;

const OF_THE_APP: readonly SecondFactorRefusal['reason'][] = ['form', 'wrong', 'used', 'clock'];
const NO_RECOVERY_CODE = 'This is not one of your recovery codes, or it has been used already.';

function textOf(refusal: SecondFactorRefusal, now: Instant): string {
  switch (refusal.reason) {
    case 'form':
      return 'Enter the six digits that your OTP app shows, or one of your recovery codes.';
    case 'wrong':
      return 'This code is not right. Enter the one that your OTP app shows now.';
    case 'used':
      return 'This code has been used already. Wait until your OTP app shows the next one.';
    case 'wrong-recovery-code':
      return NO_RECOVERY_CODE;
    case 'clock': {
      const { minutes, clock } = refusal.trouble;
      return `Your phone’s clock is about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${clock}. Set it to automatic, then enter the next code.`;
    }
    case 'blocked':
      return 'There were 100 wrong codes in a row, so codes of the OTP app are not accepted any more. Enter a recovery code, or ask Customer Care.';
    case 'attempt-spent':
      return CODES_SPENT;
    case 'too-many-tries':
      return `Too many wrong codes. ${waitText(refusal.retryAt, now)}`;
  }
}
