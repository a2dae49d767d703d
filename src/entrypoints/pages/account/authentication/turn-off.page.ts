import type { RequiringSecondFactor } from '../../../../features/sign-in/index.ts';
import { form, type Html, html, linkButton, type Problem } from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import { type AskedCode, identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

const frame = {
  section: 'authentication',
  back: { href: '/account/authentication', text: 'Authentication' },
};

export const turnOffPage = (
  visit: Pick<Visit, 'shell' | 'csrf' | 'account' | 'secondFactor'>,
  p: { askForCode: AskedCode; problems: readonly Problem[] },
): Html =>
  accountPage(visit, {
    ...frame,
    title: 'Turn the OTP app off?',
    intro:
      visit.secondFactor && visit.secondFactor.passkeys > 0
        ? 'After that your passkey is asked for in its place. All other sessions end.'
        : 'After that your password alone signs you in, and whoever has it can do the same. Your recovery codes are void; all other sessions end.',
    problems: p.problems,
    body: form({
      action: '/account/authentication/app/off',
      csrf: visit.csrf,
      body: identityFields({ email: visit.account.email, askForCode: p.askForCode, problems: p.problems }),
      submit: 'Turn the OTP app off',
      submitTone: 'danger',
    }),
  });

/** It would be asked for again at the next sign-in. */
export const requiredPage = (
  visit: Pick<Visit, 'shell'>,
  requiring: readonly RequiringSecondFactor[],
): Html =>
  accountPage(visit, {
    ...frame,
    title: 'The OTP app cannot be turned off',
    intro: 'A second factor is required of you. You can replace the app by another one.',
    body: html`
      <ul class="text">${requiring.map((one) => html`<li>${reasonOf(one, visit.shell.brand.name)}</li>`)}</ul>
      <div class="buttons">${linkButton({ href: '/account/authentication/app', text: 'Replace the OTP app', tone: 'quiet' })}</div>`,
  });

export function reasonOf(requiring: RequiringSecondFactor, brand: string): string {
  switch (requiring.by) {
    case 'company':
      return `${brand} asks for a second factor from everybody with your kind of address.`;
    case 'service':
      return `${requiring.name}, which is linked, asks for a second factor from everybody.`;
    case 'service-account':
      return `Your account at ${requiring.name}, which is linked, asks for a second factor.`;
  }
}
