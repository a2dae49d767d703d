import { deliveryReport, tokenSubject } from '../../../features/messages/index.ts';
import { aboutRegistration } from '../../../features/registration/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import { REPORT_OPENS_AFTER } from '../tokens/delivery-report.page.ts';
import type { RegisterPagesDeps } from './ports.ts';
import { panelOf, stepContent, type Visit } from './visit.ts';
import { reportPage, tooEarlyPage } from './where-is-my-email.page.ts';

/** When the report of a registration opens; undefined where no token has been sent. */
export const reportOpensAt = ({ tokenSentAt }: Visit['registration']): Instant | undefined =>
  tokenSentAt === null ? undefined : tokenSentAt + REPORT_OPENS_AFTER;

/**
 * What became of the mail with the token of this browser's registration. It is found by the registration, never by an
 * address; the subject shown is the one that the person is to look for, whatever the owner of an account was sent.
 */
export async function showReport(deps: RegisterPagesDeps, visit: Visit): Promise<Response> {
  const { c, registration } = visit;
  const now = deps.clock.now();
  const opensAt = reportOpensAt(registration);
  if (opensAt === undefined) return c.redirect('/register/verify-email', 303);
  const content = { ...contentOf(visit), now };
  if (now < opensAt) return c.html(tooEarlyPage({ ...content, opensAt }), 403);
  const report = await deliveryReport(deps, {
    about: aboutRegistration(registration.id),
    to: registration.email,
    kind: 'registration-token',
  });
  const mail = {
    from: deps.mailFrom,
    subject: tokenSubject(deps.brandName),
    sentAt: report.sentAt ?? registration.tokenSentAt ?? now,
  };
  return c.html(reportPage({ ...content, report, mail }));
}

const contentOf = (visit: Visit) => ({
  ...stepContent(visit),
  panel: panelOf(
    visit.attempt,
    'You are looking where the email with your token is.',
    'With the token you finish your account, and sign in.',
  ),
});
