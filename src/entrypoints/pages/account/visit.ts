import { findDeletion } from '../../../features/account-deletion/index.ts';
import { type Account, findAccount, isActive } from '../../../features/accounts/index.ts';
import { passwordEndsSoon } from '../../../features/password-reminders/index.ts';
import { findSecondFactor, type SecondFactor } from '../../../features/second-factor/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import type { Form, PageContext } from '../../../platform/http/index.ts';
import type { Shell } from '../../../ui/index.ts';
import { visitorOf } from '../request/visitor.ts';
import { isSignedIn } from './account-cookies.ts';
import { type LostForm, lostFormOf } from './lost-form.ts';
import { type NextSessionId, nextSessionId } from './next-session-id.ts';
import type { AccountPagesDeps, LiveSession } from './ports.ts';

/** What every page says of the account. */
export interface Standing {
  /** When the password ends, where that is soon. */
  passwordEndsAt: Instant | undefined;
  /** When the account is deleted, where that was asked for. */
  deletionDueAt: Instant | undefined;
  /** The form that was posted here a moment ago, and was not taken. */
  lost?: LostForm | undefined;
}

/** One request of a signed-in person to Manage My Account. */
export interface Visit {
  c: PageContext;
  account: Account;
  session: LiveSession;
  /** Under which the session goes on, should more be proven in this request than before. */
  nextId: NextSessionId;
  /** What the account has of a second factor; undefined where it has none. */
  secondFactor: SecondFactor | undefined;
  shell: Shell;
  csrf: string;
  standing: Standing;
  /** What was typed into this page's form before the session ended; of the fields that the page keeps. */
  typedBefore: Form;
  /** From where. */
  visitor: ReturnType<typeof visitorOf>;
}

/**
 * Lets a browser in that is signed in and came through the provider.
 * @returns `sign-in`: no session, or none that counts here; `second-factor`: the account has one, and this session
 *   was begun without it
 */
export async function visitOf(
  deps: AccountPagesDeps,
  c: PageContext,
): Promise<Visit | 'sign-in' | 'second-factor'> {
  const session = await deps.provider.currentSession(c.env.incoming);
  if (!session || !isSignedIn(deps, c, session)) return 'sign-in';
  const account = await findAccount(deps.db, session.accountId);
  if (!isActive(account)) return 'sign-in';
  const secondFactor = await findSecondFactor(deps, account.id);
  if (secondFactor && session.acr !== 'aal2') return 'second-factor';
  const lost = c.req.method === 'GET' ? lostFormOf(deps, c, account) : undefined;
  return {
    c,
    account,
    session,
    nextId: nextSessionId(deps, c, session),
    secondFactor,
    shell: { ...deps.shell(c), signedInAs: `${account.firstName} ${account.lastName}` },
    csrf: c.get('csrf'),
    standing: {
      passwordEndsAt: await passwordEndsSoon(deps, account.id),
      deletionDueAt: (await findDeletion(deps.db, account.id))?.dueAt,
      lost,
    },
    typedBefore: lost?.fields ?? {},
    visitor: visitorOf(c),
  };
}
