import { hours, type Instant, seconds } from '../../kernel/index.ts';
import { type Account, findAccount, findAccountByEmail, isActive } from '../accounts/index.ts';
import { findLink } from '../links/index.ts';
import { findPasswordTimes } from '../passwords/index.ts';
import type { Attempt, ProvenServiceAccount, SessionProof } from './attempt.ts';
import type { Facts } from './next-step.ts';
import type { SignInDeps } from './sign-in-deps.ts';

type Deps = Pick<SignInDeps, 'db' | 'clock' | 'accountDiscovery'>;

/** How long ago the password may have been given for a service account to be linked. */
const LATELY = hours(1);

/** What an attempt, or a request with nothing but a session, stands on. */
export type Standing = Pick<
  Attempt,
  'serviceId' | 'request' | 'session' | 'email' | 'accountId' | 'passwordAt' | 'serviceAccount'
>;

export interface Situation {
  facts: Facts;
  /** The account that the facts are about: known, which is not to say proven. */
  account: Account | undefined;
  /** The session, where it still counts for this request. */
  session: SessionProof | undefined;
  /** What the service would be opened with now. */
  serviceAccount: ProvenServiceAccount | undefined;
}

/** Reads everything that decides on the next step, as it is at this moment. */
export async function loadSituation(deps: Deps, standing: Standing): Promise<Situation> {
  const account = await accountOf(deps, standing);
  const active = isActive(account);
  const password = active ? await findPasswordTimes(deps.db, account.id) : undefined;
  const expired = isExpired(password, deps.clock.now());
  const session = active && !expired ? countingSession(deps, standing, account.id, password) : undefined;
  const passwordAt =
    active && standing.accountId === account.id && isStillProof(standing.passwordAt, password)
      ? standing.passwordAt
      : session?.authenticatedAt;
  const serviceAccount = active ? await serviceAccountOf(deps, standing, account.id) : undefined;
  return {
    account,
    session,
    serviceAccount,
    facts: {
      named: standing.email !== undefined || account !== undefined,
      account: account === undefined ? 'unknown' : active ? 'active' : 'inactive',
      discovery: deps.accountDiscovery,
      proven: {
        password: passwordAt !== undefined,
        passwordLately: passwordAt !== undefined && deps.clock.now() - passwordAt <= LATELY,
        secondFactor: false,
      },
      passwordExpired: expired,
      // No factor can be enrolled yet. A wish for one is kept with the account, and counts once it can.
      secondFactor: 'none',
      serviceAccount: serviceAccount ? 'settled' : 'missing',
    },
  };
}

/** Who is being signed in: the one whose password was right, else the address typed, else the session. */
async function accountOf(
  { db }: Deps,
  { accountId, email, session }: Standing,
): Promise<Account | undefined> {
  if (accountId !== undefined) return findAccount(db, accountId);
  if (email !== undefined) return findAccountByEmail(db, email);
  return session && findAccount(db, session.accountId);
}

type PasswordTimes = Awaited<ReturnType<typeof findPasswordTimes>>;

const isExpired = (password: PasswordTimes, now: Instant): boolean =>
  password !== undefined && password.expiresAt !== null && password.expiresAt <= now;

/**
 * Whether what was proven then is worth anything now: a password that has been replaced since proves
 * nothing, wherever its proof has been lying.
 * @param precision of the instant of the proof, in milliseconds
 */
const isStillProof = (provenAt: Instant | undefined, password: PasswordTimes, precision = 1): boolean =>
  provenAt !== undefined && password !== undefined && provenAt > password.setAt - precision;

/** What sessions know of the time of their sign-in: whole seconds. */
const OF_SESSIONS = seconds(1);

/**
 * A session does not stand in for the password where the service asks for it again (`prompt=login`), where it is
 * older than `max_age` or than the password, or where that has expired: the new one is set after the old one.
 */
function countingSession(
  { clock }: Deps,
  { session, request }: Standing,
  accountId: string,
  password: PasswordTimes,
): SessionProof | undefined {
  if (!session || session.accountId !== accountId || request.prompts.includes('login')) return undefined;
  const age = clock.now() - session.authenticatedAt;
  if (request.maxAge !== undefined && age > request.maxAge) return undefined;
  return isStillProof(session.authenticatedAt, password, OF_SESSIONS) ? session : undefined;
}

/** What was proven in this attempt, for this very service; else the link, unless another one is wanted this once. */
async function serviceAccountOf(
  { db }: Deps,
  { serviceId, serviceAccount, request }: Standing,
  accountId: string,
): Promise<ProvenServiceAccount | undefined> {
  if (serviceAccount?.access === 'once' && serviceAccount.serviceId === serviceId) return serviceAccount;
  const anotherOnce = request.prompts.includes('select_account') && !serviceAccount;
  const link = anotherOnce ? undefined : await findLink(db, { accountId, serviceId });
  return (
    link && {
      serviceId,
      id: link.serviceAccountId,
      username: link.username,
      access: 'linked',
      linkId: link.id,
    }
  );
}
