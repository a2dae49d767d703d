import { type Destination, findDestination } from '../../../features/services/index.ts';
import type { ClosedAttempt } from '../../../features/sign-in/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import { expiredSignInPage, signedInAlreadyPage } from '../errors/index.ts';
import { goingBackPage } from './going-back.page.ts';
import { onlyLooks } from './only-looks.ts';
import type { SignInPagesDeps } from './ports.ts';
import { forget, panelOf } from './visit.ts';

/** Where an attempt is over, or is not this browser's: what to say, and the way on. */
export async function closedResponse(
  deps: SignInPagesDeps,
  c: PageContext,
  closed: ClosedAttempt,
): Promise<Response> {
  const service = closed.reason === 'done' ? findDestination(deps, closed.serviceId) : undefined;
  if (!service) return expiredResponse(deps, c, closed);
  const id = c.req.param('attempt') ?? '';
  const href = await wayOn(deps, c, id, service);
  if (href !== undefined && onlyLooks(c)) return c.body(null, 204);
  forget(deps, c, id);
  if (href !== undefined) return c.html(goingBackPage({ shell: deps.shell(c), service: service.name, href }));
  const goOn = { href: service.signOnUrl, service: service.name };
  return c.html(signedInAlreadyPage(deps.shell(c), { goOn, customerCare: deps.customerCare }), 410);
}

/**
 * A button was pressed twice: the second time leads where the first one went. Where the service has been
 * opened meanwhile, it opens again on the session that there is now, with no page.
 */
async function wayOn(
  { provider }: SignInPagesDeps,
  c: PageContext,
  attemptId: string,
  { signOnUrl }: Destination,
): Promise<string | undefined> {
  const request = c.env.incoming;
  const waiting = await provider.wayOnFrom(request, attemptId);
  if (waiting !== undefined || c.req.method !== 'POST') return waiting;
  return (await provider.currentSession(request)) && signOnUrl;
}

/** One sentence, our cookies cleared, one button that starts again where the person came from. */
function expiredResponse(
  deps: SignInPagesDeps,
  c: PageContext,
  { serviceId }: ClosedAttempt,
): Response | Promise<Response> {
  forget(deps, c, c.req.param('attempt') ?? '');
  const service = findDestination(deps, serviceId);
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
