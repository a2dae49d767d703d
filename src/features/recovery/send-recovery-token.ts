import { type Instant, ok, type Result } from '../../kernel/index.ts';
import { findAccountByEmail, isActive } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { type NewMessage, recordMessage } from '../messages/index.ts';
import { isKnownDevice, type Visitor } from '../sign-in/index.ts';
import { nextTryAt, spendTries } from '../throttle/index.ts';
import { issueToken } from '../tokens/index.ts';
import { type Recovery, saveProgress } from './recovery.queries.ts';
import { type Channel, type RecoveryDeps, TOKEN_LIFETIME, tokenBinding } from './recovery.ts';

type Deps = Pick<RecoveryDeps, 'db' | 'clock' | 'sealing' | 'issuer' | 'textsAreSent'>;

const tokenBudgets = ['new-token-pause', 'new-tokens'] as const;

/**
 * Issues a token, which voids the one before, and has it sent. The same is counted, read and written whatever the
 * address is: an address without an account, or a text without a verified number, gets a notice, and no token.
 * @throws RecoveryOver
 */
export async function sendRecoveryToken(
  deps: Deps,
  recovery: Recovery,
  channel: Channel,
  visitor: Visitor,
): Promise<Result<void, { retryAt: Instant }>> {
  const { clock } = deps;
  const { subject, known } = await tokenSubject(deps, recovery, visitor);
  const counted = await spendTries(
    deps,
    tokenBudgets.map((budget) => [budget, subject]),
  );
  if (!counted.ok) return counted;
  await deps.db.transaction().execute(async (trx) => {
    const inTransaction = { ...deps, db: trx };
    // Tokens before recoveries, everywhere: two transactions that lock in two orders can wait for each other for ever.
    const token = await issueToken(inTransaction, { ...tokenBinding(recovery), lifetime: TOKEN_LIFETIME });
    const now = clock.now();
    await saveProgress(trx, recovery, { channel, tokenSentAt: now }, now);
    const account = await findAccountByEmail(trx, recovery.email);
    const usable = isActive(account) ? account : undefined;
    const event = { what: 'token-sent', who: 'nobody', outcome: 'done' } as const;
    const whom = usable && (`account:${usable.id}` as const);
    const { address: from, browserWords: browser, reference } = visitor;
    await recordEvent(inTransaction, { ...event, whom, from, browser, reference });
    const verified = usable?.phoneVerifiedAt != null ? usable.phone : null;
    const phone = channel === 'sms' && deps.textsAreSent ? verified : null;
    const message = messageOf(deps, recovery, { token, channel, phone, known });
    await recordMessage(inTransaction, { ...message, accountId: usable?.id });
  });
  return ok(undefined);
}

/** When the next token can be sent; undefined where that is now. Counts nothing. */
export async function nextTokenAt(
  deps: Deps,
  recovery: Recovery,
  visitor: Visitor,
): Promise<Instant | undefined> {
  const { subject } = await tokenSubject(deps, recovery, visitor);
  const waits = await Promise.all(tokenBudgets.map((budget) => nextTryAt(deps, budget, subject)));
  const ends = waits.filter((end) => end !== undefined);
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

/**
 * What tokens are counted on: the address. A browser with which the account has been used has tokens of its own, so
 * that nobody can use up its owner's by typing the address.
 */
async function tokenSubject(
  { db, sealing }: Deps,
  { email }: Recovery,
  visitor: Visitor,
): Promise<{ subject: string | string[]; known: boolean }> {
  const account = await findAccountByEmail(db, email);
  const device = sealing.digest(visitor.browser, 'device');
  const known = await isKnownDevice(db, account?.id ?? email, device);
  return { subject: known ? [email, device] : email, known };
}

interface Sending {
  token: string;
  channel: Channel;
  /** Where a text goes; null where none is to be sent. */
  phone: string | null;
  known: boolean;
}

function messageOf(
  { clock, issuer }: Deps,
  { id, email }: Recovery,
  { token, channel, phone, known }: Sending,
): NewMessage {
  const about = `recovery:${id}` as const;
  const expiresAt = clock.now() + TOKEN_LIFETIME;
  if (phone !== null) return { kind: 'recovery-text', to: phone, about, fields: { token, expiresAt } };
  if (channel === 'sms')
    return { kind: 'recovery-without-text', to: email, about, fields: { link: `${issuer}/recover/choose` } };
  const fields = { token, link: `${issuer}/recover/token?token=${token}`, expiresAt };
  const kind = known ? 'recovery-token-known-device' : 'recovery-token';
  return { kind, to: email, about, fields };
}
