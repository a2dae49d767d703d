import { findAccountByEmail } from '../../../features/accounts/index.ts';
import { findRegistration } from '../../../features/registration/index.ts';
import { hasSignedInBefore } from '../../../features/sign-in/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import type { SignInPagesDeps } from './ports.ts';

/**
 * The address of the account that has just been made in this browser, where no attempt carries it: that one has expired, or
 * there was none. Until it is signed in to here for the first time; whoever uses the browser afterwards is told no address.
 */
export async function registeredAddress(
  { db, clock, sealing }: Pick<SignInPagesDeps, 'db' | 'clock' | 'sealing'>,
  c: PageContext,
): Promise<string | undefined> {
  const browser = c.get('browser');
  const registration = await findRegistration({ db, clock, sealing }, { browser });
  if (!registration || registration.completedAt === null) return undefined;
  const account = await findAccountByEmail(db, registration.email);
  if (!account || (await hasSignedInBefore(db, account.id, sealing.digest(browser, 'device'))))
    return undefined;
  return registration.email;
}
