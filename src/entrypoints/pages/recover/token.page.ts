import type { Channel } from '../../../features/recovery/index.ts';
import type { TokenStanding } from '../../../features/tokens/index.ts';
import {
  type Banner,
  codeText,
  dateTime,
  type Html,
  html,
  linkButton,
  linkList,
  page,
  postButton,
  type Shell,
} from '../../../ui/index.ts';
import { tokenField } from '../tokens/token-field.page.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface TokenPage extends StepPage {
  channel: Channel;
  /** What stands in the field: typed before, or brought by the link of the email. */
  token: string;
  /** Of the newest token. */
  standing: TokenStanding;
}

export const tokenPage = (p: TokenPage): Html =>
  stepPage(
    { ...p, notice: p.notice ?? (p.problems.length === 0 ? noticeOf(p.standing) : undefined) },
    {
      heading: 'Enter the token',
      intro: introOf(p),
      body: p.standing.state === 'valid' ? tokenForm(p) : newTokenForm(p),
    },
  );

const anotherWay = { href: '/recover/choose', text: 'Choose another way to receive it' };

const tokenForm = (p: TokenPage): Html => html`
  ${stepForm(p, {
    action: '/recover/token',
    body: tokenField(p),
    submit: 'Continue',
  })}
  ${linkList([newTokenButton(p, 'link'), anotherWay])}`;

/** There is nothing to enter: a new token is the only way on. */
const newTokenForm = (p: TokenPage): Html => html`
  <div class="buttons">${newTokenButton(p, 'primary')}</div>
  ${linkList([anotherWay])}`;

const newTokenButton = ({ csrf, recovery }: TokenPage, tone: 'link' | 'primary'): Html =>
  postButton({ action: '/recover/new-token', csrf, text: 'Send a new token', tone, fields: { recovery } });

/** The same words for everybody: what was really sent, only the mailbox and the phone say. */
function introOf({ standing, channel }: TokenPage): Html {
  if (standing.state !== 'valid')
    return html`The token that was sent does not count any more. Send a new one, and enter that.`;
  const until = html`It is valid until ${dateTime(standing.expiresAt)}, in this browser.`;
  return channel === 'sms'
    ? html`If there is an account for this address with a verified mobile phone number, a text message with a token is on its way; if not, an email says so. ${until}`
    : html`If there is an account for this address, an email with a token is on its way to it. Look among spam too. ${until}`;
}

/** Why there is no field to enter a token in, also when the page is loaded again. */
function noticeOf({ state }: TokenStanding): Banner | undefined {
  switch (state) {
    case 'valid':
    case 'none':
    case 'spent':
      return undefined;
    case 'expired':
      return { tone: 'warning', title: 'The token has expired', text: 'A token is valid for 10 minutes.' };
    case 'tried':
      return {
        tone: 'warning',
        title: 'The token was tried five times',
        text: 'So that nobody can guess it, it does not count any more.',
      };
  }
}

export const newTokenSent: Banner = {
  tone: 'success',
  title: 'A new token is on its way',
  text: 'It goes the same way as the one before. Only the newest token counts.',
};

/** The link of the email was opened where no recovery is: nothing is used up, and nobody gets in. */
export const otherBrowserPage = (shell: Shell, { token }: { token: string | undefined }): Html =>
  page(shell, {
    title: 'Enter the token in your first browser',
    intro:
      'The token counts only in the browser in which you began to reset your password. Go back there and enter it.',
    body: html`
      ${token !== undefined && html`<div class="text"><p>Your token: ${codeText(token)}</p></div>`}
      <div class="buttons">${linkButton({ href: '/recover', text: 'Begin in this browser', tone: 'quiet' })}</div>`,
  });
