import { deliveryReport, emailChangeSubject } from '../../../../features/messages/index.ts';
import { REPORT_OPENS_AFTER } from '../../tokens/delivery-report.page.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import { whilePending } from './verify-email.ts';
import { reportPage, tooEarlyPage } from './where-is-my-email.page.ts';

/**
 * What became of the mail with the token for a new address. It is found by the change that this session has asked
 * for, never by an address; it says the same whatever the owner of an account there was sent.
 */
export const reportPages = (deps: AccountPagesDeps): Page[] => [
  {
    path: '/email/where-is-my-email',
    show: (visit) =>
      whilePending(deps, visit, async ({ email, tokenSentAt }) => {
        const now = deps.clock.now();
        const opensAt = tokenSentAt + REPORT_OPENS_AFTER;
        if (now < opensAt) return visit.c.html(tooEarlyPage(visit, { now, opensAt }), 403);
        const about = `account:${visit.account.id}`;
        const report = await deliveryReport(deps, { about, to: email, kind: 'email-change-token' });
        const subject = emailChangeSubject(deps.brandName);
        const mail = { from: deps.mailFrom, subject, sentAt: report.sentAt ?? tokenSentAt };
        return reportPage(visit, { report, email, now, mail });
      }),
  },
];
