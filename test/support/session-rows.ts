// Sessions as they are at rest, for tests that need no provider around them.
import {
  claimService,
  gatherSightings,
  insertSession,
  type LiveSessionDeps,
} from '../../src/features/sessions/index.ts';
import { hours } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { type FakeClock, fakeClock } from './clock.ts';

export const limits = { lifetime: hours(12), idle: hours(1) };

export function worldOn(db: Db): LiveSessionDeps & { clock: FakeClock } {
  const clock = fakeClock();
  return { db, clock, limits, sightings: gatherSightings({ db, clock }) };
}

export async function signIn(
  { db, clock }: LiveSessionDeps,
  uid: string,
  accountId = 'ada',
  services: string[] = [],
) {
  const now = clock.now();
  await insertSession(db, {
    uid,
    idDigest: `digest of ${uid}`,
    accountId,
    authenticatedAt: now,
    amr: ['pwd'],
    acr: 'aal1',
    browser: 'Firefox',
    address: '192.0.2.1',
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + limits.lifetime,
  });
  for (const clientId of services) {
    const offered = { grantId: `${uid} ${clientId}`, sid: `sid ${uid} ${clientId}`, openedAt: now };
    await claimService(db, uid, clientId, offered);
  }
}
