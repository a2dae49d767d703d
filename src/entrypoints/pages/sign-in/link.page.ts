import type { ServiceAccountRefusal } from '../../../features/sign-in/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import {
  type Banner,
  type Contact,
  checkbox,
  contact,
  dateTime,
  form,
  type Html,
  html,
  identity,
  linkList,
  type Panel,
  type Problem,
  page,
  postButton,
  type Shell,
} from '../../../ui/index.ts';
import { missingFields, serviceAccountFields } from '../service-account/fields.page.ts';
import { verdictContact, verdictProblem } from '../service-account/verdict.page.ts';

export interface LinkPage {
  shell: Shell;
  panel: Panel;
  action: string;
  csrf: string;
  /** Whose account is linked. */
  email: string;
  /** Where somebody else says so, while the person is only known by the session that this browser has. */
  changeEmail: string | undefined;
  service: { id: string; name: string; support: Contact; forgottenPasswordUrl: string };
  /** Who can move a link to its rightful owner. */
  customerCare: Contact;
  username: string;
  /** Whether the box is checked; undefined where the service account is for this once anyway. */
  link: boolean | undefined;
  /** The username that is linked, where the person has asked for another one this once. */
  linked?: string | undefined;
  /** When the service ended the link that there was. */
  endedAt?: Instant | undefined;
  missing?: { username: boolean; password: boolean };
  refusal?: ServiceAccountRefusal;
  now?: Instant;
}

export function linkPage(p: LinkPage): Html {
  const { name } = p.service;
  const problems = [...problemsOf(p)];
  return page(p.shell, {
    title: p.link === undefined ? 'Use another account this once' : 'Account Linking',
    intro: introOf(p),
    panel: p.panel,
    problems,
    notice: endedNotice(p),
    body: html`
      ${identity({ email: p.email, ...(p.changeEmail !== undefined && { change: p.changeEmail }) })}
      ${form({
        action: p.action,
        csrf: p.csrf,
        body: html`
          ${serviceAccountFields({ service: p.service, username: p.username, problems })}
          ${
            p.link !== undefined &&
            checkbox({
              label: 'Link my account',
              name: 'link',
              checked: p.link,
              hint: `Checked: from now on signing in here opens ${name}, and you are not asked for its password again. Unchecked: ${name} opens this once, and asks again next time.`,
            })
          }`,
        submit: 'Sign in',
      })}
      ${linkList([
        ...(p.linked === undefined ? [] : [linkedButton(p, p.linked)]),
        { href: p.service.forgottenPasswordUrl, text: `Forgot your password at ${name}` },
      ])}
      ${p.refusal && contact(verdictContact(p.refusal, p), p.shell.reference)}`,
  });
}

const linkedButton = ({ action, csrf }: LinkPage, linked: string): Html =>
  postButton({ action, csrf, fields: { use: 'linked' }, text: `Use the linked account ${linked}` });

function introOf({ service: { name }, link, linked }: LinkPage): string {
  if (link !== undefined) {
    return `Enter the username and password that you use at ${name}. ${name} checks them; they are not kept here.`;
  }
  const nextTime = linked === undefined ? `${name} asks again` : `${name} opens as ${linked} again`;
  return `Enter the other username and password that you use at ${name}: it checks them, and they are not kept here. Next time ${nextTime}.`;
}

function* problemsOf({
  missing,
  refusal,
  service,
  customerCare,
  link,
  now = 0,
}: LinkPage): Generator<Problem> {
  if (missing) yield* missingFields(service.name, missing);
  const asked = { service, customerCare, mayUseOnce: link !== undefined };
  if (refusal) yield verdictProblem(refusal, asked, now);
}

/** Only the owner is told: nobody else gets as far as this page of theirs. */
const endedNotice = ({ endedAt, service: { name } }: LinkPage): Banner | undefined =>
  endedAt === undefined
    ? undefined
    : {
        tone: 'note',
        text: html`${name} ended your link on ${dateTime(endedAt)}; enter your username and password to link again.`,
      };
