import { findPasswordTimes } from '../../../../features/passwords/index.ts';
import { passkeysOf } from '../passkeys/passkeys-of.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Section } from '../section.ts';
import { appPage } from './app.ts';
import { authenticationPage } from './authentication.page.ts';
import { expirationPage } from './expiration.ts';
import { noticeOf } from './notices.ts';
import { passwordChecks, passwordPage } from './password.ts';
import { recoveryCodesPage } from './recovery-codes.ts';
import { turnOffPage } from './turn-off.ts';

/** Password, OTP app and recovery codes: what is set, and each way to change it on a page of its own. */
export const authenticationSection = (deps: AccountPagesDeps): Section => ({
  name: 'authentication',
  title: 'Authentication',
  pages: [
    {
      path: '',
      show: async (visit) =>
        authenticationPage(visit, {
          password: await findPasswordTimes(deps.db, visit.account.id),
          secondFactor: visit.secondFactor,
          passkeys: await passkeysOf(deps, visit),
          notice: noticeOf(visit.c.req.query('done')),
        }),
    },
    passwordPage(deps),
    passwordChecks(deps),
    expirationPage(deps),
    appPage(deps),
    turnOffPage(deps),
    recoveryCodesPage(deps),
  ],
});
