import {
  type Contact,
  contact,
  form,
  type Html,
  html,
  linkList,
  type Problem,
} from '../../../../ui/index.ts';
import { serviceAccountFields } from '../../service-account/fields.page.ts';
import { type Verdict, verdictContact } from '../../service-account/verdict.page.ts';
import { accountPage } from '../frame.page.ts';
import { type AskedCode, identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

export interface AddLinkPage {
  service: { id: string; name: string; support: Contact; forgottenPasswordUrl: string };
  customerCare: Contact;
  username: string;
  askForCode: AskedCode;
  problems: readonly Problem[];
  /** What the service, or another owner, stands in the way with. */
  verdict: Verdict | undefined;
}

export const addLinkPage = (visit: Pick<Visit, 'shell' | 'csrf' | 'account'>, p: AddLinkPage): Html => {
  const { service, problems, verdict } = p;
  const { id, name } = service;
  return accountPage(visit, {
    section: 'links',
    back: { href: '/account/links', text: 'Account Linking' },
    title: `Link ${name}`,
    intro: `Enter the username and password that you use at ${name}. ${name} checks them; they are not kept here.`,
    problems,
    body: html`
      ${form({
        action: `/account/links/${id}/add`,
        csrf: visit.csrf,
        body: html`
          ${serviceAccountFields({ service, username: p.username, problems })}
          ${identityFields({ email: visit.account.email, askForCode: p.askForCode, problems })}`,
        submit: 'Link',
      })}
      ${linkList([{ href: service.forgottenPasswordUrl, text: `Forgot your password at ${name}` }])}
      ${verdict && contact(verdictContact(verdict, p), visit.shell.reference)}`,
  });
};
