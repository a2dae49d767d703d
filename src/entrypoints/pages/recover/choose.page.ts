import type { Channel } from '../../../features/recovery/index.ts';
import { type Html, html, linkList, radios } from '../../../ui/index.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface ChoosePage extends StepPage {
  channel: Channel;
  /** One has been sent already, and can still be entered. */
  tokenIsSent: boolean;
}

/** Both ways are offered to everybody: what is there to send to, nobody is told. */
export const choosePage = (p: ChoosePage): Html =>
  stepPage(p, {
    heading: 'Choose how to receive the token',
    intro: 'The token proves that it is you who asks. It is valid for 10 minutes, in this browser.',
    body: html`
      ${stepForm(p, {
        action: '/recover/choose',
        body: radios({
          label: 'Send it by',
          name: 'channel',
          value: p.channel,
          problems: p.problems,
          choices: [
            { value: 'email', text: 'Email', hint: 'To the address above.' },
            {
              value: 'sms',
              text: 'SMS Text Message',
              hint: 'To the mobile phone number that was verified in Manage My Account. Without one, an email says so.',
            },
          ],
        }),
        submit: 'Send the token',
      })}
      ${p.tokenIsSent && linkList([{ href: '/recover/token', text: 'Enter the token that was sent' }])}`,
  });
