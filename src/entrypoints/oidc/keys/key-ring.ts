import type { JWK } from 'oidc-provider';
import type { Clock, Instant } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { Sealing } from '../../../platform/sealing/index.ts';
import type { SigningKeysTable } from '../oidc.tables.ts';
import { ALGORITHMS, keyStates, PUBLISHED_AHEAD, ROTATION } from './key-states.ts';
import { makeKey } from './make-key.ts';
import { deleteSigningKeys, insertSigningKey, listSigningKeys } from './signing-keys.queries.ts';

export interface KeyRingDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
}

/**
 * The keys as the provider takes them: of each algorithm first the one that signs, then all others that
 * are published. Makes what is missing or due, and removes what is forgotten.
 */
export async function openKeyRing(deps: KeyRingDeps): Promise<JWK[]> {
  const now = deps.clock.now();
  const before = await listSigningKeys(deps.db);
  const due = ALGORITHMS.filter((alg) => isKeyDue(before, alg, now));
  await Promise.all(due.map((alg) => addKey(deps, before, alg, now + PUBLISHED_AHEAD)));
  const keys = due.length > 0 ? await listSigningKeys(deps.db) : before;
  const states = ALGORITHMS.map((alg) => keyStates(keys, alg, now));
  await deleteSigningKeys(
    deps.db,
    states.flatMap(({ forgotten }) => forgotten.map(({ kid }) => kid)),
  );
  return states
    .flatMap(({ current, upcoming, retired }) => [...(current ? [current] : []), ...upcoming, ...retired])
    .map(({ kid, sealedKey }) => JSON.parse(deps.sealing.open(sealedKey, contextOf(kid))));
}

/** The next key of each algorithm, unless one is on its way already. */
export async function rotateSigningKeys(deps: KeyRingDeps): Promise<void> {
  const now = deps.clock.now();
  const keys = await listSigningKeys(deps.db);
  const resting = ALGORITHMS.filter((alg) => keyStates(keys, alg, now).upcoming.length === 0);
  await Promise.all(resting.map((alg) => addKey(deps, keys, alg, now + PUBLISHED_AHEAD)));
}

/**
 * A key may have been stolen: a new one signs from now on, and all others are published no more. What
 * they have signed is refused, and for up to a minute also what other nodes still sign with them.
 */
export async function replaceSigningKeys(deps: KeyRingDeps): Promise<void> {
  const before = await listSigningKeys(deps.db);
  // Also those that were to sign next: whoever has read the keys has them as well.
  await Promise.all(ALGORITHMS.map((alg) => addKey(deps, before, alg, deps.clock.now())));
  await deleteSigningKeys(
    deps.db,
    before.map(({ kid }) => kid),
  );
}

function isKeyDue(keys: readonly SigningKeysTable[], alg: string, now: Instant): boolean {
  const { current, upcoming } = keyStates(keys, alg, now);
  return !current || (upcoming.length === 0 && current.signsFrom + ROTATION <= now);
}

async function addKey(
  { db, clock, sealing }: KeyRingDeps,
  keys: readonly SigningKeysTable[],
  alg: (typeof ALGORITHMS)[number],
  signsFrom: Instant,
): Promise<void> {
  const key = await makeKey(alg);
  const last = keys.findLast((other) => other.alg === alg);
  await insertSigningKey(db, {
    kid: key.kid,
    alg,
    generation: (last?.generation ?? 0) + 1,
    sealedKey: sealing.seal(JSON.stringify(key), contextOf(key.kid)),
    createdAt: clock.now(),
    // The very first has nobody to wait for.
    signsFrom: last ? signsFrom : clock.now(),
  });
}

export const contextOf = (kid: string): string => `signing key:${kid}`;
