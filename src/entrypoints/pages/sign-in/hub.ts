import { finishAttempt } from '../../../features/sign-in/index.ts';
import { closedResponse } from './closed.ts';
import { goingBackPage } from './going-back.page.ts';
import { onlyLooks } from './only-looks.ts';
import type { SignInPagesDeps } from './ports.ts';
import { forget, type Visit } from './visit.ts';

/** From the hub there is one way out: the step that is due, or back to the service. */
export async function leaveHub(deps: SignInPagesDeps, visit: Visit): Promise<Response> {
  const { c, attempt, due, hub } = visit;
  if (due === 'done') return onlyLooks(c) ? c.body(null, 204) : backToService(deps, visit);
  if (due === 'register') {
    return c.redirect(`/register?attempt=${attempt.id}`, 303);
  }
  return c.redirect(`${hub}/${due}`, 303);
}

async function backToService(deps: SignInPagesDeps, visit: Visit): Promise<Response> {
  const { c, attempt, hub } = visit;
  const finished = await finishAttempt(deps, attempt, visit.visitor);
  if (!finished.ok && finished.error === 'not-done') return c.redirect(hub, 303);
  if (!finished.ok) return closedResponse(deps, c, { reason: 'done', serviceId: attempt.serviceId });
  const handedOver = await deps.provider.finishAttempt(c.env.incoming, attempt.id, finished.value);
  if (!handedOver.ok) return closedResponse(deps, c, { reason: 'expired', serviceId: attempt.serviceId });
  forget(deps, c, attempt.id);
  const { shell, service } = visit;
  return c.html(goingBackPage({ shell, service: service.name, href: handedOver.value }));
}
