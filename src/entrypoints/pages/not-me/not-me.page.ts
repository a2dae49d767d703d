import type { Notice } from '../../../features/notices/index.ts';
import {
  type Contact,
  dateTime,
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

export interface NotMePage {
  notice: Pick<Notice, 'createdAt'>;
  /** What happened, as the notice said it. */
  happened: string;
  /** Of the link: the form hands it on. */
  secret: string;
  csrf: string;
  customerCare: Contact;
}

/** A confirmation of its own, with the consequence in words: opening the link does nothing yet. */
export const notMePage = (shell: Shell, { notice, happened, secret, csrf, customerCare }: NotMePage): Html =>
  page(shell, {
    title: 'Was this not you?',
    intro: `It happened to your ${shell.brand.name} Master Account. If it was you, close this page: nothing is done by looking at it.`,
    body: html`
      ${definitionList([
        { term: 'What', detail: happened },
        { term: 'When', detail: dateTime(notice.createdAt) },
      ])}
      ${textBlock(
        'If it was somebody else, sign everybody out now and choose a new password. Whoever is signed in to your account, in all services, is signed out, and whatever is pending ends. Where the account got another email address since, it goes back to this one. This link works once.',
      )}
      ${form({
        action: '/not-me',
        csrf,
        body: hiddenField('notice', secret),
        submit: 'Sign everybody out and reset my password',
        submitTone: 'danger',
      })}
      ${furtherHelp(shell, customerCare)}`,
  });

/** The link is unknown, over, or was used. */
export const overPage = (shell: Shell, customerCare: Contact): Html =>
  page(shell, {
    title: 'This link does not work any more',
    intro:
      'It works once, within 72 hours. If somebody else has changed something in your account, reset your password: that signs everybody out.',
    body: html`
      <div class="buttons">${linkButton({ href: '/recover', text: 'Reset your password' })}</div>
      ${furtherHelp(shell, customerCare)}`,
  });
