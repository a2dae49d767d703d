import type { UndoRefusal } from '../../../features/email-changes/index.ts';
import {
  type Contact,
  definitionList,
  form,
  type Html,
  hiddenField,
  html,
  linkButton,
  page,
  type Shell,
  textBlock,
} from '../../../ui/index.ts';
import { furtherHelp } from '../errors/further-help.page.ts';

export interface UndoEmailPage {
  back: string;
  from: string;
  secret: string;
  csrf: string;
}

/** A confirmation, with its consequence in words. */
export const undoEmailPage = (shell: Shell, { back, from, secret, csrf }: UndoEmailPage): Html =>
  page(shell, {
    title: 'Undo the change of your email address',
    intro:
      'Do this if it was not you who changed the address. Everybody is signed out then, no password opens the account any more, and you choose a new one.',
    body: html`
      ${definitionList([
        { term: 'Address now', detail: from },
        { term: 'Goes back to', detail: back },
      ])}
      ${textBlock(
        'Your security questions, PIN, OTP app, passkeys and recovery codes become those of before, and links that were made meanwhile end. You are asked for the answers, and for a code where you had an app or a passkey.',
      )}
      ${form({
        action: '/undo-email',
        csrf,
        body: hiddenField('undo', secret),
        submit: 'Undo the change',
        submitTone: 'danger',
      })}
      ${textBlock('If it was you, close this page: nothing has happened.')}`,
  });

/** What is to be done next: whoever had the other address was told of everything that happened meanwhile. */
export const undonePage = (shell: Shell, customerCare: Contact): Html =>
  page(shell, {
    title: 'The change is undone',
    notice: { tone: 'success', text: 'Your account has the address back that this link was sent to.' },
    intro:
      'Everybody is signed out, and whoever changed the address knew your password: no password opens the account until you have chosen a new one.',
    body: html`
      <div class="buttons">${linkButton({ href: '/recover/choose', text: 'Choose a new password' })}</div>
      ${textBlock(
        'A token is sent to this address. Then you are asked the security questions of before, and for a code of the OTP app or passkey that you had. What somebody else has put in their place is gone, and so are links that were made meanwhile.',
        'Then sign in to Manage My Account, choose another PIN, which somebody else may have read, and look through Activity.',
      )}
      ${furtherHelp(shell, customerCare)}`,
  });

export const linkIsOverPage = (
  shell: Shell,
  { refusal, customerCare }: { refusal: UndoRefusal; customerCare: Contact },
): Html =>
  page(shell, {
    title: refusal === 'over' ? 'This link does not count any more' : 'The address has another account now',
    intro:
      refusal === 'over'
        ? 'It is good once, for 72 hours, and while the account has the address that it was changed to. If a newer email came with another link, open that one.'
        : 'The change cannot be undone by itself: an account was made for the address since. Customer Care helps you.',
    body: html`
      ${refusal === 'over' && html`<div class="buttons">${linkButton({ href: '/recover', text: 'Choose a new password', tone: 'quiet' })}</div>`}
      ${furtherHelp(shell, customerCare)}`,
  });
