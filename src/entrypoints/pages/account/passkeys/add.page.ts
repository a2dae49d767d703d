import type { PasskeyAddRefusal } from '../../../../features/second-factor/index.ts';
import {
  type Banner,
  form,
  type Html,
  html,
  type PageContent,
  type Problem,
  passkeyForm,
  passkeyMissing,
  postButton,
} from '../../../../ui/index.ts';
import { bindingTokenField } from '../../second-factor/otp-app.page.ts';
import { keptCodesPage } from '../authentication/app.page.ts';
import { accountPage } from '../frame.page.ts';
import { type AskedCode, identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

type Shown = Pick<Visit, 'shell' | 'csrf' | 'account' | 'secondFactor'>;

const ACTION = '/account/passkeys/add';

const addPage = (visit: Shown, content: Omit<PageContent, 'title'>): Html =>
  accountPage(visit, {
    section: 'authentication',
    title: 'Add a passkey',
    back: { href: '/account/authentication', text: 'Authentication' },
    ...content,
  });

/** Who it is, before anything else. */
export const identityPage = (
  visit: Shown,
  p: { askForCode: AskedCode; problems: readonly Problem[]; notice: Banner | undefined },
): Html =>
  addPage(visit, {
    intro: visit.secondFactor
      ? 'Your phone, computer or security key keeps it, and asks for your finger, face or PIN before it gives it.'
      : 'Your phone, computer or security key keeps it, and asks for your finger, face or PIN before it gives it. From then on your password alone does not open your account.',
    problems: p.problems,
    notice: p.notice,
    body: html`
      ${missing}
      ${form({
        action: ACTION,
        csrf: visit.csrf,
        body: identityFields({ email: visit.account.email, askForCode: p.askForCode, problems: p.problems }),
        submit: 'Continue',
      })}`,
  });

const missing = passkeyMissing('This browser makes no passkeys here: it needs JavaScript, and WebAuthn.');

/** A stolen session and password must not bind the thief's device. */
export const tokenPage = (
  visit: Shown,
  p: { token: string; notice: Banner | undefined; problems: readonly Problem[] },
): Html =>
  addPage(visit, {
    heading: 'Confirm that it is you',
    intro: html`Before a passkey is added to your account, enter the token that we have sent to <strong>${visit.account.email}</strong>.`,
    problems: p.problems,
    notice: p.notice,
    body: html`
      ${form({
        action: ACTION,
        csrf: visit.csrf,
        body: bindingTokenField(p.token, p.problems),
        submit: 'Continue',
      })}
      ${postButton({ action: ACTION, csrf: visit.csrf, text: 'Send a new token', fields: { act: 'send' } })}`,
  });

type Refusal = Exclude<PasskeyAddRefusal, 'not-permitted'>;

/** @param options undefined where browsers make no passkeys at our address */
export const makePage = (
  visit: Shown,
  { options, refusal }: { options: object | undefined; refusal: Refusal | undefined },
): Html =>
  addPage(visit, {
    heading: 'Make your passkey',
    intro: 'Your browser asks where to keep it, then for your finger, face or PIN. We learn none of these.',
    notice: refusal && noticeOf(refusal),
    body: html`
      ${missing}
      ${
        options &&
        passkeyForm({
          act: 'make',
          action: ACTION,
          csrf: visit.csrf,
          options,
          text: 'Make the passkey',
          tone: 'primary',
        })
      }`,
  });

function noticeOf(refusal: Refusal): Banner {
  switch (refusal) {
    case 'over':
      return { tone: 'warning', title: 'That took too long', text: 'Make the passkey once more.' };
    case 'there-already':
      return { tone: 'warning', title: 'This passkey is there already', text: 'Choose another device.' };
    case 'too-many':
      return {
        tone: 'warning',
        title: 'There are twenty passkeys already',
        text: 'Remove one that you do not use any more, then add this one.',
      };
    case 'not-accepted':
      return {
        tone: 'problem',
        title: 'This passkey was not accepted',
        text: 'Your device has to make sure that it is you, by your finger, your face or a PIN. Set that up, or choose another device.',
      };
  }
}

/** The answer itself: the codes are nowhere to be read a second time. */
export const addedPage = (visit: Pick<Visit, 'shell'>, codes: readonly string[]): Html =>
  keptCodesPage(visit, {
    codes,
    lost: 'passkey',
    done: 'Your passkey is added. All other sessions have ended.',
  });
