import type { ServiceAccountRefusal } from '../../../features/sign-in/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import {
  type Banner,
  type Contact,
  checkbox,
  contact,
  field,
  form,
  type Html,
  html,
  linkList,
  type Panel,
  type Problem,
  page,
  passwordField,
  type Shell,
} from '../../../ui/index.ts';
import { waitText } from './wait-text.ts';

export interface LinkPage {
  shell: Shell;
  panel: Panel;
  action: string;
  csrf: string;
  service: { id: string; name: string; support: Contact; forgottenPasswordUrl: string };
  /** Who can move a link to its rightful owner. */
  customerCare: Contact;
  username: string;
  /** Whether the box is checked; undefined where the service account is for this once anyway. */
  link: boolean | undefined;
  missing?: { username: boolean; password: boolean };
  refusal?: ServiceAccountRefusal;
  now?: Instant;
}

/** Its fields bear the service's section: a password manager must not fill in the account's own password. */
export function linkPage(p: LinkPage): Html {
  const { name } = p.service;
  const problems = [...problemsOf(p)];
  return page(p.shell, {
    title: 'Account Linking',
    intro: `Enter the username and password that you use at ${name}. ${name} checks them; they are not kept here.`,
    panel: p.panel,
    problems,
    notice: p.refusal && noticeOf(p.refusal, p),
    body: html`
      ${form({
        action: p.action,
        csrf: p.csrf,
        body: html`
          ${field({
            label: `Username at ${name}`,
            name: 'username',
            autocomplete: `section-${p.service.id} username`,
            value: p.username,
            problems,
            required: true,
            maxlength: 200,
          })}
          ${passwordField({
            label: `Password at ${name}`,
            name: 'password',
            autocomplete: `section-${p.service.id} current-password`,
            problems,
            required: true,
          })}
          ${
            p.link !== undefined &&
            checkbox({
              label: 'Link my account',
              name: 'link',
              checked: p.link,
              hint: `Checked: you are never asked for them again, and signing in here opens ${name}. Unchecked: ${name} opens this once, and asks again next time.`,
            })
          }`,
        submit: 'Sign in',
      })}
      ${linkList([{ href: p.service.forgottenPasswordUrl, text: `Forgot your password at ${name}` }])}
      ${p.refusal && contact(contactFor(p.refusal, p), p.shell.reference)}`,
  });
}

function* problemsOf({ missing, refusal, service, now }: LinkPage): Generator<Problem> {
  if (missing?.username) yield { field: 'username', message: `Enter your username at ${service.name}.` };
  if (missing?.password) yield { field: 'password', message: `Enter your password at ${service.name}.` };
  if (refusal?.reason === 'mismatch') {
    yield { field: 'password', message: `Your ${service.name} username or password is incorrect.` };
  }
  if (refusal?.reason === 'too-many-tries') {
    yield {
      field: 'password',
      message: `Too many passwords were tried for ${service.name}. ${waitText(refusal.retryAt, now ?? 0)}`,
    };
  }
}

/** The service knows its accounts; whose link it is, only Customer Care can settle. */
const contactFor = ({ reason }: ServiceAccountRefusal, { service, customerCare }: LinkPage): Contact =>
  reason === 'already-taken' ? customerCare : service.support;

/** What is no mistake of the person: said above the form, with where to go. */
function noticeOf(
  { reason }: ServiceAccountRefusal,
  { service: { name, support }, customerCare }: LinkPage,
): Banner | undefined {
  switch (reason) {
    case 'mismatch':
    case 'too-many-tries':
      return undefined;
    case 'locked':
      return {
        tone: 'warning',
        title: `Your account at ${name} is locked`,
        text: `Your password was right. ${support.name} unlocks the account; then come back here.`,
      };
    case 'password-expired':
      return {
        tone: 'warning',
        title: `Your password at ${name} has expired`,
        text: `Set a new one at ${name}, with the link below the form; then enter it here.`,
      };
    case 'second-step-required':
      return {
        tone: 'warning',
        title: `${name} asks for a second step`,
        text: `Your password was right, but ${name} wants a second step of its own, which cannot be given here. ${support.name} can help.`,
      };
    case 'unavailable':
      return {
        tone: 'problem',
        title: `${name} could not be reached`,
        text: 'Your password was not checked, and no try was counted. Try again in a few minutes; your other services are not affected.',
      };
    case 'already-taken':
      return {
        tone: 'problem',
        title: 'This service account is already linked',
        text: `Your password was right, but this account at ${name} is linked to another account. ${customerCare.name} can move it to you. To open ${name} this once, uncheck “Link my account”.`,
      };
  }
}
