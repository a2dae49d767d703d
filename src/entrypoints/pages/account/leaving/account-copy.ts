import { type Activity, listActivity } from '../../../../features/audit/index.ts';
import { listLinks } from '../../../../features/links/index.ts';
import { listMessages } from '../../../../features/messages/index.ts';
import { listPasskeys } from '../../../../features/passkeys/index.ts';
import { findPasswordTimes } from '../../../../features/passwords/index.ts';
import { listQuestions } from '../../../../features/security-questions/index.ts';
import type { Instant } from '../../../../kernel/index.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Visit } from '../visit.ts';

/** More than anybody has: messages are kept for 90 days. */
const MOST_MESSAGES = 10_000;
const EVENTS_AT_ONCE = 500;

/**
 * Everything that is kept about an account, for its owner. What proves who somebody is stays out of it (password, PIN,
 * answers, the secret of the OTP app, recovery codes): a file lies about, and none of it is of use to its owner.
 */
export async function accountCopy(deps: AccountPagesDeps, { account, secondFactor, standing }: Visit) {
  const { id, email, firstName, lastName, phone, phoneVerifiedAt, createdAt } = account;
  const password = await findPasswordTimes(deps.db, id);
  return {
    madeAt: iso(deps.clock.now()),
    account: {
      ...{ id, email, firstName, lastName, phone },
      phoneVerifiedAt: iso(phoneVerifiedAt),
      createdAt: iso(createdAt),
      toBeDeletedAt: iso(standing.deletionDueAt),
    },
    password: { setAt: iso(password?.setAt), endsAt: iso(password?.expiresAt) },
    secondFactor: {
      otpAppSince: iso(secondFactor?.totp?.enrolledAt),
      passkeys: (await listPasskeys(deps.db, id)).map(({ name, createdAt, lastUsedAt }) => ({
        name,
        addedAt: iso(createdAt),
        lastUsedAt: iso(lastUsedAt),
      })),
      recoveryCodesLeft: secondFactor?.recoveryCodesLeft ?? 0,
    },
    securityQuestions: (await listQuestions(deps.db, id)).map(({ question }) => question),
    links: (await listLinks(deps.db, id)).map((link) => ({
      service: link.serviceId,
      serviceAccountId: link.serviceAccountId,
      username: link.username,
      displayName: link.displayName,
      linkedAt: iso(link.createdAt),
      lastUsedAt: iso(link.lastUsedAt),
    })),
    sessions: (await deps.provider.listSessions(id)).map((session) => ({
      browser: session.browser,
      address: session.address,
      since: iso(session.createdAt),
      lastSeenAt: iso(session.lastSeenAt),
    })),
    messages: await messagesOf(deps, id),
    activity: await activityOf(deps, id),
  };
}

async function messagesOf({ db }: AccountPagesDeps, accountId: string) {
  const messages = await listMessages(db, { about: `account:${accountId}`, limit: MOST_MESSAGES });
  return messages.map(({ channel, kind, recipient, sentSubject, state, createdAt, sentAt }) => ({
    ...{ channel, kind, to: recipient, subject: sentSubject, state },
    writtenAt: iso(createdAt),
    sentAt: iso(sentAt),
  }));
}

async function activityOf({ db }: AccountPagesDeps, accountId: string) {
  const all: Activity[] = [];
  for (let before: string | undefined; ; ) {
    const { activity, next } = await listActivity(db, { accountId, before, limit: EVENTS_AT_ONCE });
    all.push(...activity);
    if (next === undefined) break;
    before = next;
  }
  return all.map(({ at, what, outcome, by, serviceId, address }) => ({
    at: iso(at),
    ...{ what, outcome, by, service: serviceId, address },
  }));
}

const iso = (instant: Instant | null | undefined): string | null =>
  instant === null || instant === undefined ? null : new Date(instant).toISOString();
