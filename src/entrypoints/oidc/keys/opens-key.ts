import type { Sealing } from '../../../platform/sealing/index.ts';
import type { SigningKeysTable } from '../oidc.tables.ts';
import { contextOf } from './key-ring.ts';

/** Whether a signing key was sealed with one of our keys. */
export function opensKey(
  sealing: Pick<Sealing, 'open'>,
  { kid, sealedKey }: Pick<SigningKeysTable, 'kid' | 'sealedKey'>,
): boolean {
  try {
    sealing.open(sealedKey, contextOf(kid));
    return true;
  } catch {
    return false;
  }
}
