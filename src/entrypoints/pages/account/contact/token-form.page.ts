import type { TokenStanding } from '../../../../features/tokens/index.ts';
import {
  type Banner,
  form,
  type Html,
  hiddenField,
  html,
  linkList,
  type Problem,
  postButton,
} from '../../../../ui/index.ts';
import { newTokenSent, tokenField } from '../../tokens/token-field.page.ts';

export interface TokenForm {
  csrf: string;
  /** Where the forms are: `/account/contact/email` with `/verify`, `/new-token` and `/cancel`. */
  at: string;
  /** What goes along, so that a form that is sent twice is known. */
  shown: { name: string; value: string };
  submit: string;
  token: string;
  standing: TokenStanding;
  problems: readonly Problem[];
  cancel: string;
}

/** The field of a token that was sent, or the way to a new one where it does not count any more. */
export const tokenForm = (p: TokenForm): Html =>
  p.standing.state === 'valid'
    ? html`
      ${form({
        action: `${p.at}/verify`,
        csrf: p.csrf,
        body: html`${hiddenField(p.shown.name, p.shown.value)}${tokenField(p)}`,
        submit: p.submit,
      })}
      ${linkList([newToken(p, 'link'), cancelButton(p)])}`
    : html`
      <div class="buttons">${newToken(p, 'primary')}</div>
      ${linkList([cancelButton(p)])}`;

const newToken = ({ csrf, at }: TokenForm, tone: 'link' | 'primary'): Html =>
  postButton({ action: `${at}/new-token`, csrf, text: 'Send a new token', tone });

const cancelButton = ({ csrf, at, cancel }: TokenForm): Html =>
  postButton({ action: `${at}/cancel`, csrf, text: cancel, tone: 'link' });

/** What became of asking for a new token. */
export const tokenNotices = (sent: string | undefined): Banner | undefined =>
  sent === 'yes' ? newTokenSent : undefined;

/** Why there is no field to enter a token in. */
export function standingNotice({ state }: TokenStanding): Banner | undefined {
  switch (state) {
    case 'valid':
      return undefined;
    case 'expired':
      return {
        tone: 'warning',
        title: 'The token has expired',
        text: 'It was valid for 10 minutes. Send a new one.',
      };
    case 'tried':
      return {
        tone: 'warning',
        title: 'The token was tried five times',
        text: 'So that nobody can guess it, it does not count any more. Send a new one.',
      };
    case 'spent':
    case 'none':
      return { tone: 'warning', title: 'The token does not count any more', text: 'Send a new one.' };
  }
}
