// A customer with everything that Customer Care may change, and no HTTP: for tests of what agents do.
import assert from 'node:assert/strict';
import { findAccount } from '../../src/features/accounts/index.ts';
import { type Call, type CareDeps, callOf, checkCallerPin } from '../../src/features/care/index.ts';
import { linkAndTell } from '../../src/features/links/index.ts';
import { insertPin } from '../../src/features/pins/index.ts';
import { issueRecoveryCodes } from '../../src/features/recovery-codes/index.ts';
import { currentOffer } from '../../src/features/totp/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { type FakeClock, fakeClock } from './clock.ts';
import { accountToRecover, recoveryDeps } from './recoveries.ts';
import { codeOn, confirmOffer } from './totp-world.ts';

export const rightPin = '739164';

export function careDeps(db: Db, clock: FakeClock = fakeClock()) {
  const services = ['Managed Hosting', 'Private Cloud'].map((name) => {
    const id = name.toLowerCase().replace(' ', '-');
    return { id, name, sharingAllowed: false, client: { clientId: id, internalHosts: [] } };
  });
  return {
    ...recoveryDeps(db, clock),
    services: services as unknown as CareDeps['services'] & ReturnType<typeof recoveryDeps>['services'],
  };
}
export type CareTestDeps = ReturnType<typeof careDeps>;

/** An account with password, PIN and security questions. */
export async function customer(deps: CareTestDeps, id = 'ada') {
  const account = await accountToRecover(deps, { id });
  await insertPin(deps, { accountId: id, pin: rightPin, setAt: deps.clock.now() });
  return account;
}

/** Gives the account an OTP app and recovery codes. */
export async function giveApp(deps: CareTestDeps, id = 'ada'): Promise<void> {
  const place = `attempt of ${id}`;
  const account = { id, email: `${id}@example.com` };
  const { secretText } = await currentOffer(deps, { account, place, brand: 'Lumen' });
  const code = codeOn(secretText.replaceAll(' ', ''), deps.clock);
  const bound = await confirmOffer(deps, { accountId: id, place, code }, (trx) =>
    issueRecoveryCodes({ ...deps, db: trx }, id),
  );
  assert.ok(bound.ok);
}

/** Somebody proves a service account: it is linked, or is somebody else's. */
export async function prove(
  deps: CareTestDeps,
  id: string,
  { serviceId = 'managed-hosting', serviceAccountId = 'legacy-1', username = 'bob' } = {},
) {
  const account = await findAccount(deps.db, id);
  const service = deps.services.find((each) => each.id === serviceId);
  assert.ok(account && service);
  const proof = { serviceId, account: { id: serviceAccountId, username } };
  return deps.db
    .transaction()
    .execute((trx) => linkAndTell({ ...deps, db: trx }, { account, service, proof, from: {} }));
}

export function callFor(
  id = 'ada',
  { agent = 'grace.hopper', reason = 'ticket 4711: lost phone' } = {},
): Call {
  const call = callOf({ email: `${id}@example.com`, agent, reason });
  assert.ok(call.ok);
  return call.value;
}

/** The caller says the right PIN to the agent, a moment after whatever was before. */
export async function afterPin(deps: CareTestDeps, call: Call): Promise<Call> {
  deps.clock.advance(1);
  assert.deepEqual(await checkCallerPin(deps, call, rightPin), { ok: true, value: 'yes' });
  return call;
}

/** What agents did, in words and sorted: `agent:grace.hopper link-removed done → account:ada (ticket 4711: lost phone)`. */
export async function auditOf(db: Db): Promise<string[]> {
  const events = await db.selectFrom('auditEvents').selectAll().execute();
  return events
    .filter(({ who }) => who.startsWith('agent:'))
    .map(({ who, what, outcome, whom, reason }) => `${who} ${what} ${outcome} → ${whom} (${reason})`)
    .sort();
}
