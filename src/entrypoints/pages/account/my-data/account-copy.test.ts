import assert from 'node:assert/strict';
import { onDatabase } from '../../../../../test/support/databases.ts';
import { findAccount, insertAccount } from '../../../../features/accounts/index.ts';
import { systemClock } from '../../../../kernel/index.ts';
import { openSealing } from '../../../../platform/sealing/index.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Visit } from '../visit.ts';
import { accountCopy } from './account-copy.ts';

/** Where what a table holds of an account stands in the copy. */
const IN_COPY: Readonly<Record<string, string>> = {
  accountDeletions: 'account.toBeDeletedAt',
  accounts: 'account.email',
  auditEvents: 'activity',
  contestedLinks: 'serviceAccountsOfOthers',
  devices: 'browsersThatSignIn',
  earlierProofs: 'earlierStates',
  emailChanges: 'account.emailThatWaitsForItsToken',
  emailUndos: 'account.emailsLeftLately',
  endedLinks: 'linksEndedByTheirService',
  links: 'links',
  messages: 'messages',
  passkeys: 'secondFactor.passkeys',
  passwords: 'password.setAt',
  phoneChanges: 'account.phoneThatWaitsForItsToken',
  recoveryCodes: 'secondFactor.recoveryCodesLeft',
  securityQuestions: 'securityQuestions',
  sessions: 'sessions',
  sessionServices: 'sessions',
  totpEnrolments: 'secondFactor.otpAppSince',
  undoneEmails: 'account.emailTakenBack',
};

const OF_NOBODY = 'It holds nothing of an account.';
const UNDER_WAY = 'A step that is under way for minutes or hours; what it comes to is in the copy.';
const PROVES = 'It proves who somebody is.';

/** What is not in it, and why. */
const NOT_IN_COPY: Readonly<Record<string, string>> = {
  attempts: UNDER_WAY,
  auditChain: OF_NOBODY,
  carePermits:
    'That an agent may act for a quarter of an hour; that they asked for the PIN is in the activity.',
  keptPages: 'A form that was not taken, for minutes, and for the browser alone that has sent it.',
  logoutNotices:
    'That a service is yet to be told of a sign-out; which services were open is in the sessions.',
  messageEvents: 'What servers answered to a message; what became of it is in the messages.',
  migrations: OF_NOBODY,
  migrationsLock: OF_NOBODY,
  notices: 'The links of notices, as digests; the notices are in the messages.',
  oidcArtifacts: UNDER_WAY,
  passkeyAnswers: OF_NOBODY,
  passwordReminders: 'That a reminder was sent; it is in the messages.',
  pins: PROVES,
  recoveries: UNDER_WAY,
  registrations: 'It opens to its own browser only, for a day; what it came to is the account.',
  serviceSignals: 'Calls of a service, for a week; what they ended is among the ended links.',
  signingKeys: OF_NOBODY,
  throttleCounters: 'Digests, by which nobody can be found.',
  tokens: PROVES,
  totpOffers: PROVES,
  totpSpentSteps: 'Half-minutes in which a code was given; that one was is in the activity.',
  undeliverableAddresses: 'That mail to an address came back; it is in the messages.',
};

onDatabase(
  'sqlite',
  'of every table it is known whether it is in the copy for the owner, and where, or why it is not',
  async ({ db }) => {
    const person = { firstName: 'Ada', lastName: 'L', phone: null, secondFactorChosenAt: null, createdAt: 1 };
    await insertAccount(db, { id: 'ada', email: 'ada@example.com', ...person });
    const proven = { serviceAccountId: 'legacy-1', username: 'bob', displayName: null };
    await db
      .insertInto('contestedLinks')
      .values({ accountId: 'ada', serviceId: 'demo', ...proven, secondFactorRequiredAt: null, provenAt: 1 })
      .execute();
    const account = await findAccount(db, 'ada');
    const sealing = openSealing([Buffer.alloc(32, 1)]);
    const provider = { listSessions: async () => [] };
    const deps = { db, sealing, clock: systemClock, provider } as unknown as AccountPagesDeps;
    const copy: object = await accountCopy(deps, { account, secondFactor: undefined } as Visit);

    const tables = (await db.introspection.getTables()).map(({ name }) => name);
    assert.deepEqual([...Object.keys(IN_COPY), ...Object.keys(NOT_IN_COPY)].sort(), tables.sort());
    for (const path of new Set(Object.values(IN_COPY))) {
      const there = path
        .split('.')
        .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], copy);
      assert.notEqual(there, undefined, path);
    }
    const [contested] = (copy as { serviceAccountsOfOthers: Record<string, unknown>[] })
      .serviceAccountsOfOthers;
    assert.deepEqual([contested?.['service'], contested?.['username']], ['demo', 'bob']);
  },
);
