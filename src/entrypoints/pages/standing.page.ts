import type { Instant } from '../../kernel/index.ts';
import { banner, dateTime, type Html, html, link, postButton } from '../../ui/index.ts';

/** What an account's owner should know wherever they are: a password that ends soon, a deletion that is coming. */
export const standingBanners = (s: {
  passwordEndsAt: Instant | undefined;
  deletionDueAt: Instant | undefined;
  /** For the button that keeps the account; without it there is a link to where it is. */
  csrf?: string | undefined;
  /** Of Manage My Account: what leads to where one is already is left out. */
  section?: string | undefined;
}): Html => html`
  ${
    s.passwordEndsAt !== undefined &&
    banner({
      tone: 'warning',
      title: 'Your password ends soon',
      text: html`It ends on ${dateTime(s.passwordEndsAt)}.${
        s.section !== 'authentication' &&
        html` ${link({ href: '/account/authentication', text: 'Set a new one under Authentication' })}.`
      }`,
    })
  }
  ${s.deletionDueAt !== undefined && deletionBanner(s.deletionDueAt, s)}`;

const deletionBanner = (dueAt: Instant, { csrf }: { csrf?: string | undefined }): Html => html`
  ${banner({
    tone: 'warning',
    title: 'Your account will be deleted',
    text: html`On ${dateTime(dueAt)} it is deleted with everything in it. Until then it opens no services.${
      csrf === undefined && html` ${link({ href: '/account/my-data', text: 'Keep my account' })}`
    }`,
  })}
  ${
    csrf !== undefined &&
    html`<div class="buttons">${postButton({
      action: '/account/my-data/keep',
      csrf,
      text: 'Keep my account',
      tone: 'primary',
    })}</div>`
  }`;
