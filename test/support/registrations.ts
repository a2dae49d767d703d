// Registration with everything that it stands on, and no HTTP: for tests of the wizard's rules.
import assert from 'node:assert/strict';
import { type Account, findAccountByEmail } from '../../src/features/accounts/index.ts';
import { openPasswordLists } from '../../src/features/passwords/index.ts';
import {
  completeRegistration,
  findRegistration,
  type Registration,
  saveContact,
  savePassword,
  saveQuestions,
  saveSecondFactor,
  sendFirstToken,
  startRegistration,
} from '../../src/features/registration/index.ts';
import { newId } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { openHashing } from '../../src/platform/hashing/index.ts';
import { openSealing } from '../../src/platform/sealing/index.ts';
import { cheapHashing } from './cheap-hashing.ts';
import { type FakeClock, fakeClock } from './clock.ts';
import { lettersTo } from './letters.ts';

export const sealing = openSealing([Buffer.alloc(32, 7)]);
const hashing = openHashing(cheapHashing);
const passwordLists = openPasswordLists();

export const goodPassword = 'kettle orbit tangerine seven';
export const someone = { address: '192.0.2.1', reference: 'TEST-TEST' };

export const registrationDeps = (db: Db, clock: FakeClock = fakeClock()) => ({
  db,
  clock,
  sealing,
  hashing,
  passwordLists,
  issuer: 'https://account.example.test',
  brandName: 'Lumen',
  services: [{ name: 'Managed Hosting', product: 'SavvisStation' }, { name: 'Public Cloud' }],
});
export type RegistrationDeps = ReturnType<typeof registrationDeps>;

export const threeQuestions = [
  { question: 'What was the name of your first pet?', answer: 'Bagheera' },
  { question: 'In which town did your parents meet?', answer: 'Åbo' },
  { question: 'What do I hum while I wait?', answer: 'the Goldberg Variations' },
];

/** The browser's registration. Fails where it has none. */
export async function registrationOf(deps: RegistrationDeps, browser: string): Promise<Registration> {
  const registration = await findRegistration(deps, { browser });
  assert.ok(registration, 'this browser has a registration');
  return registration;
}

/** Goes through the wizard in a browser up to the token; it has been sent. */
export async function registerUpToToken(
  deps: RegistrationDeps,
  { email = 'ada@example.com', browser = newId(), password = goodPassword, firstName = 'Ada' } = {},
): Promise<{ browser: string; email: string; token: string }> {
  const started = await startRegistration(deps, { browser, email, address: someone.address });
  assert.ok(started.ok);
  const contact = { firstName, lastName: 'Lovelace', phone: '+1-555-555-5555', pin: '2468' };
  assert.deepEqual(await saveContact(deps, await registrationOf(deps, browser), contact), okNothing);
  const passwords = { password, passwordConfirmation: password, passwordExpiration: '90-days' };
  assert.deepEqual(await savePassword(deps, await registrationOf(deps, browser), passwords), okNothing);
  await saveSecondFactor(deps, await registrationOf(deps, browser), { choice: 'otp-app', required: false });
  assert.deepEqual(await saveQuestions(deps, await registrationOf(deps, browser), threeQuestions), okNothing);
  const sent = await sendFirstToken(deps, await registrationOf(deps, browser), someone);
  assert.ok(sent.ok, 'the token is sent');
  return { browser, email, token: await newestTokenTo(deps, email) };
}

const okNothing = { ok: true, value: undefined };

/** The token of the newest letter to the address; empty where none carries one. */
export async function newestTokenTo(deps: RegistrationDeps, email: string): Promise<string> {
  const letters = await lettersTo(deps, email);
  const token = letters.findLast(({ kind }) => kind === 'registration-token')?.fields['token'];
  return typeof token === 'string' ? token : '';
}

export async function complete(
  deps: RegistrationDeps,
  { browser, token }: { browser: string; token: string },
): ReturnType<typeof completeRegistration> {
  return completeRegistration(deps, await registrationOf(deps, browser), { token, ...someone });
}

export async function accountOf(deps: RegistrationDeps, email: string): Promise<Account> {
  const account = await findAccountByEmail(deps.db, email);
  assert.ok(account, `${email} has an account`);
  return account;
}
