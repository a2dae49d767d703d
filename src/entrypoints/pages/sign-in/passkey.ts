import { AttemptOver, offerPasskeyInAttempt, submitPasskey } from '../../../features/sign-in/index.ts';
import { readForm } from '../../../platform/http/index.ts';
import { type OfferedPasskey, type PasskeyPlace, passkeyNotice } from '../second-factor/passkey.page.ts';
import type { SignInPagesDeps } from './ports.ts';
import { handOut, provenAccountOf, type Visit } from './visit.ts';

/**
 * What the pages of the address, the password and the code need for their button.
 * @param instead what else is to be done where it was not accepted
 */
export async function passkeyOf(
  deps: SignInPagesDeps,
  visit: Visit,
  instead = 'sign in with your password',
): Promise<OfferedPasskey> {
  const { attempt, hub, c } = visit;
  return {
    action: `${hub}/passkey`,
    options: await offerPasskeyInAttempt(deps, attempt, provenFor(visit)),
    notice: passkeyNotice(c.req.query('passkey'), instead),
  };
}

/** Whose it has to be: where a second factor is due, that of whoever has given the password. */
const provenFor = (visit: Visit) => (visit.due === 'code' ? provenAccountOf(visit) : undefined);

/**
 * Takes a passkey at whichever step asks who somebody is. Refused, it leads back to the page where it was given: what
 * the passkey would have opened is typed there.
 */
export async function takePasskey(deps: SignInPagesDeps, visit: Visit): Promise<Response> {
  const { c, hub, attempt, visitor } = visit;
  const form = readForm(c);
  const place = placeOf(visit, form['page']);
  if (!place) return c.redirect(hub, 303);
  const given = { posted: form['passkey'] ?? '', proven: provenFor(visit) };
  try {
    const verdict = await submitPasskey(deps, attempt, given, visitor);
    if (!verdict.ok) return c.redirect(`${hub}/${place}?passkey=${verdict.error.reason}`, 303);
    handOut(deps, c, attempt, verdict.value.secret);
  } catch (fault) {
    // Overtaken: the hub knows where things stand now.
    if (!(fault instanceof AttemptOver)) throw fault;
  }
  return c.redirect(hub, 303);
}

function placeOf({ due }: Visit, page: string | undefined): PasskeyPlace | undefined {
  switch (due) {
    case 'code':
      return 'code';
    case 'email':
    case 'register':
      return 'email';
    case 'password':
      return page === 'email' ? 'email' : 'password';
    default:
      return undefined;
  }
}
