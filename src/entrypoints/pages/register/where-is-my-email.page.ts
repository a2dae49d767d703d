import type { DeliveryReport } from '../../../features/messages/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import { type Html, linkButton, page, postButton } from '../../../ui/index.ts';
import { reportContent, tooEarlyContent } from '../tokens/delivery-report.page.ts';
import type { StepPage } from './frame.page.ts';

interface WherePage extends Omit<StepPage, 'problems'> {
  now: Instant;
}

export interface ReportPage extends WherePage {
  report: DeliveryReport;
  /** What to look for. */
  mail: { from: string; subject: string; sentAt: Instant };
}

const here = '/register/where-is-my-email';
const back = { href: '/register/verify-email', text: 'Back to the token' };

export const reportPage = ({ shell, panel, csrf, registration, ...p }: ReportPage): Html =>
  page(shell, {
    panel,
    back,
    ...reportContent({
      ...p,
      here,
      ifWrong: 'If not, correct it: everything else that you have entered is kept.',
      correct: (tone) => linkButton({ href: '/register/email', text: 'Correct my email address', tone }),
      newToken: (tone) =>
        postButton({
          action: '/register/new-token',
          csrf,
          text: 'Send a new token',
          tone,
          fields: { registration },
        }),
    }),
  });

export interface TooEarlyPage extends WherePage {
  opensAt: Instant;
}

export const tooEarlyPage = ({ shell, panel, now, opensAt }: TooEarlyPage): Html =>
  page(shell, { panel, back, ...tooEarlyContent({ now, opensAt, here }) });
