import { type Instant, type Result, refuse } from '../../kernel/index.ts';
import { recordEvent } from '../audit/index.ts';
import { recordMessage } from '../messages/index.ts';
import { type Changer, issueNoticeLink } from '../notices/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { spendTries, type ThrottleDeps } from '../throttle/index.ts';
import { issueToken } from '../tokens/index.ts';
import {
  EMAIL_CHANGE_LIFETIME,
  EMAIL_TOKEN_LIFETIME,
  type EmailChangeDeps,
  emailTokenBinding,
} from './email-change.ts';
import { noteTokenSent, replaceEmailChange } from './email-changes.queries.ts';

export interface EmailChangeRequest {
  /** The new address, normalised. */
  email: string;
  /** Digest of the session and browser in which it is asked for. */
  place: string;
}

/** `retryAt`: when a token can be sent there. */
export type AskRefusal = 'session-over' | { retryAt: Instant };

/**
 * Sends a token to the new address, and tells the old one. Whether the new one has an account is not looked at here:
 * the worker decides what is sent.
 */
export async function askEmailChange(
  deps: EmailChangeDeps,
  changer: Changer,
  request: EmailChangeRequest,
): Promise<Result<void, AskRefusal>> {
  const { account, address, browserWords: browser, reference } = changer;
  const accountId = account.id;
  const counted = await countToken(deps, accountId, request.email);
  if (!counted.ok) return counted;
  return changeInSession(deps, changer, async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const at = deps.clock.now();
    await sendToken(inTransaction, accountId, request);
    const lasts = { tokenSentAt: at, expiresAt: at + EMAIL_CHANGE_LIFETIME };
    await replaceEmailChange(trx, { accountId, ...request, ...lasts });
    const event = { what: 'email-change-asked', who: `account:${accountId}`, outcome: 'done' } as const;
    await recordEvent(inTransaction, { ...event, from: address, browser, reference });
    const link = await issueNoticeLink(inTransaction, { accountId, change: 'email-change-asked' });
    await recordMessage(inTransaction, {
      kind: 'email-change-asked',
      to: account.email,
      about: `account:${accountId}`,
      fields: { firstName: account.firstName, to: request.email, at, address, browser, link },
    });
  });
}

/** Sends another token for what was asked for; the one before is void. `over`: something else was asked for since. */
export async function resendEmailToken(
  deps: EmailChangeDeps,
  changer: Changer,
  request: EmailChangeRequest,
): Promise<Result<void, AskRefusal | 'over'>> {
  const accountId = changer.account.id;
  const counted = await countToken(deps, accountId, request.email);
  if (!counted.ok) return counted;
  return changeInSession(deps, changer, async (trx) => {
    const at = deps.clock.now();
    await sendToken({ ...deps, db: trx }, accountId, request);
    const renewed = { tokenSentAt: at, expiresAt: at + EMAIL_CHANGE_LIFETIME };
    if (!(await noteTokenSent(trx, { accountId, ...request }, renewed))) throw new Over();
  }).catch((fault) => {
    if (fault instanceof Over) return refuse('over');
    throw fault;
  });
}

/** Thrown inside the transaction to undo all of it. */
class Over extends Error {}

async function sendToken(
  deps: EmailChangeDeps,
  accountId: string,
  { email, place }: EmailChangeRequest,
): Promise<void> {
  const lifetime = EMAIL_TOKEN_LIFETIME;
  const token = await issueToken(deps, { ...emailTokenBinding(accountId, place), lifetime });
  await recordMessage(deps, {
    kind: 'email-change-token',
    to: email,
    about: `account:${accountId}`,
    fields: {
      token,
      link: `${deps.issuer}/account/contact/email/verify?token=${token}`,
      expiresAt: deps.clock.now() + lifetime,
    },
  });
}

/** On the account, and on the address that it goes to. */
const countToken = (deps: ThrottleDeps, accountId: string, email: string) =>
  spendTries(deps, [
    ['new-tokens-of-account', accountId],
    ['new-token-pause', email],
    ['new-tokens', email],
  ]);
