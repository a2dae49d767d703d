import { type Clock, type Instant, minutes, newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { insertOffer, listOffers } from './totp.queries.ts';

/** How long a QR code is shown as valid. */
const OFFER_VALID = minutes(3);
/** A code of a QR code that has just run out still confirms it: its owner may be typing. */
export const OFFER_CONFIRMS = OFFER_VALID + minutes(2);

export const offerContext = (id: string): string => `totp-offer:${id}`;

export interface Offer {
  /** What the QR code says. */
  uri: string;
  /** An SVG, black on white, with its quiet zone. */
  qrCode: string;
  /** To type where it cannot be scanned: base32 in groups of four. */
  secretText: string;
  validUntil: Instant;
}

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal' | 'open'>;
}

/** The secret that is shown in this place now: the last one while it is valid, else a new one. */
export async function currentOffer(
  deps: Deps,
  { account, place, brand }: { account: { id: string; email: string }; place: string; brand: string },
): Promise<Offer> {
  const [{ renderSVG }, { newTotpSecret, secretInGroups, totpUri }] = await Promise.all([
    import('uqr'),
    import('./totp-secret.ts'),
  ]);
  const { db, clock, sealing } = deps;
  const now = clock.now();
  const [valid] = await listOffers(db, { place, accountId: account.id, after: now - OFFER_VALID });
  if (valid) {
    return offerOf(sealing.open(valid.sealedSecret, offerContext(valid.id)), valid.createdAt);
  }
  const id = newId();
  const secret = newTotpSecret();
  const sealedSecret = sealing.seal(secret, offerContext(id));
  await insertOffer(db, { id, accountId: account.id, place, sealedSecret, createdAt: now });
  return offerOf(secret, now);

  function offerOf(shown: string, createdAt: Instant): Offer {
    const uri = totpUri(shown, { brand, email: account.email });
    return {
      uri,
      qrCode: renderSVG(uri, { border: 4, ecc: 'M' }),
      secretText: secretInGroups(shown),
      validUntil: createdAt + OFFER_VALID,
    };
  }
}
