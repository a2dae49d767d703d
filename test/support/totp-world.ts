// Accounts with an OTP app, and no HTTP: for tests of the rules of the second factor.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { insertAccount } from '../../src/features/accounts/index.ts';
import {
  currentOffer,
  findConfirmedOffer,
  type OfferRefusal,
  takeOffer,
} from '../../src/features/totp/index.ts';
import { codeOfStep } from '../../src/features/totp/totp-secret.ts';
import { stepAt } from '../../src/features/totp/totp-step.ts';
import { type Clock, ok, type Result, refuse } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { openSealing } from '../../src/platform/sealing/index.ts';
import { type FakeClock, fakeClock } from './clock.ts';

export const totpDeps = (db: Db, clock: FakeClock = fakeClock()) => ({
  db,
  clock,
  sealing: openSealing([Buffer.alloc(32, 7)]),
});

/** The code that the phone shows, by a clock that is `off` milliseconds ahead. */
export const codeOn = (secret: string, clock: FakeClock, off = 0): string =>
  codeOfStep(secret, stepAt(clock.now() + off));

/** The same by an implementation that is not ours; undefined where it is not installed. */
export function codeByOathtool(secret: string, clock: FakeClock): string | undefined {
  const at = new Date(clock.now())
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z/, ' UTC');
  try {
    return execFileSync('oathtool', ['--totp', '--base32', '--now', at, secret], { encoding: 'utf8' }).trim();
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault;
  }
}

export async function accountWithout(deps: ReturnType<typeof totpDeps>, id = 'ada'): Promise<string> {
  const rest = { firstName: 'Ada', lastName: 'L', phone: null, secondFactorChosenAt: null };
  await insertAccount(deps.db, { id, email: `${id}@example.com`, createdAt: deps.clock.now(), ...rest });
  return id;
}

/** An account whose app was confirmed long enough ago for its codes to be fresh. */
export async function accountWithTotp(deps: ReturnType<typeof totpDeps>, id = 'ada') {
  await accountWithout(deps, id);
  const place = `attempt-${id}`;
  const account = { id, email: `${id}@example.com` };
  const { secretText } = await currentOffer(deps, { account, place, brand: 'Lumen' });
  const secret = secretText.replaceAll(' ', '');
  const code = codeOn(secret, deps.clock);
  const confirmed = await confirmOffer(deps, { accountId: id, place, code }, async () => undefined);
  assert.ok(confirmed.ok);
  deps.clock.advance(60_000);
  return { id, secret };
}

/** Binds an app to an account that has none, by a code, with none of what else that does. */
export async function confirmOffer<Value>(
  deps: Omit<ReturnType<typeof totpDeps>, 'clock'> & { clock: Clock },
  given: { accountId: string; place: string; code: string },
  alongside: (trx: Db) => Promise<Value>,
): Promise<Result<Value, OfferRefusal>> {
  const found = await findConfirmedOffer(deps, given);
  if (!found.ok) return found;
  return deps.db.transaction().execute(async (trx): Promise<Result<Value, OfferRefusal>> => {
    const taken = await takeOffer({ ...deps, db: trx }, given, { ...found.value, replaces: false });
    return taken ? ok(await alongside(trx)) : refuse({ reason: 'over' });
  });
}
