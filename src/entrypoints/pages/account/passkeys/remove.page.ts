import type { Passkey } from '../../../../features/passkeys/index.ts';
import type { RequiringSecondFactor } from '../../../../features/sign-in/index.ts';
import { dateTime, form, type Html, html, linkButton, type Problem } from '../../../../ui/index.ts';
import { reasonOf } from '../authentication/turn-off.page.ts';
import { accountPage } from '../frame.page.ts';
import { type AskedCode, identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

const frame = {
  section: 'authentication',
  back: { href: '/account/authentication', text: 'Authentication' },
};

export const removePage = (
  visit: Pick<Visit, 'shell' | 'csrf' | 'account'>,
  p: {
    passkey: Pick<Passkey, 'id' | 'name' | 'createdAt'>;
    isLast: boolean;
    askForCode: AskedCode;
    problems: readonly Problem[];
  },
): Html =>
  accountPage(visit, {
    ...frame,
    title: 'Remove this passkey?',
    intro: p.isLast
      ? 'After that your password alone signs you in, and whoever has it can do the same. Your recovery codes are void; all other sessions end.'
      : 'It opens your account no longer, and all other sessions end.',
    problems: p.problems,
    body: html`
      <div class="text"><p><strong>${p.passkey.name}</strong>, added ${dateTime(p.passkey.createdAt)}. Remove it from the device too: there it would still be offered.</p></div>
      ${form({
        action: `/account/passkeys/${p.passkey.id}/remove`,
        csrf: visit.csrf,
        body: identityFields({ email: visit.account.email, askForCode: p.askForCode, problems: p.problems }),
        submit: 'Remove the passkey',
        submitTone: 'danger',
      })}`,
  });

/** A second factor would be asked for again at the next sign-in. */
export const lastRequiredPage = (
  visit: Pick<Visit, 'shell'>,
  requiring: readonly RequiringSecondFactor[],
): Html =>
  accountPage(visit, {
    ...frame,
    title: 'This passkey cannot be removed',
    intro:
      'A second factor is required of you, and this is the only one that you have. Add another passkey or an OTP app first.',
    body: html`
      <ul class="text">${requiring.map((one) => html`<li>${reasonOf(one, visit.shell.brand.name)}</li>`)}</ul>
      <div class="buttons">${linkButton({ href: '/account/passkeys/add', text: 'Add another passkey', tone: 'quiet' })}</div>`,
  });
