import { findService } from '../../../features/services/index.ts';
import type { ClosedAttempt } from '../../../features/sign-in/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import { expiredSignInPage } from '../errors/index.ts';
import type { SignInPagesDeps } from './ports.ts';
import { forget, panelOf } from './visit.ts';

/** One sentence, our cookies cleared, one button that starts again where the person came from. */
export function expiredResponse(
  deps: SignInPagesDeps,
  c: PageContext,
  { serviceId }: ClosedAttempt,
): Response | Promise<Response> {
  forget(deps, c, c.req.param('attempt') ?? '');
  const service = findService(deps, serviceId);
  return c.html(
    expiredSignInPage(deps.shell(c), {
      customerCare: deps.customerCare,
      startAgain: service
        ? { href: service.signOnUrl, service: service.name }
        : { href: '/', service: deps.brandName },
      panel:
        service &&
        panelOf(
          service,
          'Your sign-in was interrupted.',
          'Start again, and you will be back here in a moment.',
        ),
    }),
    410,
  );
}
