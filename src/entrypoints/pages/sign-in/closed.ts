import { type Destination, findDestination } from '../../../features/services/index.ts';
import { type ClosedAttempt, openAttempt } from '../../../features/sign-in/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import type { Html } from '../../../ui/index.ts';
import { expiredSignInPage, signedInAlreadyPage } from '../errors/index.ts';
import { attemptCookie } from './attempt-cookies.ts';
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

/**
 * A form of a sign-in that no page of ours in this browser has sent. Where the cookies of its attempt are gone with that,
 * there is no page to open again either.
 */
export async function foreignFormResponse(
  deps: SignInPagesDeps,
  c: PageContext,
): Promise<Response | undefined> {
  const id = /^\/sign-in\/([\w-]{1,64})\//.exec(new URL(c.req.url).pathname)?.[1];
  if (id === undefined) return undefined;
  const secret = deps.cookies.read(c, attemptCookie(id));
  const opened = await openAttempt(deps, {
    id,
    interaction: deps.provider.interactionOf(c.env.incoming),
    secret,
  });
  if (opened.ok) return undefined;
  // A form of another site comes without cookies: it must not end what is open in this browser.
  if (c.req.header('cookie')) forget(deps, c, id);
  return c.html(expiredPage(deps, c, opened.error), 403);
}

/** One sentence, our cookies cleared, one button that starts again where the person came from. */
function expiredResponse(
  deps: SignInPagesDeps,
  c: PageContext,
  closed: ClosedAttempt,
): Response | Promise<Response> {
  forget(deps, c, c.req.param('attempt') ?? '');
  return c.html(expiredPage(deps, c, closed), 410);
}

function expiredPage(deps: SignInPagesDeps, c: PageContext, { serviceId }: ClosedAttempt): Html {
  const service = findDestination(deps, serviceId);
  return expiredSignInPage(deps.shell(c), {
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
  });
}
