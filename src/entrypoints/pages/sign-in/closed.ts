import { findService } from '../../../features/services/index.ts';
import type { ClosedAttempt } from '../../../features/sign-in/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import { expiredSignInPage, signedInAlreadyPage } from '../errors/index.ts';
import type { SignInPagesDeps } from './ports.ts';
import { forget, panelOf } from './visit.ts';

/** Where an attempt is over, or is not this browser's: what to say, and the way on. */
export function closedResponse(
  deps: SignInPagesDeps,
  c: PageContext,
  closed: ClosedAttempt,
): Response | Promise<Response> {
  const service = closed.reason === 'done' ? findService(deps, closed.serviceId) : undefined;
  if (!service) return expiredResponse(deps, c, closed);
  forget(deps, c, c.req.param('attempt') ?? '');
  const goOn = { href: service.signOnUrl, service: service.name };
  return c.html(signedInAlreadyPage(deps.shell(c), { goOn, customerCare: deps.customerCare }), 410);
}

/** One sentence, our cookies cleared, one button that starts again where the person came from. */
function expiredResponse(
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
