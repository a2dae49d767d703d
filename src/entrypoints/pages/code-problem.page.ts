import type { SecondFactorRefusal } from '../../features/second-factor/index.ts';
import type { Instant } from '../../kernel/index.ts';
import { durationText, type Problem } from '../../ui/index.ts';

/** Why a code was not accepted, in words, at its field. */
export const codeProblem = (refusal: SecondFactorRefusal, now: Instant): Problem => ({
  field: 'code',
  message: textOf(refusal, now),
});

function textOf(refusal: SecondFactorRefusal, now: Instant): string {
  switch (refusal.reason) {
    case 'form':
      return 'Enter the six digits that your OTP app shows, or one of your recovery codes.';
    case 'wrong':
      return 'This code is not right. Enter the one that your OTP app shows now.';
    case 'used':
      return 'This code has been used already. Wait until your OTP app shows the next one.';
    case 'wrong-recovery-code':
      return 'This is not one of your recovery codes, or it has been used already.';
    case 'clock': {
      const { minutes, clock } = refusal.trouble;
      return `Your phone’s clock is about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${clock}. Set it to automatic, then enter the next code.`;
    }
    case 'blocked':
      return 'There were 100 wrong codes in a row, so codes of the OTP app are not accepted any more. Enter a recovery code, or ask Customer Care.';
    case 'too-many-tries':
      return `Too many wrong codes. Wait ${durationText(refusal.retryAt - now)}, then try again.`;
  }
}
