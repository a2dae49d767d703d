import { type Html, linkButton, postButton } from '../../../../ui/index.ts';
import {
  type Report,
  reportContent,
  type TooEarly,
  tooEarlyContent,
} from '../../tokens/delivery-report.page.ts';
import { accountPage } from '../frame.page.ts';
import type { Shown } from './change.page.ts';

const here = '/account/contact/email/where-is-my-email';
const frame = {
  section: 'contact',
  back: { href: '/account/contact/email/verify', text: 'Back to the token' },
};

export const reportPage = (visit: Shown, p: Pick<Report, 'report' | 'email' | 'now' | 'mail'>): Html =>
  accountPage(visit, {
    ...frame,
    ...reportContent({
      ...p,
      here,
      ifWrong: 'If not, ask for the right one instead: your present address stays as it is.',
      correct: (tone) =>
        linkButton({ href: '/account/contact/email', text: 'Another address instead', tone }),
      newToken: (tone) =>
        postButton({
          action: '/account/contact/email/new-token',
          csrf: visit.csrf,
          text: 'Send a new token',
          tone,
        }),
    }),
  });

export const tooEarlyPage = (visit: Shown, p: Omit<TooEarly, 'here'>): Html =>
  accountPage(visit, { ...frame, ...tooEarlyContent({ ...p, here }) });
