import { findDestination, type Service } from '../../../features/services/index.ts';
import type { Clock, Instant } from '../../../kernel/index.ts';
import type { Contact, Html, Shell } from '../../../ui/index.ts';
import { expiredSignInPage } from './expired-sign-in.page.ts';
import { refusedRequestPage } from './refused-request.page.ts';
import { somethingWentWrongPage } from './something-went-wrong.page.ts';
import { tooManyRequestsPage } from './too-many-requests.page.ts';
import { unavailablePage } from './unavailable.page.ts';

/** Why nobody is led on to, or back to, the service that they came from, where it is known. */
export type SignOnProblem = { serviceId?: string } & (
  | { kind: 'expired' | 'refused' | 'fault' | 'unavailable' }
  | { kind: 'too-many'; retryAt: Instant }
);

interface Deps {
  clock: Clock;
  services: readonly Service[];
  customerCare: Contact;
}

/** What is shown where OpenID Connect cannot go on: each leads back to where the person came from. */
export function signOnProblemPage(
  { clock, services, customerCare }: Deps,
  shell: Shell,
  problem: SignOnProblem,
): Html {
  const service = findDestination({ services }, problem.serviceId);
  const startAgain = service
    ? { href: service.signOnUrl, service: service.name }
    : { href: '/', service: shell.brand.name };
  switch (problem.kind) {
    case 'expired':
      return expiredSignInPage(shell, { startAgain, customerCare });
    case 'refused':
      return refusedRequestPage(shell, { startAgain, support: service?.service?.support ?? customerCare });
    case 'fault':
      return somethingWentWrongPage(shell, customerCare);
    case 'unavailable':
      return unavailablePage(shell, customerCare, startAgain.href);
    case 'too-many':
      return tooManyRequestsPage(shell, {
        now: clock.now(),
        retryAt: problem.retryAt,
        reason: 'Very many sign-ins were begun from your network in a short time.',
        back: { href: startAgain.href, text: `Back to ${startAgain.service}` },
        customerCare,
      });
  }
}
