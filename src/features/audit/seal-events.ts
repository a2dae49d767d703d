import { type Clock, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import {
  beginChain,
  type Chain,
  findChain,
  giveItsPlace,
  hasUnsealed,
  leaseChain,
  listUnsealed,
  moveEnd,
  releaseChain,
} from './chain.queries.ts';
import {
  addressDigest,
  hashOf,
  macOf,
  newChainKey,
  openChainKey,
  reasonDigest,
  sealChainKey,
} from './chain-hash.ts';

export interface SealingEventsDeps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal' | 'open'>;
  log: { info(facts: object, message: string): void };
}

const AT_ONCE = 500;
/** A node that dies while it seals holds up the others no longer than this. */
const LEASE = minutes(2);

/**
 * Chains what has been recorded since the last time. Whoever records an event waits for nobody; of several nodes
 * one seals, and the end of the chain moves by one conditional statement, so that a lease which ran out does no harm.
 */
export async function sealEvents(deps: SealingEventsDeps): Promise<void> {
  const { db, clock, sealing, log } = deps;
  if (!(await hasUnsealed(db))) return;
  if (!(await findChain(db))) await beginChain(db, newChainKey(sealing));
  const until = clock.now() + LEASE;
  if (!(await leaseChain(db, { now: clock.now(), until }))) return;
  try {
    for (;;) {
      const end = await sealBatch(deps);
      // Whoever keeps the log elsewhere has kept the seal elsewhere.
      if (end) log.info({ seal: sealText(end) }, 'The audit was sealed.');
      if (!end?.more) return;
    }
  } finally {
    await releaseChain(db, until);
  }
}

/** The end of the chain as it is printed and given back: `1200:Xq…`. */
export const sealText = ({ sequence, hash }: Pick<Chain, 'sequence' | 'hash'>): string =>
  `${sequence}:${hash}`;

async function sealBatch({
  db,
  clock,
  sealing,
}: SealingEventsDeps): Promise<{ sequence: number; hash: string; more: boolean } | undefined> {
  const chain = await findChain(db);
  const events = await listUnsealed(db, AT_ONCE);
  if (!chain || events.length === 0) return undefined;
  const key = openChainKey(sealing, chain.sealedKey);
  let { sequence, hash } = chain;
  const places = events.map((event) => {
    const digests = { fromDigest: addressDigest(key, event), reasonDigest: reasonDigest(key, event) };
    sequence += 1;
    hash = hashOf(key, hash, sequence, { ...event, ...digests });
    return { id: event.id, sequence, hash, ...digests };
  });
  const sealedAt = clock.now();
  const end = { sequence, hash, sealedAt };
  // The key is wrapped anew each time: with the newest of the sealing keys.
  const row = { ...end, from: chain.sequence, mac: macOf(key, end), sealedKey: sealChainKey(sealing, key) };
  const moved = await db.transaction().execute(async (trx) => {
    if (!(await moveEnd(trx, row))) return false;
    for (const place of places) await giveItsPlace(trx, place);
    return true;
  });
  return moved ? { sequence, hash, more: events.length === AT_ONCE } : undefined;
}
