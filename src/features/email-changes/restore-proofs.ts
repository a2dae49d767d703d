import type { Instant } from '../../kernel/index.ts';
import { type Account, setUnverifiedPhone } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import {
  type EarlierProofs,
  putBackAnswers,
  putBackPasskeys,
  putBackRecoveryCodes,
  putBackWish,
} from '../earlier-proofs/index.ts';
import { listLinks, takeLink } from '../links/index.ts';
import { suspendPassword } from '../passwords/index.ts';
import { formatPhone } from '../phones/index.ts';
import { clearTries } from '../throttle/index.ts';
import { restoreEnrolment } from '../totp/index.ts';
import { EMAIL_CHANGE_LIFETIME, type EmailChangeDeps } from './email-change.ts';

type Deps = Pick<EmailChangeDeps, 'db' | 'clock' | 'sealing'>;

/**
 * Takes an account back to what it stood on, in the transaction that holds it: its second factor is asked for, its questions
 * are asked. The password opens nothing from now on, whichever it is: whoever took the account to another address knew the
 * one of then. Only a recovery sets another one, by the questions and the factor of before.
 * @param kept undefined where nothing was: then the password alone
 * @returns what is another thing than it was a moment ago, for the owner
 */
export async function restoreProofs(
  deps: Deps,
  accountId: string,
  kept: EarlierProofs | undefined,
): Promise<string[]> {
  const { db, clock } = deps;
  const now = clock.now();
  await suspendPassword(db, accountId, { kept: kept?.passwords[0], now });
  if (!kept) return [];
  const { factor, securityQuestions, pins } = kept;
  const says: string[] = [];
  const [enrolment] = factor.totpEnrolments;
  if (await restoreEnrolment(db, accountId, { kept: enrolment, now })) {
    // A hundred wrong codes of the app in between are nothing to this one.
    await clearTries(deps, 'codes-in-a-row', accountId);
    says.push(enrolment ? 'with the OTP app of before' : 'without the OTP app');
  }
  const { taken, back } = await putBackPasskeys(db, { accountId, kept: factor.passkeys });
  if (taken.length > 0) says.push(`without the passkeys ${taken.join(', ')}`);
  if (back.length > 0) says.push(`with the passkeys of before, ${back.join(', ')}`);
  if (await putBackRecoveryCodes(db, { accountId, kept: factor.recoveryCodes }))
    says.push(
      factor.recoveryCodes.length > 0 ? 'with the recovery codes of before' : 'without recovery codes',
    );
  await putBackWish(db, accountId, factor.wish);
  if (await putBackAnswers(db, 'securityQuestions', { accountId, kept: securityQuestions }))
    says.push('with the security questions of before');
  if (await putBackAnswers(db, 'pins', { accountId, kept: pins })) says.push('with the PIN of before');
  return says;
}

/**
 * A number counts on if it is the one of before. Another one goes; that of before comes back, and has to be verified
 * again: it may have been given up.
 */
export async function restorePhone(
  { db }: Pick<Deps, 'db'>,
  { id, phone, phoneVerifiedAt }: Account,
  before: EarlierProofs['phone'] | { leftAt: Instant },
): Promise<string[]> {
  const isTheSame =
    'leftAt' in before
      ? phoneVerifiedAt === null || phoneVerifiedAt < before.leftAt
      : phone === before.phone && phoneVerifiedAt === before.phoneVerifiedAt;
  if (isTheSame) return [];
  const number = 'leftAt' in before ? null : before.phone;
  await setUnverifiedPhone(db, id, { phone: number, overwritten: true });
  if (number !== null)
    return [`with the mobile phone number of before, ${formatPhone(number)}, which has to be verified again`];
  return phone === null
    ? []
    : [`without the mobile phone number that was verified meanwhile, ${formatPhone(phone)}`];
}

interface Circumstances {
  who: `account:${string}`;
  from: string;
  browser: string | undefined;
  reference: string;
}

/**
 * Links that were made since the change was asked for end. All sessions have ended in the same transaction, so that
 * the services of these links are being told.
 */
export async function endLinksSince(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { accountId, leftAt }: { accountId: string; leftAt: Instant },
  circumstances: Circumstances,
): Promise<string[]> {
  const added = (await listLinks(db, accountId)).filter(
    ({ createdAt }) => createdAt >= leftAt - EMAIL_CHANGE_LIFETIME,
  );
  for (const link of added) {
    await takeLink({ db, endServiceSessions: () => Promise.resolve() }, link);
    const { serviceId } = link;
    const event = { what: 'link-removed', outcome: 'done', serviceId } as const;
    await recordEvent({ db, clock }, { ...event, ...circumstances });
  }
  if (added.length === 0) return [];
  const named = added.map(({ serviceId, username }) => `${serviceId} (${username})`);
  return [`without the links that were made meanwhile: ${named.join(', ')}`];
}
