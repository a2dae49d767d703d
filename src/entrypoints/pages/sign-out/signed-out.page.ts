import { type Banner, type Html, html, linkButton, linkList, page, type Shell } from '../../../ui/index.ts';

export interface SignedOutPage {
  shell: Shell;
  back: { href: string; service: string } | undefined;
  /** Names of the services that have confirmed it. */
  told: readonly string[];
  /** Names of those that have not, yet; they are told again. */
  pending: readonly string[];
  /** Names of those that have no way of being told. */
  silent: readonly string[];
}

export const signedOutPage = ({ shell, back, told, pending, silent }: SignedOutPage): Html =>
  page(shell, {
    title: 'You are signed out',
    intro:
      told.length > 0
        ? `You are signed out here and at ${listed(told)}.`
        : 'You are signed out here. Close the browser if others use it too.',
    notice: noticeOf(pending, silent),
    body: html`
      <div class="buttons">${linkButton(
        back
          ? { href: back.href, text: `Go back to ${back.service}`, goOn: true }
          : { href: '/', text: 'Go to the start' },
      )}</div>
      ${back && linkList([{ href: '/', text: 'Choose another service' }])}`,
  });

function noticeOf(pending: readonly string[], silent: readonly string[]): Banner | undefined {
  if (pending.length + silent.length === 0) return undefined;
  const again = pending.length > 0 ? `${listed(pending)} did not answer yet, and will be told again. ` : '';
  const never = silent.length > 0 ? `${listed(silent)} cannot be told from here. ` : '';
  return {
    tone: 'warning',
    title: 'Not every service has confirmed it',
    text: `${again}${never}If others use this computer, sign out there as well.`,
  };
}

const listed = (names: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { style: 'long', type: 'conjunction' }).format(names);
