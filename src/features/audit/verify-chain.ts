import type { Db } from '../../platform/database/index.ts';
import { equalSecrets, type Sealing } from '../../platform/sealing/index.ts';
import { countUnsealed, findChain, listSealed, type SealedEvent } from './chain.queries.ts';
import { addressDigest, hashOf, macOf, openChainKey, reasonDigest } from './chain-hash.ts';

/** Where the chain does not hold: the event with that number, or those from it to another. */
export type ChainFault =
  | { fault: 'changed'; sequence: number }
  | { fault: 'missing'; sequence: number; to: number }
  | { fault: 'end-changed' }
  | { fault: 'beyond-end'; sequence: number }
  | { fault: 'not-as-kept'; sequence: number };

export interface VerifiedChain {
  sealed: number;
  /** Recorded since the last seal. */
  unsealed: number;
  /** The end of the chain, to be kept elsewhere. */
  end: { sequence: number; hash: string; sealedAt: number | null } | undefined;
  faults: ChainFault[];
}

/** More than these say nothing more. */
const MOST_FAULTS = 20;
const AT_ONCE = 1000;

/**
 * Proves the chain from its first event to its end: nothing was changed, taken out, put in or put elsewhere.
 * @param kept a seal that was printed before and kept elsewhere: the chain must still go through it
 * @throws where the sealing key is not the one that the chain's key was sealed with
 */
export async function verifyChain(
  { db, sealing }: { db: Db; sealing: Pick<Sealing, 'open'> },
  kept?: { sequence: number; hash: string },
): Promise<VerifiedChain> {
  // The end first: what is sealed while the chain is read lies beyond it.
  const chain = await findChain(db);
  const unsealed = await countUnsealed(db);
  if (!chain) {
    const sealed = await listSealed(db, 0, 1);
    const faults = sealed.length > 0 || kept ? [{ fault: 'end-changed' as const }] : [];
    return { sealed: 0, unsealed, end: undefined, faults };
  }
  const key = openChainKey(sealing, chain.sealedKey);
  const walk = walker(key, kept);
  for (let last = 0; ; ) {
    const events = await listSealed(db, last, AT_ONCE);
    for (const event of events) if (event.sequence <= chain.sequence) walk.on(event);
    last = events.at(-1)?.sequence ?? last;
    if (events.length < AT_ONCE) {
      const faults = walk.finish(chain.sequence);
      const isEnd = chain.mac === null ? chain.sequence === 0 : equalSecrets(chain.mac, macOf(key, chain));
      if (!isEnd || !walk.endsAs(chain)) faults.push({ fault: 'end-changed' });
      if (last > ((await findChain(db))?.sequence ?? 0)) faults.push({ fault: 'beyond-end', sequence: last });
      const { sequence, hash, sealedAt } = chain;
      const end = { sequence, hash, sealedAt };
      return { sealed: walk.seen(), unsealed, end, faults: faults.slice(0, MOST_FAULTS) };
    }
  }
}

/** Goes from one event to the next, and remembers only what the next one needs. */
function walker(key: string, kept: { sequence: number; hash: string } | undefined) {
  const faults: ChainFault[] = [];
  const erased = new Map<string, number>();
  const deleted = new Set<string>();
  let [last, previous, seen, isAsKept] = [0, '', 0, kept === undefined];

  const missingBefore = (sequence: number) => {
    if (sequence > last + 1) faults.push({ fault: 'missing', sequence: last + 1, to: sequence - 1 });
  };
  return {
    on(event: SealedEvent) {
      const { sequence, from, fromDigest, reason } = event;
      missingBefore(sequence);
      // The one after a gap was chained to what is gone: it cannot be judged, and the gap is reported.
      const follows = sequence === last + 1;
      const holds = !follows || event.hash === hashOf(key, previous, sequence, event);
      const isFrom = from === null || fromDigest === addressDigest(key, event);
      const isReason = reason === null || event.reasonDigest === reasonDigest(key, event);
      if (!holds || !isFrom || !isReason) faults.push({ fault: 'changed', sequence });
      if (from === null && fromDigest !== null) noteErased(event);
      else if (reason === null && event.reasonDigest !== null) noteErased(event);
      if (event.what === 'account-deleted') deleted.add(event.whom ?? event.who);
      isAsKept ||= kept?.sequence === sequence && kept.hash === event.hash;
      [last, previous, seen] = [sequence, event.hash ?? '', seen + 1];
    },
    finish(end: number): ChainFault[] {
      missingBefore(end + 1);
      for (const [parties, sequence] of erased) {
        if (!parties.split(' ').some((party) => deleted.has(party)))
          faults.push({ fault: 'changed', sequence });
      }
      if (!isAsKept && kept) faults.push({ fault: 'not-as-kept', sequence: kept.sequence });
      return faults;
    },
    endsAs: ({ sequence, hash }: { sequence: number; hash: string }) =>
      last === sequence && previous === hash,
    seen: () => seen,
  };

  /** Only the addresses and reasons of an account that was deleted may be gone. */
  function noteErased({ who, whom, sequence }: SealedEvent): void {
    const parties = [who, whom].filter(Boolean).join(' ');
    if (!erased.has(parties)) erased.set(parties, sequence);
  }
}
