import type { PendingEmail } from '../../../../features/email-changes/index.ts';
import {
  type Banner,
  banner,
  definitionList,
  type Html,
  html,
  linkList,
  part,
  postButton,
  textBlock,
} from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import type { Visit } from '../visit.ts';

type Shown = Pick<Visit, 'shell' | 'csrf' | 'account'>;

export interface ContactPage {
  pendingEmail: PendingEmail | undefined;
  /** The number of the account as people write it, and one that waits for its token. */
  writtenPhone: string | undefined;
  pendingPhone: string | undefined;
  /** Whether an SMS gateway is configured. */
  textsAreSent: boolean;
  notice: Banner | undefined;
}

/** What we know of the person, each with the way to change it. The PIN is not on it. */
export const contactPage = (visit: Shown, p: ContactPage): Html =>
  accountPage(visit, {
    section: 'contact',
    title: 'Contact details',
    intro: 'Who you are, and how you are reached.',
    notice: p.notice,
    body: html`${namePart(visit)}${emailPart(visit, p)}${phonePart(visit, p)}${pinPart}`,
  });

const namePart = ({ account }: Shown): Html =>
  part(
    'Name',
    html`
      ${definitionList([
        { term: 'First name', detail: account.firstName },
        { term: 'Last name', detail: account.lastName },
      ])}
      ${linkList([{ href: '/account/contact/names', text: 'Change your name' }])}`,
  );

const emailPart = (visit: Shown, { pendingEmail }: ContactPage): Html =>
  part(
    'Email address',
    html`
      ${pendingEmail && banner(waitsForToken(pendingEmail.email))}
      ${definitionList([{ term: 'You sign in with', detail: visit.account.email }])}
      ${linkList([
        ...(pendingEmail
          ? [
              { href: '/account/contact/email/verify', text: 'Enter the token' },
              cancelButton(visit, '/account/contact/email/cancel', 'Cancel the change'),
            ]
          : []),
        {
          href: '/account/contact/email',
          text: pendingEmail ? 'Another address instead' : 'Change the email address',
        },
      ])}`,
  );

const waitsForToken = (email: string): Banner => ({
  tone: 'note',
  title: 'A change is waiting for its token',
  text: html`Once the token that was sent to <strong>${email}</strong> is entered, that is your address.`,
});

function phonePart(visit: Shown, p: ContactPage): Html {
  return part(
    'Mobile phone',
    html`
      ${p.pendingPhone && banner(phoneWaits(p.pendingPhone))}
      ${
        p.writtenPhone === undefined
          ? textBlock(
              'There is none. With one that is verified you can have a token sent by text message when you have forgotten your password.',
            )
          : definitionList([{ term: 'Number', detail: html`${p.writtenPhone} ${standingOf(visit, p)}` }])
      }
      ${linkList(phoneLinks(visit, p))}`,
  );
}

function standingOf({ account }: Shown, { textsAreSent }: ContactPage): Html {
  if (account.phoneVerifiedAt !== null) return html`<strong>verified</strong>`;
  return textsAreSent
    ? html`<strong>not verified</strong>, so it counts for nothing yet`
    : html`<strong>not verified</strong>: no text messages are sent from here, so it cannot be verified here`;
}

function phoneLinks(visit: Shown, { pendingPhone, textsAreSent }: ContactPage) {
  const { phone, phoneVerifiedAt } = visit.account;
  const verify = '/account/contact/phone/verify';
  return [
    ...(pendingPhone
      ? [
          { href: verify, text: 'Enter the token' },
          cancelButton(visit, '/account/contact/phone/cancel', 'Cancel the verification'),
        ]
      : []),
    ...(!pendingPhone && phone !== null && phoneVerifiedAt === null && textsAreSent
      ? [{ href: verify, text: 'Verify' }]
      : []),
    { href: '/account/contact/phone', text: phone === null ? 'Add a mobile phone' : 'Change the number' },
    ...(phone === null ? [] : [{ href: '/account/contact/phone/remove', text: 'Remove the number' }]),
  ];
}

const phoneWaits = (phone: string): Banner => ({
  tone: 'note',
  title: 'A number is waiting for its token',
  text: html`Once the token that was texted to ${phone} is entered, that number counts.`,
});

const cancelButton = ({ csrf }: Shown, action: string, text: string): Html =>
  postButton({ action, csrf, text, tone: 'link' });

const pinPart = part(
  'Support PIN',
  html`
    ${definitionList([
      {
        term: 'PIN',
        detail: html`<span aria-hidden="true">••••••</span><span class="visually-hidden">hidden</span>`,
      },
    ])}
    ${textBlock('Customer Care asks for it on the phone before changing anything or giving out data.')}
    ${linkList([
      { href: '/account/contact/pin/show', text: 'Show the PIN' },
      { href: '/account/contact/pin', text: 'Change the PIN' },
    ])}`,
);
