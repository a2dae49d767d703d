import { form, type Html, hiddenField, html, type Problem } from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import { type AskedCode, identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

/** The consequence in words, and the button that brings it about. */
export const removeLinkPage = (
  visit: Pick<Visit, 'shell' | 'csrf' | 'account'>,
  {
    link,
    name,
    askForCode,
    problems,
  }: {
    link: { id: string; serviceId: string; username: string };
    name: string;
    askForCode: AskedCode;
    problems: readonly Problem[];
  },
): Html =>
  accountPage(visit, {
    section: 'links',
    back: { href: '/account/links', text: 'Account Linking' },
    title: `Remove the link to ${name}?`,
    intro: html`${name} no longer opens as <strong><bdi>${link.username}</bdi></strong> with your ${visit.shell.brand.name} account.`,
    problems,
    body: html`
      <div class="text"><ul>
        <li>You are signed out of ${name} everywhere that you opened it with this account.</li>
        <li>Your account at ${name} itself stays as it is, with everything in it.</li>
        <li>You can link it again at any time, with its username and password.</li>
      </ul></div>
      ${form({
        action: `/account/links/${link.serviceId}/remove`,
        csrf: visit.csrf,
        body: html`
          ${hiddenField('linkId', link.id)}
          ${identityFields({ email: visit.account.email, askForCode, problems })}`,
        submit: 'Remove the link',
        submitTone: 'danger',
      })}`,
  });
