import type { SecondFactor } from '../../../../features/second-factor/index.ts';
import type { Instant } from '../../../../kernel/index.ts';
import {
  type Banner,
  banner,
  dateTime,
  definitionList,
  type Html,
  html,
  linkButton,
  linkList,
  type Part,
} from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import type { Visit } from '../visit.ts';

export interface AuthenticationPage {
  password: { setAt: Instant; expiresAt: Instant | null } | undefined;
  secondFactor: SecondFactor | undefined;
  passkeys: Html | undefined;
  notice: Banner | undefined;
}

/** From here on it is time for new ones. */
const FEW_CODES = 2;

export const authenticationPage = (
  visit: Pick<Visit, 'shell'>,
  { password, secondFactor, passkeys, notice }: AuthenticationPage,
): Html =>
  accountPage(visit, {
    section: 'authentication',
    title: 'Authentication',
    intro: 'How you prove at sign-in that you are you.',
    notice,
    body: html`
      ${passwordPart(password)}
      ${secondFactor?.totp ? appPart(secondFactor.totp, secondFactor.recoveryCodesLeft) : noAppPart(secondFactor)}
      ${passkeys}
      ${secondFactor && recoveryPart(secondFactor.recoveryCodesLeft)}`,
  });

const part = (heading: string, body: Part): Html =>
  html`<section class="part"><h2>${heading}</h2>${body}</section>`;

const passwordPart = (password: AuthenticationPage['password']): Html =>
  part(
    'Password',
    html`
      ${
        password &&
        definitionList([
          { term: 'Set', detail: dateTime(password.setAt) },
          { term: 'Expires', detail: password.expiresAt === null ? 'Never' : dateTime(password.expiresAt) },
        ])
      }
      ${linkList([
        { href: '/account/authentication/password', text: 'Change the password' },
        { href: '/account/authentication/expiration', text: 'Change when it expires' },
      ])}`,
  );

const appPart = (totp: NonNullable<SecondFactor['totp']>, recoveryCodesLeft: number): Html =>
  part(
    'OTP app',
    html`
      ${totp.blocked && banner(blocked(recoveryCodesLeft))}
      ${definitionList([{ term: 'On since', detail: dateTime(totp.enrolledAt) }])}
      ${linkList([
        { href: '/account/authentication/app', text: 'Replace the OTP app' },
        { href: '/account/authentication/app/off', text: 'Turn the OTP app off' },
      ])}`,
  );

function recoveryPart(recoveryCodesLeft: number): Html {
  const left = `${recoveryCodesLeft} of 10`;
  return part(
    'Recovery codes',
    html`
      ${definitionList([
        {
          term: 'Left',
          detail: recoveryCodesLeft <= FEW_CODES ? html`<strong>${left}.</strong> Get new ones now.` : left,
        },
      ])}
      ${linkList([{ href: '/account/authentication/recovery-codes', text: 'Get new recovery codes' }])}`,
  );
}

const blocked = (recoveryCodesLeft: number): Banner => ({
  tone: 'warning',
  title: 'Codes of your OTP app are not accepted any more',
  text:
    recoveryCodesLeft > 0
      ? 'There were 100 wrong codes in a row. Replace the OTP app, with one of your recovery codes, and codes are accepted again.'
      : 'There were 100 wrong codes in a row, and you have no recovery codes left. Ask Customer Care.',
});

const noAppPart = (secondFactor: SecondFactor | undefined): Html =>
  part(
    'OTP app',
    html`
    <p>${secondFactor ? 'It is off.' : 'It is off: your password alone signs you in.'} With an OTP app on your phone, a stolen password alone opens nothing.</p>
    <div class="buttons">${linkButton({ href: '/account/authentication/app', text: 'Turn on the OTP app' })}</div>`,
  );
