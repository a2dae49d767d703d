import { createHmac, randomBytes } from 'node:crypto';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Chain, StoredEvent } from './chain.queries.ts';

const CONTEXT = 'audit-chain';

/** A key of the chain's own: it outlives every change of the sealing keys, each of which only wraps it anew. */
export const newChainKey = (sealing: Pick<Sealing, 'seal'>): string =>
  sealing.seal(randomBytes(32).toString('base64url'), CONTEXT);

/** @throws where the sealing key that it was sealed with is not configured */
export const openChainKey = (sealing: Pick<Sealing, 'open'>, sealedKey: string): string =>
  sealing.open(sealedKey, CONTEXT);

export const sealChainKey = (sealing: Pick<Sealing, 'seal'>, key: string): string =>
  sealing.seal(key, CONTEXT);

type Event = Omit<StoredEvent, 'sequence' | 'hash' | 'from' | 'reason'>;

/**
 * Hash of an event in its place. The array is the canonical form, and is never changed: a column that is added
 * later gets a form of its own, with another first entry. Address and reason are in it as digests, so that they can
 * be forgotten when the account is deleted.
 */
export const hashOf = (key: string, previous: string, sequence: number, event: Event): string => {
  const { id, at, what, who, whom, serviceId, fromDigest, outcome, reference } = event;
  const { reasonDigest, browser, operatingUser } = event;
  const canonical = [sequence, previous, id, at, what, who, whom, serviceId, fromDigest, outcome, reference];
  if (operatingUser !== null)
    return keyed(key, ['event 4', ...canonical, reasonDigest, browser, operatingUser]);
  if (browser !== null) return keyed(key, ['event 3', ...canonical, reasonDigest, browser]);
  return reasonDigest === null
    ? keyed(key, ['event 1', ...canonical])
    : keyed(key, ['event 2', ...canonical, reasonDigest]);
};

/** With the event's id, so that the same address is not seen to be the same elsewhere. */
export const addressDigest = (key: string, { id, from }: Pick<StoredEvent, 'id' | 'from'>): string | null =>
  from === null ? null : keyed(key, ['address 1', id, from]);

/** Likewise. */
export const reasonDigest = (
  key: string,
  { id, reason }: Pick<StoredEvent, 'id' | 'reason'>,
): string | null => (reason === null ? null : keyed(key, ['reason 1', id, reason]));

/** Of the end of the chain: nobody without the key shortens it to an end that it never had. */
export const macOf = (
  key: string,
  { sequence, hash, sealedAt }: Pick<Chain, 'sequence' | 'hash' | 'sealedAt'>,
) => keyed(key, ['end 1', sequence, hash, sealedAt]);

const keyed = (key: string, parts: readonly unknown[]): string =>
  createHmac('sha256', Buffer.from(key, 'base64url')).update(JSON.stringify(parts)).digest('base64url');
