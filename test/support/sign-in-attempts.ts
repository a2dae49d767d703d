// Attempts with everything that they stand on, and no HTTP: for tests of the operations of sign-in.
import assert from 'node:assert/strict';
import { type Account, findAccount, insertAccount } from '../../src/features/accounts/index.ts';
import {
  hashNewPassword,
  type NewPasswordChoice,
  openPasswordLists,
  setPassword,
} from '../../src/features/passwords/index.ts';
import { type Attempt, beginAttempt, openAttempt } from '../../src/features/sign-in/index.ts';
import { days, hours } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { openHashing } from '../../src/platform/hashing/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { openSealing } from '../../src/platform/sealing/index.ts';
import { cheapHashing } from './cheap-hashing.ts';
import { fakeClock } from './clock.ts';

const sealing = openSealing([Buffer.alloc(32, 7)]);
/** As cheap as argon2 allows: what these tests are about is not its cost. */
const hashing = openHashing(cheapHashing);
const passwordLists = openPasswordLists();

export const oldPassword = 'a läntern over wide water';

export const newPasswordForm = (
  change: { [Field in keyof NewPasswordChoice]?: string | undefined } = {},
) => ({
  password: change.password ?? 'nine quiet herons at dawn',
  passwordConfirmation: change.passwordConfirmation ?? 'nine quiet herons at dawn',
  passwordExpiration: change.passwordExpiration ?? 'never',
});

export const signInDeps = (db: Db) => ({
  db,
  clock: fakeClock(),
  sealing,
  hashing,
  passwordLists,
  log: silentLog,
  services: [],
  accountDiscovery: 'open' as const,
  secondFactorDomains: [],
  issuer: 'https://account.example.test',
  brandName: 'Lumen',
});
export type SignInTestDeps = ReturnType<typeof signInDeps>;

export interface Standing {
  /** Whose session the attempt began with. */
  sessionOf?: string;
  /** Whose password has been right in it. */
  provenBy?: string;
}

/** Ada's account, whose password has expired, and an attempt in which she has given it once more. */
export async function attemptOfAda(deps: SignInTestDeps): Promise<{
  account: Account;
  attempt: Attempt;
  arrive(id: string, standing: Standing): Promise<Attempt>;
}> {
  const { db, clock } = deps;
  const createdAt = clock.now() - days(40);
  const name = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace', phone: null };
  await insertAccount(db, { id: 'ada', ...name, secondFactorChosenAt: null, createdAt });
  const hash = await hashNewPassword(deps, oldPassword);
  const expiresAt = clock.now() - days(1);
  await setPassword(db, { accountId: 'ada', hash, setAt: createdAt, expiration: '30-days', expiresAt });
  const account = await findAccount(db, 'ada');
  assert.ok(account);
  const arrive = (id: string, standing: Standing) => arrival(deps, id, standing);
  return { account, attempt: await arrive('attempt of Ada', { provenBy: account.id }), arrive };
}

async function arrival(
  deps: SignInTestDeps,
  id: string,
  { sessionOf, provenBy }: Standing,
): Promise<Attempt> {
  const { db, clock } = deps;
  const { secret } = await beginAttempt(deps, {
    id,
    interaction: id,
    serviceId: 'managed-hosting',
    request: { clientId: 'managed-hosting', prompts: [], acrValues: [] },
    session: sessionOf ? { accountId: sessionOf, authenticatedAt: clock.now(), methods: ['pwd'] } : undefined,
    expiresAt: clock.now() + hours(12),
  });
  if (provenBy) {
    const proven = { accountId: provenBy, passwordAt: clock.now() };
    await db.updateTable('attempts').set(proven).where('id', '=', id).execute();
  }
  const opened = await openAttempt(deps, { id, interaction: id, secret });
  assert.ok(opened.ok);
  return opened.value;
}
