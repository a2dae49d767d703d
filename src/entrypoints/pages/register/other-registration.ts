import { findOpenRegistration } from '../../../features/registration/index.ts';
import type { Form } from '../../../platform/http/index.ts';
import { otherRegistrationPage } from './other-registration.page.ts';
import type { RegisterPagesDeps } from './ports.ts';
import { changeHref, makingPanel, type Visit } from './visit.ts';

/** Whether a form is of the registration that is going on. Another tab may have begun one for somebody else. */
export const isOfThisRegistration = ({ registration }: Visit, form: Form): boolean =>
  form['registration'] === registration.id;

/** Says whose registration is going on in this browser, and lets the person choose. */
export async function answerOtherRegistration(
  deps: RegisterPagesDeps,
  visit: Visit,
  form: Form,
): Promise<Response> {
  const { c, shell, csrf, attempt, registration } = visit;
  const named = { browser: c.get('browser'), id: form['registration'] ?? '' };
  const other = await findOpenRegistration(deps, named);
  const markup = otherRegistrationPage({
    shell,
    csrf,
    panel: makingPanel(attempt),
    present: registration.email,
    other: other?.email,
    change: changeHref(deps, visit),
  });
  return c.html(markup, 409);
}
