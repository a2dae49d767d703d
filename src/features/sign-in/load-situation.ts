import { hours, type Instant, seconds } from '../../kernel/index.ts';
import { type Account, isActive } from '../accounts/index.ts';
import { isOwnDestination } from '../services/index.ts';
import type { Attempt, ProvenServiceAccount, SessionProof } from './attempt.ts';
import type { Facts, Proven } from './next-step.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { type AccountStanding, findStanding, type Whose } from './standing.queries.ts';
import { type SecondFactorWanted, whoWantsSecondFactor } from './who-wants-second-factor.ts';

export type SituationDeps = Pick<
  SignInDeps,
  'db' | 'clock' | 'accountDiscovery' | 'services' | 'secondFactorDomains'
>;

/** How long ago the password may have been given for a service account to be linked. */
const LATELY = hours(1);

/** What an attempt, or a request with nothing but a session, stands on. */
export type Standing = Pick<
  Attempt,
  | 'serviceId'
  | 'request'
  | 'session'
  | 'email'
  | 'accountId'
  | 'passwordAt'
  | 'secondFactorAt'
  | 'passkeyAt'
  | 'serviceAccount'
>;

export interface Situation {
  facts: Facts;
  /** The account that the facts are about: known, which is not to say proven. */
  account: Account | undefined;
  /** The session, where it still counts for this request. */
  session: SessionProof | undefined;
  /** What the service would be opened with now. */
  serviceAccount: ProvenServiceAccount | undefined;
  /** Who wants a second factor of an account that has none. */
  secondFactorWanted: SecondFactorWanted | undefined;
}

/** Reads everything that decides on the next step, as it is at this moment. */
export async function loadSituation(deps: SituationDeps, standing: Standing): Promise<Situation> {
  const whose = whoseOf(standing);
  const found = whose && (await findStanding(deps.db, whose, standing.serviceId));
  const account = found?.account;
  const active = isActive(account);
  const password = active ? found?.password : undefined;
  const expired = isExpired(password, deps.clock.now());
  const session = active ? countingSession(deps, standing, account.id, { password, expired }) : undefined;
  const own = active && standing.accountId === account.id ? standing : undefined;
  const givenAt = isStillProof(own?.passwordAt, password) ? own?.passwordAt : undefined;
  const passkeyAt = own?.passkeyAt;
  const provenAt = latest(givenAt, passkeyAt) ?? session?.authenticatedAt;
  const serviceAccount = active ? serviceAccountOf(standing, found?.link) : undefined;
  const enrolled = active && found?.enrolled === true;
  const toBeDeleted = active && found?.toBeDeleted === true;
  const secondFactorWanted =
    active && !enrolled ? whoWantsSecondFactor(deps, { ...standing, account, serviceAccount }) : undefined;
  return {
    account,
    session,
    serviceAccount,
    secondFactorWanted,
    facts: {
      named: standing.email !== undefined || account !== undefined,
      account: account === undefined ? 'unknown' : active ? 'active' : 'inactive',
      discovery: deps.accountDiscovery,
      proven: {
        password: provenIn(latest(givenAt, passkeyAt), session !== undefined),
        passwordLately: provenAt !== undefined && deps.clock.now() - provenAt <= LATELY,
        secondFactor: provenIn(
          latest(own?.secondFactorAt, passkeyAt),
          session?.methods.includes('mfa') === true,
        ),
        passkeyInstead:
          givenAt === undefined &&
          (passkeyAt !== undefined || (session !== undefined && isByPasskey(session))),
      },
      passwordExpired: expired,
      secondFactor: enrolled ? 'enrolled' : secondFactorWanted ? 'wanted' : 'none',
      toBeDeleted,
      serviceAccount: isOwnDestination(standing.serviceId)
        ? 'not-needed'
        : serviceAccount
          ? 'settled'
          : 'missing',
    },
  };
}

const provenIn = (attemptAt: Instant | undefined, inSession: boolean): Proven =>
  attemptAt !== undefined ? 'now' : inSession ? 'earlier' : 'no';

const latest = (...instants: readonly (Instant | undefined)[]): Instant | undefined =>
  instants.reduce((late, each) => (late === undefined || (each ?? late) > late ? each : late), undefined);

/** A session that was begun by a passkey and no password (RFC 8176). */
const isByPasskey = ({ methods }: SessionProof): boolean =>
  methods.includes('hwk') && !methods.includes('pwd');

/** Who is being signed in: the one whose password was right, else the address typed, else the session. */
function whoseOf({ accountId, email, session }: Standing): Whose | undefined {
  if (accountId !== undefined) return { accountId };
  if (email !== undefined) return { email };
  return session && { accountId: session.accountId };
}

type PasswordTimes = AccountStanding['password'];

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
 * older than `max_age` or than the password, or where that has expired: the new one is set after the old one. One that
 * was begun by a passkey goes on, for it does not stand on the password.
 */
function countingSession(
  { clock }: SituationDeps,
  { session, request }: Standing,
  accountId: string,
  { password, expired }: { password: PasswordTimes; expired: boolean },
): SessionProof | undefined {
  if (!session || session.accountId !== accountId || request.prompts.includes('login')) return undefined;
  const age = clock.now() - session.authenticatedAt;
  if (request.maxAge !== undefined && age > request.maxAge) return undefined;
  if (expired && !isByPasskey(session)) return undefined;
  return isStillProof(session.authenticatedAt, password, OF_SESSIONS) ? session : undefined;
}

/** What was proven in this attempt, for this very service; else the link, unless another one is wanted this once. */
function serviceAccountOf(
  { serviceId, serviceAccount, request }: Standing,
  linked: AccountStanding['link'],
): ProvenServiceAccount | undefined {
  if (serviceAccount?.access === 'once' && serviceAccount.serviceId === serviceId) return serviceAccount;
  const anotherOnce = request.prompts.includes('select_account') && !serviceAccount;
  const link = anotherOnce ? undefined : linked;
  return (
    link && {
      serviceId,
      id: link.serviceAccountId,
      username: link.username,
      access: 'linked',
      linkId: link.id,
      ...(link.secondFactorRequiredAt !== null && { secondFactorRequired: true }),
    }
  );
}
