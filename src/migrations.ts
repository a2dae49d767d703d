import { migrations as oidc } from './entrypoints/oidc/index.ts';
import { migrations as accountDeletion } from './features/account-deletion/index.ts';
import { migrations as accounts } from './features/accounts/index.ts';
import { migrations as audit } from './features/audit/index.ts';
import { migrations as care } from './features/care/index.ts';
import { migrations as contactDetails } from './features/contact-details/index.ts';
import { migrations as earlierProofs } from './features/earlier-proofs/index.ts';
import { migrations as emailChanges } from './features/email-changes/index.ts';
import { migrations as keptPages } from './features/kept-pages/index.ts';
import { migrations as links } from './features/links/index.ts';
import { migrations as messages } from './features/messages/index.ts';
import { migrations as notices } from './features/notices/index.ts';
import { migrations as passkeys } from './features/passkeys/index.ts';
import { migrations as passwordReminders } from './features/password-reminders/index.ts';
import { migrations as passwords } from './features/passwords/index.ts';
import { migrations as pins } from './features/pins/index.ts';
import { migrations as recovery } from './features/recovery/index.ts';
import { migrations as recoveryCodes } from './features/recovery-codes/index.ts';
import { migrations as registration } from './features/registration/index.ts';
import { migrations as securityQuestions } from './features/security-questions/index.ts';
import { migrations as sessions } from './features/sessions/index.ts';
import { migrations as signIn } from './features/sign-in/index.ts';
import { migrations as throttle } from './features/throttle/index.ts';
import { migrations as tokens } from './features/tokens/index.ts';
import { migrations as totp } from './features/totp/index.ts';
import type { Migration } from './platform/database/index.ts';

/** Every table of the product, each made by the feature that owns it. They run in the order of their names. */
export const migrations: Migration[] = [
  ...accounts,
  ...passwords,
  ...securityQuestions,
  ...pins,
  ...tokens,
  ...totp,
  ...recoveryCodes,
  ...passkeys,
  ...registration,
  ...recovery,
  ...links,
  ...signIn,
  ...sessions,
  ...messages,
  ...notices,
  ...contactDetails,
  ...emailChanges,
  ...earlierProofs,
  ...throttle,
  ...audit,
  ...accountDeletion,
  ...care,
  ...keptPages,
  ...passwordReminders,
  ...oidc,
];
