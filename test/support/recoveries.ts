// Recoveries with everything that they stand on, and no HTTP: for tests of their rules. Time is the test's.
import assert from 'node:assert/strict';
import { insertAccount, setVerifiedPhone } from '../../src/features/accounts/index.ts';
import { claimLink } from '../../src/features/links/links.queries.ts';
import { hashNewPassword, setPassword } from '../../src/features/passwords/index.ts';
import {
  beginRecovery,
  type Channel,
  findRecovery,
  type Recovery,
  resetPassword,
  type Standing,
  sendRecoveryToken,
  standOfRecovery,
  submitAnswers,
  submitRecoveryToken,
} from '../../src/features/recovery/index.ts';
import { hashAnswer, insertQuestions } from '../../src/features/security-questions/index.ts';
import type { Service } from '../../src/features/services/index.ts';
import { rememberDevice } from '../../src/features/sign-in/devices.queries.ts';
import { days, newId } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { type FakeClock, fakeClock } from './clock.ts';
import { lettersTo } from './letters.ts';
import { registrationDeps, threeQuestions } from './registrations.ts';

export const oldPassword = 'kettle orbit tangerine seven';
export const newPassword = 'nine quiet herons at dawn';
export const resetForm = {
  password: newPassword,
  passwordConfirmation: newPassword,
  passwordExpiration: 'never',
};
export const rightAnswers = threeQuestions.map(({ answer }) => answer);
export const phone = '+15555550100';

export const recoveryDeps = (db: Db, clock: FakeClock = fakeClock()) => ({
  ...registrationDeps(db, clock),
  services: [{ id: 'managed-hosting', name: 'Managed Hosting' }] as unknown as readonly Service[],
  textsAreSent: true,
});
export type RecoveryTestDeps = ReturnType<typeof recoveryDeps>;

/** An account with a password, three questions and, where asked for, a verified number. */
export async function accountToRecover(
  deps: RecoveryTestDeps,
  { id = 'ada', verified = false }: { id?: string; verified?: boolean } = {},
): Promise<{ id: string; email: string }> {
  const { db, clock } = deps;
  const email = `${id}@example.com`;
  const createdAt = clock.now() - days(40);
  const rest = { firstName: 'Ada', lastName: 'Lovelace', phone, secondFactorChosenAt: null, createdAt };
  await insertAccount(db, { id, email, ...rest });
  if (verified) await setVerifiedPhone(db, id, { phone, verifiedAt: createdAt });
  const hash = await hashNewPassword(deps, oldPassword);
  await setPassword(db, { accountId: id, hash, setAt: createdAt, expiration: 'never', expiresAt: undefined });
  const questions = await Promise.all(threeQuestions.map((each) => hashAnswer(deps, each)));
  await insertQuestions(db, { accountId: id, questions });
  return { id, email };
}

/** One browser in its recovery, which it goes through step by step. */
export interface Recovering {
  visitor: { browser: string; address: string; reference: string };
  /** What it stands on now. Fails where the browser holds no recovery any more. */
  now(): Promise<{ recovery: Recovery; standing: Standing }>;
  /** What the browser holds. */
  keys(): { id: string; secret: string; browser: string };
  send(channel?: Channel): ReturnType<typeof sendRecoveryToken>;
  token(typed: string): ReturnType<typeof submitRecoveryToken>;
  answers(typed?: readonly string[]): ReturnType<typeof submitAnswers>;
  reset(form?: typeof resetForm): ReturnType<typeof resetPassword>;
}

export async function recovering(
  deps: RecoveryTestDeps,
  email: string,
  { browser = newId(), address = '192.0.2.1' } = {},
): Promise<Recovering> {
  const visitor = { browser, address, reference: 'TEST-TEST' };
  const begun = await beginRecovery(deps, { email }, visitor);
  assert.ok(begun.ok);
  let { secret } = begun.value;
  const keys = () => ({ id: begun.value.id, secret, browser });
  const now = async () => {
    const recovery = await findRecovery(deps, keys());
    assert.ok(recovery, 'this browser has a recovery');
    return { recovery, standing: await standOfRecovery(deps, recovery) };
  };
  const keep = <Verdict extends { ok: boolean; value?: { secret: string } }>(verdict: Verdict): Verdict => {
    if (verdict.ok && verdict.value) secret = verdict.value.secret;
    return verdict;
  };
  return {
    visitor,
    now,
    keys,
    send: async (channel = 'email') => sendRecoveryToken(deps, (await now()).recovery, channel, visitor),
    async token(typed) {
      const { recovery, standing } = await now();
      return keep(await submitRecoveryToken(deps, recovery, standing, { token: typed }, visitor));
    },
    async answers(typed = rightAnswers) {
      const { recovery, standing } = await now();
      return keep(await submitAnswers(deps, recovery, standing, typed, visitor));
    },
    async reset(form = resetForm) {
      const { recovery, standing } = await now();
      assert.ok(standing.account);
      return resetPassword(deps, recovery, standing.account, form, visitor);
    },
  };
}

/** The token of the newest message to an address or a number; empty where none carries one. */
export async function recoveryTokenTo(
  deps: Pick<RecoveryTestDeps, 'db' | 'sealing'>,
  to: string,
): Promise<string> {
  const messages = await lettersTo(deps, to);
  const token = messages.findLast(({ kind }) => kind.startsWith('recovery-t'))?.fields['token'];
  return typeof token === 'string' ? token : '';
}

/** A recovery whose token and answers have been right: the new password is due, or a code before it. */
export async function provenRecovery(deps: RecoveryTestDeps, email: string): Promise<Recovering> {
  const person = await recovering(deps, email);
  assert.ok((await person.send()).ok);
  assert.ok((await person.token(await recoveryTokenTo(deps, email))).ok);
  assert.ok((await person.answers()).ok);
  return person;
}

/** A link of the account, to be told of. */
export async function aLinkOf({ db, clock }: RecoveryTestDeps, accountId: string): Promise<void> {
  await claimLink(db, {
    id: `link of ${accountId}`,
    accountId,
    serviceId: 'managed-hosting',
    serviceAccountId: 'a',
    username: 'alice',
    displayName: null,
    secondFactorRequiredAt: null,
    ownerKey: accountId,
    createdAt: clock.now(),
    lastUsedAt: null,
  });
}

/** A browser that the account has signed in with before. */
export const knownDeviceOf = (
  { db, clock, sealing }: RecoveryTestDeps,
  accountId: string,
  browser: string,
): Promise<void> => rememberDevice(db, accountId, sealing.digest(browser, 'device'), clock.now());
