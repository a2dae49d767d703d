import { findDeletion } from '../../../../features/account-deletion/index.ts';
import { type Activity, listActivity } from '../../../../features/audit/index.ts';
import { findPhoneChange } from '../../../../features/contact-details/index.ts';
import { listEarlierStates } from '../../../../features/earlier-proofs/index.ts';
import {
  findEmailChange,
  findUndoneEmail,
  listLeftEmails,
} from '../../../../features/email-changes/index.ts';
import { listContests, listEndedLinks, listLinks } from '../../../../features/links/index.ts';
import { listMessages } from '../../../../features/messages/index.ts';
import { listPasskeys } from '../../../../features/passkeys/index.ts';
import { findPasswordTimes } from '../../../../features/passwords/index.ts';
import { listQuestions } from '../../../../features/security-questions/index.ts';
import { listDeviceTimes } from '../../../../features/sign-in/index.ts';
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
export async function accountCopy(deps: AccountPagesDeps, visit: Visit) {
  const { id } = visit.account;
  return {
    madeAt: new Date(deps.clock.now()).toISOString(),
    account: await accountOf(deps, visit),
    password: await passwordOf(deps, id),
    secondFactor: await secondFactorOf(deps, visit),
    securityQuestions: (await listQuestions(deps.db, id)).map(({ question }) => question),
    links: (await listLinks(deps.db, id)).map((link) => ({
      service: link.serviceId,
      serviceAccountId: link.serviceAccountId,
      username: link.username,
      displayName: link.displayName,
      asksForSecondFactorSince: iso(link.secondFactorRequiredAt),
      linkedAt: iso(link.createdAt),
      lastUsedAt: iso(link.lastUsedAt),
    })),
    linksEndedByTheirService: (await listEndedLinks(deps.db, id)).map(({ serviceId, endedAt }) => ({
      service: serviceId,
      endedAt: iso(endedAt),
    })),
    // For half an hour: proven, and refused, because they are linked to another account.
    serviceAccountsOfOthers: (await listContests(deps.db, { accountId: id, provenSince: 0 })).map(
      (proven) => ({
        service: proven.serviceId,
        serviceAccountId: proven.serviceAccountId,
        username: proven.username,
        displayName: proven.displayName,
        asksForSecondFactorSince: iso(proven.secondFactorRequiredAt),
        provenAt: iso(proven.provenAt),
      }),
    ),
    sessions: (await deps.provider.listSessions(id)).map((session) => ({
      browser: session.browser,
      address: session.address,
      since: iso(session.createdAt),
      lastSeenAt: iso(session.lastSeenAt),
      signedInWith: session.amr,
      services: [...session.services.keys()],
    })),
    // Which they are, only the browsers themselves know.
    browsersThatSignIn: (await listDeviceTimes(deps.db, id)).map((device) => ({
      firstUsedAt: iso(device.firstUsedAt),
      lastUsedAt: iso(device.lastUsedAt),
      firstSignedInAt: iso(device.signedInAt),
    })),
    // For a week: what an undo of an email change goes back to.
    earlierStates: (await listEarlierStates(deps.db, id)).map(({ keptAt, phone }) => ({
      keptAt: iso(keptAt),
      phone,
    })),
    messages: await messagesOf(deps, visit),
    activity: await activityOf(deps, id),
  };
}

async function accountOf(deps: AccountPagesDeps, { account }: Visit) {
  const { id, email, firstName, lastName, phone, phoneVerifiedAt, createdAt } = account;
  const whose = { accountId: id, place: '' };
  const deletion = await findDeletion(deps.db, id);
  const undone = (await findUndoneEmail(deps.db, { accountId: id, now: deps.clock.now() })) ?? null;
  return {
    ...{ id, email, firstName, lastName, phone },
    phoneVerifiedAt: iso(phoneVerifiedAt),
    emailThatWaitsForItsToken: (await findEmailChange(deps, whose))?.email ?? null,
    phoneThatWaitsForItsToken: (await findPhoneChange(deps, whose))?.phone ?? null,
    emailsLeftLately: (await listLeftEmails(deps.db, { accountId: id, now: deps.clock.now() })).map(
      (left) => ({ email: left.email, leftAt: iso(left.leftAt) }),
    ),
    emailTakenBack: undone && { from: undone.email, at: iso(undone.undoneAt) },
    createdAt: iso(createdAt),
    deletionAskedAt: iso(deletion?.askedAt),
    toBeDeletedAt: iso(deletion?.dueAt),
  };
}

async function passwordOf({ db }: AccountPagesDeps, accountId: string) {
  const password = await findPasswordTimes(db, accountId);
  return {
    setAt: iso(password?.setAt),
    expiration: password?.expiration ?? null,
    endsAt: iso(password?.expiresAt),
  };
}

async function secondFactorOf({ db }: AccountPagesDeps, { account, secondFactor }: Visit) {
  return {
    wishedForSince: iso(account.secondFactorChosenAt),
    dueSince: iso(account.secondFactorDueAt),
    otpAppSince: iso(secondFactor?.totp?.enrolledAt),
    passkeys: (await listPasskeys(db, account.id)).map(({ name, createdAt, lastUsedAt }) => ({
      name,
      addedAt: iso(createdAt),
      lastUsedAt: iso(lastUsedAt),
    })),
    recoveryCodesLeft: secondFactor?.recoveryCodesLeft ?? 0,
  };
}

/**
 * About the account, and what else went to its address and its number: the registration's, a forgotten password's. What
 * was written there about another account, whose address it was before, is not its owner's.
 */
async function messagesOf({ db }: AccountPagesDeps, { account }: Visit) {
  const { id, email, phone, phoneVerifiedAt } = account;
  const own = `account:${id}`;
  const recipients = phone !== null && phoneVerifiedAt !== null ? [email, phone] : [email];
  const found = await listMessages(db, { about: own, limit: MOST_MESSAGES });
  for (const to of recipients) {
    const sentThere = await listMessages(db, { to, limit: MOST_MESSAGES });
    found.push(...sentThere.filter(({ about }) => !about.startsWith('account:')));
  }
  return found
    .toSorted((one, other) => other.createdAt - one.createdAt)
    .map(({ channel, kind, sentKind, recipient, sentSubject, state, createdAt, sentAt }) => ({
      ...{ channel, kind: sentKind ?? kind, to: recipient, subject: sentSubject, state },
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
  return all.map(({ at, what, outcome, by, serviceId, address, browser }) => ({
    at: iso(at),
    ...{ what, outcome, by, service: serviceId, address, browser },
  }));
}

const iso = (instant: Instant | null | undefined): string | null =>
  instant === null || instant === undefined ? null : new Date(instant).toISOString();
